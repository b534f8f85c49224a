//! `uip completions`: what a shell needs to complete the commands.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::output::print_to;
use crate::report::Report;
use crate::{Exit, Program};

/// Prints the completions for a shell.
#[derive(Args)]
#[command(after_long_help = "Example:
  uip completions bash > ~/.local/share/bash-completion/completions/uip")]
pub(crate) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    /// Runs the command.
    pub(crate) fn run(self) -> Exit {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Program::command(), "uip", &mut script);
        Report::default().written(None, print_to(None, |to| to.write_all(&script)))
    }
}
