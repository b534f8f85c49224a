//! Asks for a password on the terminal, unseen. Never where standard input or standard error is
//! something else: a program that waits for an answer there would wait for ever.

use std::io::{self, BufRead, IsTerminal, Write};

use super::FileName;

/// Whether somebody is there to answer.
pub(crate) fn is_answered() -> bool {
    cfg!(unix) && io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks for the password of a file; `None` where the answer is empty.
///
/// # Errors
/// When the terminal cannot be silenced or read.
#[cfg(unix)]
pub(crate) fn ask_password(name: &FileName) -> io::Result<Option<String>> {
    use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};

    let terminal = rustix::stdio::stdin();
    let before = tcgetattr(terminal)?;
    let mut silent = before.clone();
    silent.local_modes.remove(LocalModes::ECHO);
    crate::interrupt::restore_terminal(Some(before.clone()));
    tcsetattr(terminal, OptionalActions::Flush, &silent)?;
    let mut answer = String::new();
    let read = write!(io::stderr(), "Password of {}: ", name.shown())
        .and_then(|()| io::stdin().lock().read_line(&mut answer));
    let restored = tcsetattr(terminal, OptionalActions::Now, &before);
    crate::interrupt::restore_terminal(None);
    // The line end that was typed was not shown.
    writeln!(io::stderr())?;
    read?;
    restored?;
    let answer = answer.trim_end_matches(['\n', '\r']);
    Ok((!answer.is_empty()).then(|| answer.to_owned()))
}

#[cfg(not(unix))]
pub(crate) fn ask_password(_name: &FileName) -> io::Result<Option<String>> {
    Ok(None)
}
