//! What became of one input, in the words that the terminal, the worker's answer and the run record
//! share.

use serde::{Deserialize, Serialize};

/// Every input ends in exactly one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Outcome {
    /// Read, nothing to look at.
    Ok,
    /// Read, with findings that a person should look at.
    OkWithWarnings,
    /// Cannot be read, and the failure says why.
    Refused,
    /// Not finished within the time limit.
    TimedOut,
    /// The reading died.
    Crashed,
}

impl Outcome {
    /// There is a result.
    pub(crate) fn is_read(self) -> bool {
        matches!(self, Self::Ok | Self::OkWithWarnings)
    }
}

/// Why an input has no result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Failure {
    /// Stable code in snake case.
    pub(crate) code: String,
    /// The page that it is about, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) page: Option<u32>,
    /// What happened and what to do.
    pub(crate) message: String,
}

impl Failure {
    /// A failure that is not about one page.
    pub(crate) fn new(code: &str, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            page: None,
            message: message.into(),
        }
    }
}

/// How many findings of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FindingCounts {
    /// Errors.
    pub(crate) error: u64,
    /// Warnings.
    pub(crate) warning: u64,
    /// Notes.
    pub(crate) info: u64,
}

impl FindingCounts {
    /// Adds others.
    pub(crate) fn add(&mut self, other: Self) {
        self.error += other.error;
        self.warning += other.warning;
        self.info += other.info;
    }
}

/// What a run record says of a document that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Digest {
    /// `release`, `portfolio`, `evaluation` or `unknown`.
    pub(crate) kind: String,
    /// Number of pages.
    pub(crate) pages: u64,
    /// Number of initiatives.
    pub(crate) initiatives: u64,
    /// Number of findings.
    pub(crate) findings: FindingCounts,
}

/// A finding as the terminal shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Notice {
    /// The finding's code.
    pub(crate) code: String,
    /// `error` or `warning`.
    pub(crate) severity: String,
    /// The page, from 1, where the finding has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) page: Option<u32>,
    /// The finding's message.
    pub(crate) message: String,
}
