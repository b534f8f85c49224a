//! A worker that is a copy of this process, for one document: it has the file in memory already and
//! only sends the result.

use std::io::{self, PipeWriter};

use fork::{Fork, fork};

use super::child::Child;
use super::frame::{Job, Setup};
use super::process::Running;
use super::serve::serve_one;
use super::watchdog::Watched;

/// Starts the copy. No other thread may run in this process: the copy would not have it, nor what
/// it holds.
///
/// # Errors
/// When there are no pipes or processes left.
pub(super) fn spawn(setup: &Setup, job: &Job, bytes: &[u8]) -> io::Result<Running> {
    let (from, to) = io::pipe()?;
    let (last_words, stderr) = io::pipe()?;
    match fork()? {
        Fork::Child => {
            drop((from, last_words));
            let served = become_worker(&stderr).and_then(|()| serve_one(setup, job, bytes, to));
            // The main process's own ending is none of the copy's business.
            std::process::exit(i32::from(served.is_err()));
        }
        Fork::Parent(number) => {
            // Not before: the copy would not have the thread.
            crate::interrupt::watch();
            // Else the pipes do not end with the worker.
            drop((to, stderr));
            let number = rustix::process::Pid::from_raw(number)
                .ok_or_else(|| io::Error::other("a process without a number"))?;
            let status = None;
            Ok(Running {
                to: None,
                from,
                last_words,
                watched: Watched::new(Child::Copy { number, status })?,
            })
        }
    }
}

/// A group of its own, so that all that it starts can be killed with it, and last words that the
/// main process hears.
fn become_worker(stderr: &PipeWriter) -> io::Result<()> {
    rustix::process::setpgid(None, None)?;
    rustix::stdio::dup2_stderr(stderr)?;
    Ok(())
}
