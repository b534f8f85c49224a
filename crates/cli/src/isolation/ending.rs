//! What a worker's end says about the document that it was reading.

use std::process::ExitStatus;

use crate::limits::Limits;
use crate::outcome::{Failure, Outcome};

/// A worker that ended before its reply.
pub(super) struct Ending<'a> {
    /// Its exit status; `None` where it had to be killed.
    pub(super) status: Option<ExitStatus>,
    /// The watchdog killed it.
    pub(super) timed_out: bool,
    /// The end of what it wrote to standard error.
    pub(super) last_words: &'a str,
    /// Its limits.
    pub(super) limits: &'a Limits,
}

impl Ending<'_> {
    /// The outcome and its reason.
    pub(super) fn explain(&self) -> (Outcome, Failure) {
        if self.timed_out || self.signal() == Some(signal::XCPU) {
            return (Outcome::TimedOut, self.time_limit());
        }
        // What the standard library says where memory or stack is used up, before it aborts.
        if self.last_words.contains("memory allocation of") {
            return (Outcome::Refused, self.memory_limit());
        }
        if self.last_words.contains("overflowed its stack") {
            return (
                Outcome::Crashed,
                Failure::new(
                    "stack_overflow",
                    "the reading died of objects nested too deeply (stack overflow)",
                ),
            );
        }
        let how = match (self.signal(), self.status.and_then(|status| status.code())) {
            (Some(number), _) => format!("signal {number}{}", signal::name(number)),
            (None, Some(code)) => format!("exit code {code}"),
            (None, None) => "it stopped answering".to_owned(),
        };
        (
            Outcome::Crashed,
            Failure::new("crashed", format!("the reading died ({how})")),
        )
    }

    fn time_limit(&self) -> Failure {
        Failure::new(
            "time_limit",
            format!(
                "not finished within {} s; --time-limit allows more",
                self.limits.time_limit
            ),
        )
    }

    fn memory_limit(&self) -> Failure {
        Failure::new(
            "memory_limit",
            format!(
                "needs more than {} MiB of memory; --memory-limit allows more",
                self.limits.memory_limit
            ),
        )
    }

    #[cfg(unix)]
    fn signal(&self) -> Option<i32> {
        use std::os::unix::process::ExitStatusExt;
        self.status?.signal()
    }

    #[cfg(not(unix))]
    fn signal(&self) -> Option<i32> {
        None
    }
}

#[cfg(unix)]
mod signal {
    use rustix::process::Signal;

    pub(super) const XCPU: i32 = Signal::XCPU.as_raw();

    pub(super) fn name(number: i32) -> &'static str {
        [
            (Signal::ABORT, ", aborted"),
            (Signal::SEGV, ", invalid memory access"),
            (Signal::BUS, ", bus error"),
            (Signal::ILL, ", illegal instruction"),
            (
                Signal::KILL,
                ", killed from outside, perhaps because memory ran out",
            ),
            (Signal::TERM, ", ended from outside"),
            (Signal::XFSZ, ", file size limit"),
        ]
        .into_iter()
        .find(|(signal, _)| signal.as_raw() == number)
        .map_or("", |(_, name)| name)
    }
}

#[cfg(not(unix))]
mod signal {
    pub(super) const XCPU: i32 = i32::MIN;

    pub(super) fn name(_number: i32) -> &'static str {
        ""
    }
}
