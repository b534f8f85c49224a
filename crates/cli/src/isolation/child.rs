//! A worker process, however it was started.

use std::process::ExitStatus;

/// A worker process.
pub(super) enum Child {
    /// The program, started anew.
    Started(std::process::Child),
    /// A copy of this process.
    #[cfg(unix)]
    Copy {
        number: rustix::process::Pid,
        status: Option<ExitStatus>,
    },
}

impl Child {
    /// Its exit status if it has ended.
    pub(super) fn try_wait(&mut self) -> Option<ExitStatus> {
        match self {
            Self::Started(child) => child.try_wait().ok().flatten(),
            #[cfg(unix)]
            Self::Copy { number, status } => {
                if status.is_none() {
                    *status = waited(*number, rustix::process::WaitOptions::NOHANG);
                }
                *status
            }
        }
    }

    /// Waits for its end.
    pub(super) fn wait(&mut self) {
        match self {
            // It fails only where there is nothing to wait for.
            Self::Started(child) => drop(child.wait()),
            #[cfg(unix)]
            Self::Copy { number, status } => {
                if status.is_none() {
                    *status = waited(*number, rustix::process::WaitOptions::empty());
                }
            }
        }
    }

    /// Kills it, unless it has been waited for.
    pub(super) fn kill(&mut self) {
        match self {
            // It fails only where the process has ended, which is what is wanted.
            Self::Started(child) => drop(child.kill()),
            #[cfg(unix)]
            Self::Copy { number, status } => {
                if status.is_none() {
                    // As above.
                    let _ = rustix::process::kill_process(*number, rustix::process::Signal::KILL);
                }
            }
        }
    }

    /// Its number, which is also that of the group that it leads.
    #[cfg(unix)]
    pub(super) fn number(&self) -> Option<rustix::process::Pid> {
        match self {
            Self::Started(child) => i32::try_from(child.id())
                .ok()
                .and_then(rustix::process::Pid::from_raw),
            Self::Copy { number, .. } => Some(*number),
        }
    }
}

#[cfg(unix)]
fn waited(
    number: rustix::process::Pid,
    options: rustix::process::WaitOptions,
) -> Option<ExitStatus> {
    use std::os::unix::process::ExitStatusExt;
    let (_, status) = rustix::process::waitpid(Some(number), options).ok()??;
    Some(ExitStatus::from_raw(status.as_raw()))
}
