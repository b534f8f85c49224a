//! The run record `OUT/run.json`: what was read, by which program, with which options, and what came
//! of each input. It is also what the next run knows of this one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::shard::Shard;
use crate::input::{FileName, Skipped};
use crate::outcome::{Digest, Failure, FindingCounts, Outcome};

/// The format of the record, raised when a name or a meaning changes.
pub(crate) const FORMAT: &str = "uip-run/1";

/// The record of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct RunRecord {
    /// [`FORMAT`].
    pub(crate) format: String,
    /// The program.
    pub(crate) program: Program,
    /// The options that results depend on.
    pub(crate) settings: Settings,
    /// The part of the inputs that was read, where it was a part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) shard: Option<Shard>,
    /// When and how it ran: the only part that differs between two runs over the same inputs.
    pub(crate) run: RunTimes,
    /// Sums.
    pub(crate) totals: Totals,
    /// What was passed over in folders.
    pub(crate) skipped: Skipped,
    /// The tables.
    pub(crate) tables: Vec<TableFile>,
    /// SHA-256 of what the tables are made from.
    pub(crate) tables_key: String,
    /// Each input, sorted by path.
    pub(crate) inputs: Vec<Entry>,
}

/// The program that ran.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Program {
    /// Its version.
    pub(crate) version: String,
    /// SHA-256 of its file.
    pub(crate) sha256: String,
    /// Version of the documents' format.
    pub(crate) schema_version: String,
}

impl Program {
    /// The running program.
    pub(crate) fn new(sha256: String) -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            sha256,
            schema_version: uip::model::SCHEMA_VERSION.to_owned(),
        }
    }
}

/// The options that results depend on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Settings {
    /// Language of the findings.
    pub(crate) language: String,
    /// The user's templates.
    pub(crate) templates: Vec<TemplateFile>,
}

/// A template file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TemplateFile {
    /// Its name.
    pub(crate) file: String,
    /// SHA-256 of its text.
    pub(crate) sha256: String,
}

/// When and how a run ran.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct RunTimes {
    /// Its beginning as RFC 3339.
    pub(crate) started: String,
    /// How long it took; missing where `SOURCE_DATE_EPOCH` asks for the same bytes each time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) seconds: Option<f64>,
    /// How many results were taken from earlier runs; missing in the same case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) from_cache: Option<u64>,
}

/// Sums over the inputs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Totals {
    /// Number of inputs.
    pub(crate) inputs: u64,
    /// With each outcome.
    pub(crate) ok: u64,
    /// Read, with warnings or errors among the findings.
    pub(crate) ok_with_warnings: u64,
    /// Cannot be read.
    pub(crate) refused: u64,
    /// Not finished in time.
    pub(crate) timed_out: u64,
    /// The reading died.
    pub(crate) crashed: u64,
    /// Inputs with the same name and bytes as another; they share its result.
    pub(crate) duplicates: u64,
    /// Pages of the documents that were read.
    pub(crate) pages: u64,
    /// Initiatives of the documents that were read.
    pub(crate) initiatives: u64,
    /// Their findings.
    pub(crate) findings: FindingCounts,
}

impl Totals {
    /// The sums over some inputs. Pages, initiatives and findings of duplicates count once.
    pub(crate) fn of(entries: &[Entry]) -> Self {
        let mut totals = Self::default();
        for entry in entries {
            totals.inputs += 1;
            match entry.outcome {
                Outcome::Ok => totals.ok += 1,
                Outcome::OkWithWarnings => totals.ok_with_warnings += 1,
                Outcome::Refused => totals.refused += 1,
                Outcome::TimedOut => totals.timed_out += 1,
                Outcome::Crashed => totals.crashed += 1,
            }
            if entry.duplicate_of.is_some() {
                totals.duplicates += 1;
                continue;
            }
            if let Some(digest) = &entry.document {
                totals.pages += digest.pages;
                totals.initiatives += digest.initiatives;
                totals.findings.add(digest.findings);
            }
        }
        totals
    }

    /// Inputs that have a result.
    pub(crate) fn read(&self) -> u64 {
        self.ok + self.ok_with_warnings
    }

    /// Inputs that have none.
    pub(crate) fn failed(&self) -> u64 {
        self.refused + self.timed_out + self.crashed
    }
}

/// A table over all documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TableFile {
    /// Its path below the output folder.
    pub(crate) file: String,
    /// SHA-256 of its bytes.
    pub(crate) sha256: String,
}

/// One input and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// Its path as given or found.
    #[serde(flatten)]
    pub(crate) name: FileName,
    /// What came of it.
    pub(crate) outcome: Outcome,
    /// Why it has no result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) failure: Option<Failure>,
    /// Its size.
    pub(crate) bytes: Option<u64>,
    /// SHA-256 of its bytes.
    pub(crate) sha256: Option<String>,
    /// SHA-256 of all that its result depends on.
    pub(crate) key: Option<String>,
    /// Its result, below the output folder.
    pub(crate) output: Option<String>,
    /// SHA-256 of the result's bytes.
    pub(crate) output_sha256: Option<String>,
    /// What the document is.
    pub(crate) document: Option<Digest>,
    /// The first input with the same name and bytes, whose result it shares.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) duplicate_of: Option<FileName>,
}

impl Entry {
    /// Brings order into inputs with the same name and bytes: the first in the order of the paths
    /// stands for the result, the others share it.
    pub(crate) fn mark_duplicates(sorted: &mut [Self]) {
        let mut first: BTreeMap<String, FileName> = BTreeMap::new();
        for entry in sorted {
            let Some(key) = &entry.key else { continue };
            match first.get(key) {
                Some(name) => entry.duplicate_of = Some(name.clone()),
                None => {
                    first.insert(key.clone(), entry.name.clone());
                    entry.duplicate_of = None;
                }
            }
        }
    }

    /// An input that could not even be opened.
    pub(crate) fn unopened(name: FileName, failure: Failure) -> Self {
        Self {
            name,
            outcome: Outcome::Refused,
            failure: Some(failure),
            bytes: None,
            sha256: None,
            key: None,
            output: None,
            output_sha256: None,
            document: None,
            duplicate_of: None,
        }
    }

    /// Reading the same bytes again would come to the same end. Not so where a limit of time or
    /// memory was hit, which depends on the machine and on switches, or where a password is missing.
    pub(crate) fn is_lasting(&self) -> bool {
        match self.outcome {
            Outcome::Ok | Outcome::OkWithWarnings => true,
            Outcome::TimedOut | Outcome::Crashed => false,
            Outcome::Refused => self.failure.as_ref().is_some_and(|failure| {
                !matches!(failure.code.as_str(), "memory_limit" | "output_limit")
                    && !failure.code.contains("password")
            }),
        }
    }
}
