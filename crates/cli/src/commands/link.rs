//! `uip link`: which initiatives belong together through the years.

use std::path::PathBuf;

use clap::{Args, ValueHint};
use uip_programme::Links;

use super::programme::{Form, Programme};
use crate::Exit;
use crate::documents::load;
use crate::input::{FileName, read_file};
use crate::limits::MIB;
use crate::outcome::Failure;
use crate::output::print_to;
use crate::report::{LogFormat, Report};

/// A hand-written list of links is under 100 KiB.
const LARGEST_LINKS: u64 = 4 * MIB;

/// Joins initiatives across releases, overview reports and evaluations into chains.
///
/// Every link says what it rests on: a statement in a document, a title that is alike, or the file of
/// links written by hand.
#[derive(Args)]
#[command(after_long_help = "Examples:
  uip link out
  uip link out --format csv -o out-links
  uip link out --dot | dot -Tsvg > programme.svg")]
pub(crate) struct Link {
    /// Output folders of uip batch, JSON documents or PDFs
    #[arg(value_name = "INPUT", required = true, value_hint = ValueHint::AnyPath)]
    inputs: Vec<PathBuf>,
    /// File of links that are known better: `[[link]]`, `[[unlink]]`, `[[chain]]`
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
        self.programme
            .print(&report, lineage.text(), &lineage, &lineage.tables())
    }

    fn overrides(&self) -> Result<Links, (FileName, Failure)> {
        let Some(path) = &self.links else {
            return Ok(Links::default());
        };
        let failed = |failure| (FileName::new(path.as_os_str()), failure);
        let bytes = read_file(path, LARGEST_LINKS).map_err(failed)?;
        let text = String::from_utf8(bytes)
            .map_err(|_| failed(Failure::new("links", "the file is not UTF-8 text")))?;
        Links::parse(&text).map_err(|error| failed(Failure::new("links", error.to_string())))
    }
}
