//! `uip worker`: reads documents for the program that started it. Not for people.

use std::io::{self, IsTerminal};
use std::process::ExitCode;

use crate::Exit;

/// Serves the program at the other end of standard input and output.
pub(crate) fn run() -> ExitCode {
    if io::stdin().is_terminal() {
        eprintln!("uip: worker: only for uip itself, which starts it; see uip --help");
        return Exit::WrongUse.into();
    }
    match crate::isolation::serve() {
        Ok(()) => Exit::AllRead.into(),
        // The main process is gone or speaks something else: nobody is there to be told.
        Err(_) => Exit::SomeFailed.into(),
    }
}
