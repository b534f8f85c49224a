//! `uip batch`: many documents into one folder.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};
use sha2::{Digest as _, Sha256};

use super::TableOptions;
use crate::Exit;
use crate::batch::{
    Clock, FORMAT, Fatal, Fingerprint, OutputFolder, Plan, Program, RunRecord, RunTimes, Settings,
    Shard, Summary, TemplateFile, Totals, collect, program_digest, recogniser, refresh_tables,
    refuse_other_shard,
};
use crate::input::{
    FileName, Listing, Request, Skipped, hex, list, read_file, read_stdin, split_manifest,
};
use crate::isolation::{Ocr, Setup};
use crate::limits::{Limits, MIB};
use crate::options::ReadingOptions;
use crate::outcome::Failure;
use crate::report::{LogFormat, Report};

/// A manifest of a hundred thousand paths is under 20 MiB.
const LARGEST_MANIFEST: u64 = 256 * MIB;

/// Reads many PDFs into a folder: one JSON each, tables over all of them, and a record of the run.
///
/// OUT/documents holds one JSON a document, OUT/tables the tables, OUT/run.json what was read and what
/// came of each input. After the run the folder holds the results of exactly these inputs. What was
/// read before and has not changed is not read again. A killed run leaves every file whole, and the
/// same command goes on where it stopped.
///
/// In folders, names that end in .pdf are read, also in folders below; hidden names, other names and
/// links to folders are passed over and counted. A file that is named is read whatever it is called.
#[derive(Args)]
#[command(after_long_help = "Examples:
  uip batch archive -o out
  uip batch 'archive/**/uip-*.pdf' uip-2023.pdf -o out --jobs 4
  find archive -name '*.pdf' -print0 | uip batch --manifest - -o out
  uip batch archive -o part1 --shard 1/2    (then: uip merge part1 part2 -o out)")]
pub(crate) struct Batch {
    /// PDFs, folders, or quoted patterns (* ? [] {} **)
    #[arg(value_name = "INPUT", value_hint = ValueHint::AnyPath, required_unless_present = "manifest")]
    inputs: Vec<PathBuf>,
    /// File that lists inputs, one path a line or separated by NUL; - for standard input
    #[arg(long, value_name = "LIST", value_hint = ValueHint::FilePath)]
    manifest: Option<PathBuf>,
    /// Folder for the results
    #[arg(short, long, value_name = "OUT", value_hint = ValueHint::DirPath)]
    output: PathBuf,
    /// Number of documents that are read at the same time [default: number of processors]
    #[arg(short, long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Reads only the K-th of N parts of the inputs; uip merge joins the parts
    #[arg(long, value_name = "K/N")]
    shard: Option<Shard>,
    /// Reads everything anew
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    tables: TableOptions,
    #[command(flatten)]
    reading: ReadingOptions,
    #[command(flatten)]
    limits: Limits,
    /// Prints no findings and no progress, only failures
    #[arg(short, long)]
    quiet: bool,
    /// How messages are written to standard error
    #[arg(long, value_enum, default_value_t)]
    log_format: LogFormat,
}

impl Batch {
    /// Runs the command.
    pub(crate) fn run(self) -> Exit {
        let report = Report::new(self.log_format, self.quiet);
        crate::interrupt::watch();
        let setup = self.reading.setup(self.limits).map(|setup| Setup {
            ocr: Ocr {
                // Documents are read side by side already.
                jobs: (self.jobs().get() > 1).then_some(1),
                ..setup.ocr
            },
            ..setup
        });
        let (setup, password) = match setup.and_then(|setup| Ok((setup, self.reading.password()?)))
        {
            Ok(both) => both,
            Err(trouble) => return trouble.print(&report),
        };
        if let Err(error) = self.tables.check() {
            report.trouble("tables", &error);
            return Exit::WrongUse;
        }
        if self.inputs.iter().any(|input| is_same(input, &self.output)) {
            let shown = FileName::new(self.output.as_os_str()).shown();
            let message = format!("{shown} is an input; give the results a folder of their own");
            report.trouble("output", &message);
            return Exit::WrongUse;
        }
        let listing = match self.list() {
            Ok(listing) => listing,
            Err((name, failure)) => {
                report.failure(&name, &failure);
                return Exit::SomeFailed;
            }
        };
        for (name, message) in &listing.troubles {
            report.failure(name, &Failure::new("input", message.as_str()));
        }
        if listing.files.is_empty() && self.shard.is_none() {
            report.trouble("input", "there is nothing to read: no PDF among the inputs");
            return Exit::SomeFailed;
        }
        match self.work(&report, &listing, &setup, password.as_deref()) {
            Ok(exit) if listing.troubles.is_empty() => exit,
            Ok(_) => Exit::SomeFailed,
            Err(Fatal::Output(trouble)) => {
                report.trouble("output", &trouble.to_string());
                Exit::SomeFailed
            }
            Err(Fatal::Start(error)) => {
                report.trouble(
                    "worker",
                    &format!("the reading process cannot be started: {error}"),
                );
                Exit::SomeFailed
            }
        }
    }

