//! One module a command: its arguments, and what it does.

mod batch;
mod extract;
mod merge;
mod table_options;
pub(crate) mod worker;

use clap::Subcommand;

pub(crate) use table_options::TableOptions;

use crate::Exit;

/// The commands.
#[derive(Subcommand)]
pub(crate) enum Command {
    Extract(extract::Extract),
    Batch(Box<batch::Batch>),
    Merge(merge::Merge),
}

impl Command {
    /// Runs the command.
    pub(crate) fn run(self) -> Exit {
        match self {
            Self::Extract(extract) => extract.run(),
            Self::Batch(batch) => batch.run(),
            Self::Merge(merge) => merge.run(),
        }
    }
}
