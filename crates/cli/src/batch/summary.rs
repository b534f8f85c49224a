//! What is said at the end of a run.

use serde_json::json;

use super::record::Totals;
use super::tables::UNLINKED;
use crate::input::Skipped;
use crate::report::Report;

/// What is said at the end.
pub(crate) struct Summary {
    pub(crate) totals: Totals,
    pub(crate) from_cache: u64,
    pub(crate) pages_read: u64,
    pub(crate) skipped: Skipped,
    pub(crate) removed: u64,
    pub(crate) rebuilt: bool,
    pub(crate) unlinked: bool,
    pub(crate) seconds: f64,
}

impl Summary {
    /// Prints it.
    pub(crate) fn print(&self, report: &Report) {
        for line in self.lines() {
            report.note_text(&line);
        }
        report.event(|| {
            json!({
                "event": "summary", "totals": self.totals, "from_cache": self.from_cache,
                "pages_read": self.pages_read, "skipped": self.skipped, "removed": self.removed,
                "tables_rebuilt": self.rebuilt, "lineage_removed": self.unlinked,
                "seconds": self.seconds,
            })
        });
    }

    fn lines(&self) -> Vec<String> {
        let totals = &self.totals;
        let mut lines = vec![format!(
            "{} files: {} read ({} of them from cache), {} failed",
            totals.inputs,
            totals.read(),
            self.from_cache,
            totals.failed()
        )];
        if totals.failed() > 0 {
            lines.push(format!(
                "failed: {} refused, {} timed out, {} crashed",
                totals.refused, totals.timed_out, totals.crashed
            ));
        }
        let findings = &totals.findings;
        lines.push(format!(
            "findings: {} errors, {} warnings, {} notes",
            findings.error, findings.warning, findings.info
        ));
        if totals.duplicates > 0 {
            lines.push(format!(
                "duplicates: {} files have the name and the bytes of another and share its result",
                totals.duplicates
            ));
        }
        let skipped = &self.skipped;
        if skipped.total() > 0 {
            lines.push(format!(
                "passed over in folders: {} without .pdf, {} hidden, {} links to folders",
                skipped.other_suffix, skipped.hidden, skipped.folder_links
            ));
        }
        if self.removed > 0 {
            lines.push(format!(
                "removed: {} results of earlier inputs",
                self.removed
            ));
        }
        if self.unlinked {
            lines.push(UNLINKED.to_owned());
        }
        let tables = if self.rebuilt { "written" } else { "unchanged" };
        #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
        let rate = self.pages_read as f64 / self.seconds.max(0.001);
        lines.push(format!(
            "{} pages read in {:.1} s ({rate:.0} pages/s), tables {tables}",
            self.pages_read, self.seconds
        ));
        lines
    }
}
