//! The program `uip`: reads PDFs of the UIP programme into JSON and tables.
//!
//! Only this crate opens files, reads the clock and prints. Results go to standard output or to
//! files, everything for people to standard error. Exit codes: 0 all read, 1 something could not be
//! read or written, 2 wrong use.

mod batch;
mod commands;
mod documents;
mod input;
mod interrupt;
mod isolation;
mod limits;
mod one;
mod options;
mod outcome;
mod output;
mod reading;
mod report;

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser;

/// How a command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    /// Everything was read and written.
    AllRead,
    /// Something could not be read or written.
    SomeFailed,
    /// The command makes no sense.
    WrongUse,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::AllRead => Self::SUCCESS,
            Exit::SomeFailed => Self::from(1),
            Exit::WrongUse => Self::from(2),
        }
    }
}

/// Reads the PDFs of the Danish Udviklings- og Investeringsprogrammer (UIP) into JSON and tables.
#[derive(Parser)]
#[command(
    name = "uip",
    version,
    max_term_width = 100,
    subcommand_required = true
)]
#[command(
    after_help = "Exit codes: 0 all read, 1 something could not be read or written, \
                        2 wrong use."
)]
struct Program {
    #[command(subcommand)]
    command: commands::Command,
}

fn main() -> ExitCode {
    // Workers are started often and have nothing to parse.
    if std::env::args_os()
        .nth(1)
        .is_some_and(|word| word == "worker")
    {
        return commands::worker::run();
    }
    let program = match Program::try_parse() {
        Ok(program) => program,
        Err(error) => {
            let printed = match error.print().and_then(|()| io::stdout().flush()) {
                // The reader has seen enough.
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
                other => other,
            };
            return if error.use_stderr() {
                Exit::WrongUse.into()
            } else {
                report::Report::default().written(None, printed).into()
            };
        }
    };
    // A panic here would be a defect; it ends with the code of a failure, not with Rust's 101.
    match std::panic::catch_unwind(|| program.command.run()) {
        Ok(exit) => exit.into(),
        Err(_) => Exit::SomeFailed.into(),
    }
}
