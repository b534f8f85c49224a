//! `uip diff`: what changed between two readings, two versions or two years.

use std::path::PathBuf;

use clap::{Args, ValueHint};

use super::programme::Programme;
use crate::Exit;
use crate::documents::load;
use crate::report::{LogFormat, Report};

/// Compares documents: initiatives added, dropped and renamed, fields and budgets that changed, text
/// word by word. Exit code 1 where something differs.
#[derive(Args)]
#[command(after_long_help = "Examples:
  uip diff old-out new-out
  uip diff uip-2022-draft.pdf uip-2022.pdf --format json")]
pub(crate) struct Diff {
    /// Output folder of uip batch, JSON document or PDF
    #[arg(value_name = "OLD", value_hint = ValueHint::AnyPath)]
    old: PathBuf,
    /// The same, to compare with
    #[arg(value_name = "NEW", value_hint = ValueHint::AnyPath)]
    new: PathBuf,
    #[command(flatten)]
    programme: Programme,
}

impl Diff {
    /// Runs the command.
    pub(crate) fn run(self) -> Exit {
        let report = Report::new(LogFormat::Text, false);
        let setup = match self.programme.reading.setup(self.programme.limits) {
            Ok(setup) => setup,
            Err(trouble) => return trouble.print(&report),
        };
        let both = load(&[self.old], &setup).and_then(|old| Ok((old, load(&[self.new], &setup)?)));
        let (old, new) = match both {
            Ok(both) => both,
            Err(failure) => return failure.print(&report),
        };
        let diff = uip_programme::diff(&old, &new);
        let language = self.programme.language();
        let printed = self
            .programme
            .print(&report, diff.text(language), &diff, &[diff.table()]);
        if diff.is_empty() {
            printed
        } else {
            Exit::SomeFailed
        }
    }
}
