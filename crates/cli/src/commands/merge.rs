//! `uip merge`: the parts of a run that was split with `--shard` become one folder, the same bytes as
//! a run that was not split.

use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};
use serde_json::json;

use super::TableOptions;
use crate::Exit;
use crate::batch::{
    Clock, Entry, OutputFolder, OutputTrouble, RunRecord, RunTimes, Shard, Totals, UNLINKED,
    read_record, refresh_tables,
};
use crate::input::Skipped;
use crate::report::{LogFormat, Report};

/// Joins the parts of a run that was split with uip batch --shard.
#[derive(Args)]
#[command(after_long_help = "Example:
  uip batch archive -o part1 --shard 1/2
  uip batch archive -o part2 --shard 2/2
  uip merge part1 part2 -o out")]
pub(crate) struct Merge {
    /// Output folders of all parts
    #[arg(value_name = "PART", required = true, value_hint = ValueHint::DirPath)]
    parts: Vec<PathBuf>,
    /// Folder for the results
    #[arg(short, long, value_name = "OUT", value_hint = ValueHint::DirPath)]
    output: PathBuf,
    #[command(flatten)]
    tables: TableOptions,
    /// Prints only failures
    #[arg(short, long)]
    quiet: bool,
    /// How messages are written to standard error
    #[arg(long, value_enum, default_value_t)]
    log_format: LogFormat,
}

impl Merge {
    /// Runs the command.
    pub(crate) fn run(self) -> Exit {
        let report = Report::new(self.log_format, self.quiet);
        if let Err(error) = self.tables.check() {
            report.trouble("tables", &error);
            return Exit::WrongUse;
        }
        match self.work(&report) {
            Ok(exit) => exit,
            Err(trouble) => {
                report.trouble("merge", &trouble.to_string());
                Exit::SomeFailed
            }
        }
    }

    fn work(&self, report: &Report) -> Result<Exit, OutputTrouble> {
        let clock = Clock::start();
        let parts = self.read_parts()?;
        let folder = OutputFolder::take(&self.output)?;
        let last = folder.record()?;
        if last.as_ref().is_some_and(|last| last.shard.is_some()) {
            return Err(OutputTrouble::other(
                &self.output,
                "this folder holds a part of a run; the parts are joined in another folder",
            ));
        }
        let journal = folder.journal()?;
        let mut entries: Vec<Entry> = Vec::new();
        let mut skipped = Skipped::default();
        let mut common = None;
        for (path, record) in parts {
            for entry in &record.inputs {
                folder.copy(entry, path)?;
            }
            skipped.add(record.skipped);
            entries.extend(record.inputs);
            common.get_or_insert((record.format, record.program, record.settings));
        }
        let Some((format, program, settings)) = common else {
            return Err(OutputTrouble::other(&self.output, "there are no parts"));
        };
        entries.sort_by_cached_key(|entry| entry.name.bytes());
        Entry::mark_duplicates(&mut entries);
        let totals = Totals::of(&entries);
        let tables = refresh_tables(
            &folder,
            last,
            &program,
            &entries,
            &self.tables,
            &settings.language,
            std::thread::available_parallelism().map_or(1, usize::from),
        )?;
        let record = RunRecord {
            format,
            program,
            settings,
            shard: None,
            run: RunTimes {
                started: clock.started(),
                seconds: clock.seconds(),
                from_cache: clock.seconds().map(|_| totals.inputs),
            },
            totals,
            skipped,
            tables: tables.files,
            tables_key: tables.key,
            inputs: entries,
        };
        folder.finish(&record, journal, true)?;
        if tables.unlinked {
            report.note_text(UNLINKED);
        }
        let text = format!(
            "{} files: {} read, {} failed",
            totals.inputs,
            totals.read(),
            totals.failed()
        );
        report.note(&text, || json!({ "event": "summary", "totals": totals }));
        Ok(if totals.failed() == 0 {
            Exit::AllRead
        } else {
            Exit::SomeFailed
        })
    }

    /// The records of the parts, each part once and none missing.
    fn read_parts(&self) -> Result<Vec<(&Path, RunRecord)>, OutputTrouble> {
        let mut parts: Vec<(&Path, RunRecord)> = Vec::new();
        for path in &self.parts {
            let record = read_record(path)?.ok_or_else(|| {
                OutputTrouble::other(path, "there is no run.json of a finished run here")
            })?;
            if let Some((first, other)) = parts.first()
                && (other.program != record.program || other.settings != record.settings)
            {
                return Err(OutputTrouble::other(
                    path,
                    format!(
                        "was read by another program or with other options than {}",
                        first.display()
                    ),
                ));
            }
            parts.push((path, record));
        }
        let mut shards: Vec<Option<Shard>> = parts.iter().map(|(_, part)| part.shard).collect();
        shards.sort_unstable();
        let of = u64::try_from(parts.len()).unwrap_or(u64::MAX);
        let wanted: Vec<Option<Shard>> = (1..=of).map(|index| Some(Shard { index, of })).collect();
        if shards != wanted {
            let have: Vec<String> = shards
                .iter()
                .map(|shard| match shard {
                    Some(shard) => format!("{}/{}", shard.index, shard.of),
                    None => "a whole run".to_owned(),
                })
                .collect();
            return Err(OutputTrouble::other(
                &self.output,
                format!(
                    "the parts do not make one run: {}; all of 1/N to N/N are needed, each once",
                    have.join(", ")
                ),
            ));
        }
        Ok(parts)
    }
}