    /// All inputs, or those of the shard.
    fn list(&self) -> Result<Listing, (FileName, Failure)> {
        let listed = match &self.manifest {
            None => Vec::new(),
            Some(path) => {
                let bytes = if path.as_os_str() == "-" {
                    read_stdin(LARGEST_MANIFEST)
                } else {
                    read_file(path, LARGEST_MANIFEST)
                };
                let bytes = bytes.map_err(|failure| (FileName::new(path.as_os_str()), failure))?;
                split_manifest(&bytes)
            }
        };
        let mut listing = list(&Request {
            inputs: self.inputs.clone(),
            listed,
            except: Some(self.output.clone()),
        });
        if let Some(shard) = self.shard {
            listing.files.retain(|file| shard.holds(file));
            // What is passed over is counted by one part, so that the parts add up.
            if shard.index != 1 {
                listing.skipped = Skipped::default();
            }
        }
        Ok(listing)
    }

    fn work(
        &self,
        report: &Report,
        listing: &Listing,
        setup: &Setup,
        password: Option<&str>,
    ) -> Result<Exit, Fatal> {
        let clock = Clock::start();
        let folder = OutputFolder::take(&self.output).map_err(Fatal::Output)?;
        let mut last = folder.record().map_err(Fatal::Output)?;
        refuse_other_shard(folder.root(), last.as_ref(), self.shard).map_err(Fatal::Output)?;
        let program = Program::new(program_digest().map_err(Fatal::Start)?);
        let recorded = last
            .as_mut()
            .map(|record| std::mem::take(&mut record.inputs))
            .unwrap_or_default();
        let known = if self.force {
            BTreeMap::new()
        } else {
            folder.known(recorded).map_err(Fatal::Output)?
        };
        let fingerprint = Fingerprint::new(&program.sha256, setup, &recogniser(setup));
        let plan = Plan {
            files: &listing.files,
            folder: &folder,
            known: &known,
            setup,
            password,
            fingerprint: &fingerprint,
            jobs: self.jobs().get(),
        };
        let mut journal = folder.journal().map_err(Fatal::Output)?;
        let collected = collect(&plan, &mut journal, *report)?;
        drop(known);

        let totals = Totals::of(&collected.entries);
        let tables = refresh_tables(
            &folder,
            last.filter(|_| !self.force),
            &program,
            &collected.entries,
            &self.tables,
            &setup.language,
            self.jobs().get(),
        )
        .map_err(Fatal::Output)?;
        let seconds = clock.seconds();
        let record = RunRecord {
            format: FORMAT.to_owned(),
            program,
            settings: settings(setup),
            shard: self.shard,
            run: RunTimes {
                started: clock.started(),
                seconds,
                from_cache: seconds.map(|_| collected.from_cache),
            },
            totals,
            skipped: listing.skipped,
            tables: tables.files,
            tables_key: tables.key,
            inputs: collected.entries,
        };
        let removed = folder
            .finish(&record, journal, listing.troubles.is_empty())
            .map_err(Fatal::Output)?;
        let summary = Summary {
            totals,
            from_cache: collected.from_cache,
            pages_read: collected.pages_read,
            skipped: listing.skipped,
            removed,
            rebuilt: tables.written,
            unlinked: tables.unlinked,
            seconds: clock.elapsed().as_secs_f64(),
        };
        summary.print(report);
        Ok(if totals.failed() == 0 {
            Exit::AllRead
        } else {
            Exit::SomeFailed
        })
    }

    fn jobs(&self) -> NonZeroUsize {
        self.jobs
            .or_else(|| std::thread::available_parallelism().ok())
            .unwrap_or(NonZeroUsize::MIN)
    }
}

/// Whether both names lead to the same file or folder.
fn is_same(one: &Path, other: &Path) -> bool {
    let place = |path: &Path| path.canonicalize().ok();
    place(one).is_some_and(|one| place(other) == Some(one))
}

/// The options as the record names them.
fn settings(setup: &Setup) -> Settings {
    Settings {
        language: setup.language.clone(),
        templates: setup
            .templates
            .iter()
            .map(|template| TemplateFile {
                file: template.file.clone(),
                sha256: hex(&Sha256::digest(template.text.as_bytes())),
            })
            .collect(),
    }
}
