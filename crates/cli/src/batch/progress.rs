//! How far a run is: a bar on a terminal, a line now and then elsewhere, JSON events where asked for.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;

use crate::outcome::Outcome;
use crate::report::{LogFormat, Report};

/// Between two lines where there is no terminal.
const LINE_EVERY: Duration = Duration::from_secs(5);

/// Counts what is done and shows it.
pub(crate) struct Progress {
    report: Report,
    bar: Option<ProgressBar>,
    began: Instant,
    last_line: Instant,
    files: u64,
    done: u64,
    failed: u64,
    pages: u64,
}

impl Progress {
    /// Nothing done yet of so many files.
    pub(crate) fn new(report: Report, files: u64) -> Self {
        let on_terminal = report.format() == LogFormat::Text
            && !report.is_quiet()
            && std::io::stderr().is_terminal();
        let bar = on_terminal.then(|| {
            let bar = ProgressBar::with_draw_target(Some(files), ProgressDrawTarget::stderr());
            let style =
                ProgressStyle::with_template("{wide_bar} {pos}/{len} files, {msg}, {eta} left");
            if let Ok(style) = style {
                bar.set_style(style);
            }
            bar
        });
        let now = Instant::now();
        Self {
            report,
            bar,
            began: now,
            last_line: now,
            files,
            done: 0,
            failed: 0,
            pages: 0,
        }
    }

    /// One more file is done. Pages of cached results do not count: nothing was read.
    pub(crate) fn step(&mut self, outcome: Outcome, pages: u64) {
        self.done += 1;
        self.failed += u64::from(!outcome.is_read());
        self.pages += pages;
        if let Some(bar) = &self.bar {
            bar.set_position(self.done);
            bar.set_message(self.words());
        } else if self.last_line.elapsed() >= LINE_EVERY {
            self.last_line = Instant::now();
            let text = format!("{} of {} files, {}", self.done, self.files, self.words());
            let (files, done, failed, pages) = (self.files, self.done, self.failed, self.pages);
            self.report.note(&text, || {
                json!({ "event": "progress", "files": files, "done": done, "failed": failed,
                        "pages": pages })
            });
        }
    }

    /// Prints something without tearing the bar.
    pub(crate) fn aside(&self, print: impl FnOnce(&Report)) {
        match &self.bar {
            Some(bar) => bar.suspend(|| print(&self.report)),
            None => print(&self.report),
        }
    }

    /// Takes the bar away.
    pub(crate) fn clear(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    fn words(&self) -> String {
        let seconds = self.began.elapsed().as_secs_f64().max(0.001);
        #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
        let rate = self.pages as f64 / seconds;
        format!("{} pages ({rate:.0}/s), {} failed", self.pages, self.failed)
    }
}
