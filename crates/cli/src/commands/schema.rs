//! `uip schema`: the JSON Schema of the documents.

use std::path::PathBuf;

use clap::Args;

use crate::Exit;
use crate::output::print_to;
use crate::report::Report;

/// Prints the JSON Schema (draft 2020-12) of the documents that uip extract and uip batch write.
#[derive(Args)]
#[command(after_long_help = "Examples:
  uip schema
  uip schema -o uip-document.schema.json")]
pub(crate) struct Schema {
    /// Writes to this file instead of standard output
    #[arg(short, long)]
    output: Option<PathBuf>,
}

impl Schema {
    /// Runs the command.
    pub(crate) fn run(self) -> Exit {
        let output = self.output.as_deref();
        let printed = print_to(output, |to| to.write_all(uip_exporter::SCHEMA.as_bytes()));
        Report::default().written(output, printed)
    }
}
