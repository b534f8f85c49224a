//! `uip man`: the manual pages, made from the same definition as the help.

use clap::{Args, CommandFactory};
use clap_mangen::Man as Page;

use crate::output::print_to;
use crate::report::Report;
use crate::{Exit, Program};

/// Prints a manual page.
#[derive(Args)]
#[command(after_long_help = "Examples:
  uip man | man -l -
  uip man batch > uip-batch.1")]
pub(crate) struct Man {
    /// The command; without it, the page of uip itself
    command: Option<String>,
}

impl Man {
    /// Runs the command.
    pub(crate) fn run(self) -> Exit {
        let report = Report::default();
        let mut program = Program::command();
        program.build();
        let page = match &self.command {
            None => Page::new(program),
            Some(name) => match program.find_subcommand(name) {
                Some(command) => Page::new(command.clone()),
                None => {
                    report.trouble("man", &format!("there is no command {name}"));
                    return Exit::WrongUse;
                }
            },
        };
        report.written(None, print_to(None, |mut to| page.render(&mut to)))
    }
}
