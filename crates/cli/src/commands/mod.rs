//! One module a command: its arguments, and what it does.

mod extract;
pub(crate) mod worker;

use clap::Subcommand;

use crate::Exit;

/// The commands.
#[derive(Subcommand)]
pub(crate) enum Command {
    Extract(extract::Extract),
}

impl Command {
    /// Runs the command.
    pub(crate) fn run(self) -> Exit {
        match self {
            Self::Extract(extract) => extract.run(),
        }
    }
}
