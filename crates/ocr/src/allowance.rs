//! The time that a page may take, counted on the processor: what else a machine has to do takes nothing
//! from it.

use std::cell::Cell;
use std::time::{Duration, Instant};

use crate::BUSY;

/// The time of one page, on one thread and in the programs that it starts.
pub(crate) struct Allowance {
    time: Duration,
    began: Instant,
    /// What this thread had worked before.
    before: Duration,
    programs: Cell<Duration>,
}

impl Allowance {
    /// So much from now on.
    pub(crate) fn new(time: Duration) -> Self {
        Self {
            time,
            began: Instant::now(),
            before: worked(),
            programs: Cell::default(),
        }
    }

    /// All that was allowed.
    pub(crate) fn all(&self) -> Duration {
        self.time
    }

    /// Takes off what a program has worked.
    pub(crate) fn take(&self, program: Duration) {
        self.programs.set(self.programs.get() + program);
    }

    /// What is left. Where nothing works and no time is used, the clock tells, on which everything may take
    /// [`BUSY`] times as long.
    pub(crate) fn left(&self) -> Duration {
        let used = worked().saturating_sub(self.before) + self.programs.get();
        self.time
            .saturating_sub(used.max(self.began.elapsed() / BUSY))
    }
}

/// How long this thread has worked; zero where the system does not say.
#[cfg(unix)]
fn worked() -> Duration {
    use rustix::time::{ClockId, clock_gettime};

    Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).unwrap_or_default()
}

#[cfg(not(unix))]
fn worked() -> Duration {
    Duration::ZERO
}

/// How long a program has worked, by the first number of `/proc/PID/schedstat` (Linux, sched-stats.rst);
/// zero where the system does not say.
pub(crate) fn worked_by(program: u32) -> Duration {
    std::fs::read_to_string(format!("/proc/{program}/schedstat"))
        .ok()
        .and_then(|text| text.split_whitespace().next()?.parse().ok())
        .map_or(Duration::ZERO, Duration::from_nanos)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_taken_off_and_waiting_hardly() {
        const SECOND: Duration = Duration::from_secs(1);
        let allowance = Allowance::new(10 * SECOND);
        allowance.take(3 * SECOND);
        std::thread::sleep(SECOND / 5);
        let left = allowance.left();
        assert!(left <= 7 * SECOND && left > 6 * SECOND, "{left:?}");
        allowance.take(8 * SECOND);
        assert_eq!(allowance.left(), Duration::ZERO);
    }
}
