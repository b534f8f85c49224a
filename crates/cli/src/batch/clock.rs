//! The one place where the clock is read. With `SOURCE_DATE_EPOCH` set, the record of a run holds that
//! moment and no duration, so that two runs give the same bytes
//! (<https://reproducible-builds.org/specs/source-date-epoch/>).

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// When a run began.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    began: SystemTime,
    ticks: Instant,
    fixed: bool,
}

impl Clock {
    /// Starts now.
    #[expect(
        clippy::disallowed_methods,
        reason = "the CLI reads the clock, for the run record only"
    )]
    pub(crate) fn start() -> Self {
        let fixed = std::env::var("SOURCE_DATE_EPOCH")
            .ok()
            .and_then(|seconds| seconds.parse().ok())
            .and_then(|seconds| UNIX_EPOCH.checked_add(Duration::from_secs(seconds)));
        Self {
            began: fixed.unwrap_or_else(SystemTime::now),
            ticks: Instant::now(),
            fixed: fixed.is_some(),
        }
    }

    /// How long it has run.
    pub(crate) fn elapsed(&self) -> Duration {
        self.ticks.elapsed()
    }

    /// The beginning as RFC 3339.
    pub(crate) fn started(&self) -> String {
        humantime::format_rfc3339_seconds(self.began).to_string()
    }

    /// The seconds so far; `None` where times are fixed.
    pub(crate) fn seconds(&self) -> Option<f64> {
        (!self.fixed).then(|| (self.elapsed().as_secs_f64() * 1000.0).round() / 1000.0)
    }
}
