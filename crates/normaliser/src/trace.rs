//! Collects the evidence of typed values and the findings while an initiative is read.

use std::ops::Range;

use uip_model::{Evidence, Finding, Origin, ValueState, WordBreak};

use crate::join::Joined;

/// Evidence, findings and cut words, in the order in which they were read.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    /// JSON Pointer of what is being read, e.g. `/initiatives/3`.
    pub(crate) path: String,
    pub(crate) evidence: Vec<Evidence>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) word_breaks: Vec<WordBreak>,
}

impl Trace {
    /// A value that was read from a part of a text.
    pub(crate) fn read(
        &mut self,
        field: &str,
        text: &Joined,
        bytes: Range<usize>,
        rule: &'static str,
    ) {
        let printed = text.text.get(bytes.clone()).unwrap_or_default().to_owned();
        let origin = text.origin(bytes);
        self.value(field, printed, ValueState::Printed, rule, origin);
    }

    /// A value and how it stands on the page.
    pub(crate) fn value(
        &mut self,
        field: &str,
        printed: String,
        state: ValueState,
        rule: &'static str,
        origin: Vec<Origin>,
    ) {
        self.evidence.push(Evidence {
            path: format!("{}/{field}", self.path),
            printed,
            state,
            rule: rule.into(),
            origin,
        });
    }

    /// A finding about what is being read.
    pub(crate) fn finding(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Keeps the cut words of a text at `field` in which it begins after `before` characters, and
    /// says which of them are in doubt.
    pub(crate) fn cut_words(&mut self, field: &str, text: &Joined, before: usize) {
        if text.line_ends.is_empty() {
            return;
        }
        let path = format!("{}/{field}", self.path);
        for cut in text.word_breaks(&path, before) {
            if crate::hyphen::DOUBTFUL.contains(&cut.reason.as_ref()) {
                self.findings.push(
                    Finding::new("hyphen_uncertain", cut.origin.clone())
                        .arg("printed", cut.printed.replace('\n', " "))
                        .arg("text", &cut.text)
                        .arg("reason", &cut.reason),
                );
            }
            self.word_breaks.push(cut);
        }
    }
}
