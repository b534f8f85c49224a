//! `uip template`: how well the templates know a release.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};
use uip_inspect::View;

use super::show::Show;
use crate::Exit;

/// Helps with teaching the reader a new yearly release.
#[derive(Args)]
pub(crate) struct Template {
    #[command(subcommand)]
    command: Task,
}

#[derive(Subcommand)]
enum Task {
    Check(Check),
}

/// Says which headings of a release are known, with what certainty, and which are new.
///
/// Ends with a lexicon entry for the new ones. The whole output is a TOML file: saved in a folder
/// that --templates names it teaches the reader the release.
#[derive(Args)]
#[command(after_long_help = "Examples:
  uip template check uip-2026.pdf
  uip template check uip-2026.pdf -o templates/uip-2026.toml
  uip extract uip-2026.pdf --templates templates")]
struct Check {
    #[command(flatten)]
    show: Show,
    /// Writes the result to this file, which appears whole or not at all; - for standard output
    #[arg(short, long, value_name = "OUT.toml", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,
}

impl Template {
    /// Runs the command.
    pub(crate) fn run(self) -> Exit {
        let Task::Check(check) = self.command;
        check.show.run(View::Headings, check.output.as_deref())
    }
}
