//! `uip link`: which initiatives belong together through the years.

use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};
use uip_exporter::Dialect;
use uip_programme::{Lineage, Links, Table};

use super::programme::{Form, Programme, write_csv};
use crate::Exit;
use crate::batch::{LINEAGE, OutputFolder, OutputTrouble};
use crate::documents::{is_output_folder, load};
use crate::input::{FileName, read_file};
use crate::limits::MIB;
use crate::outcome::Failure;
use crate::output::print_to;
use crate::report::{LogFormat, Report};

/// The list of links that an output folder may hold.
const LINKS: &str = "links.toml";

/// A hand-written list of links is under 100 KiB.
const LARGEST_LINKS: u64 = 4 * MIB;

/// Joins initiatives across releases, overview reports and evaluations into chains.
///
/// Every link says what it rests on: a statement in a document, a title that is alike, or the file of
/// links written by hand. Where the input is one output folder and nothing else is asked for, the
/// tables are written beside the folder's others and all of it to lineage.json. A batch that changes the
/// folder's results removes them again, since they are made from the results before.
#[derive(Args)]
#[command(after_long_help = "Examples:
  uip link out                        (tables in out/tables, out/lineage.json)
  uip link out --format csv -o out-links
  uip link out --dot | dot -Tsvg > programme.svg")]
pub(crate) struct Link {
    /// Output folders of uip batch, JSON documents or PDFs
    #[arg(value_name = "INPUT", required = true, value_hint = ValueHint::AnyPath)]
    inputs: Vec<PathBuf>,
    /// File of links that are known better: `[[link]]`, `[[unlink]]`, `[[chain]]`; without it
    /// links.toml in the output folder, if there is one
    #[arg(long, value_name = "LINKS.toml", value_hint = ValueHint::FilePath)]
    links: Option<PathBuf>,
    /// Prints the chains for Graphviz
    #[arg(long, conflicts_with_all = ["mermaid", "format"])]
    dot: bool,
    /// Prints the chains for Mermaid
    #[arg(long, conflicts_with = "format")]
    mermaid: bool,
    #[command(flatten)]
    programme: Programme,
}

impl Link {
    /// Runs the command.
    pub(crate) fn run(self) -> Exit {
        let report = Report::new(LogFormat::Text, false);
        let setup = match self.programme.reading.setup(self.programme.limits) {
            Ok(setup) => setup,
            Err(trouble) => return trouble.print(&report),
        };
        let overrides = match self.overrides() {
            Ok(overrides) => overrides,
            Err((name, failure)) => {
                report.failure(&name, &failure);
                return Exit::WrongUse;
            }
        };
        let documents = match load(&self.inputs, &setup) {
            Ok(documents) => documents,
            Err(failure) => return failure.print(&report),
        };
        let lineage = uip_programme::link(&documents, &overrides, self.programme.language());
        if self.programme.format != Form::Json {
            for finding in &lineage.findings {
                report.note_text(&format!(
                    "uip: {}: {}",
                    finding.code,
                    crate::input::escape(&finding.message)
                ));
            }
        }
        let target = self.programme.output.as_deref();
        if self.dot {
            let printed = print_to(target, |to| write!(to, "{}", lineage.dot()));
            return report.written(target, printed);
        }
        if self.mermaid {
            let printed = print_to(target, |to| write!(to, "{}", lineage.mermaid()));
            return report.written(target, printed);
        }
        let tables = lineage.tables();
        if let Some(root) = self.folder() {
            let kept = keep(root, &lineage, &tables, self.programme.dialect);
            if let Err(trouble) = kept {
                report.trouble("output", &trouble.to_string());
                return Exit::SomeFailed;
            }
        }
        self.programme
            .print(&report, lineage.text(), &lineage, &tables)
    }

    /// The output folder that is the only input, where the result goes to no other place.
    fn folder(&self) -> Option<&Path> {
        let [root] = self.inputs.as_slice() else {
            return None;
        };
        (self.programme.output.is_none() && is_output_folder(root)).then_some(root.as_path())
    }

    fn overrides(&self) -> Result<Links, (FileName, Failure)> {
        let beside = match self.inputs.as_slice() {
            [root] if is_output_folder(root) => Some(root.join(LINKS)).filter(|p| p.is_file()),
            _ => None,
        };
        let Some(path) = self.links.as_ref().or(beside.as_ref()) else {
            return Ok(Links::default());
        };
        let failed = |failure| (FileName::new(path.as_os_str()), failure);
        let bytes = read_file(path, LARGEST_LINKS).map_err(failed)?;
        let text = String::from_utf8(bytes)
            .map_err(|_| failed(Failure::new("links", "the file is not UTF-8 text")))?;
        Links::parse(&text).map_err(|error| failed(Failure::new("links", error.to_string())))
    }
}

/// Writes the lineage into the folder of a batch: each file whole, and not while a batch writes there.
fn keep(
    root: &Path,
    lineage: &Lineage,
    tables: &[Table],
    dialect: Dialect,
) -> Result<(), OutputTrouble> {
    let folder = OutputFolder::take(root)?;
    for table in tables {
        let path = folder.tables().join(format!("{}.csv", table.name));
        print_to(Some(&path), |to| write_csv(table, dialect, to))
            .map_err(OutputTrouble::io(&path))?;
    }
    let path = root.join(LINEAGE);
    print_to(Some(&path), |to| {
        serde_json::to_writer_pretty(&mut *to, lineage)?;
        writeln!(to)
    })
    .map_err(OutputTrouble::io(&path))
}
