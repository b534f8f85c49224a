//! The cases: every PDF under `fixtures/`, read once, beside what it must give. A test that finds
//! something else says what; `UIP_RENEW=1 cargo test -p uip-cases` writes the expectations anew.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod case;
mod deviation;
mod difference;
mod findings;
pub mod probe;
mod release;
mod report;
mod snapshot;

pub use case::{Case, cases, fixtures};
pub use deviation::check_deviations;
pub use difference::Difference;
pub use findings::{findings_as_text, planned_and_found};
pub use release::compare_release;
pub use report::{compare_evaluation, compare_overview};
pub use snapshot::{expect, without_boxes};

use std::path::PathBuf;

/// Whether the expectations are to be written instead of compared.
pub fn renewing() -> bool {
    std::env::var_os("UIP_RENEW").is_some()
}

/// The folder with sample releases and gold files: `$UIP_SHARED`, or `../shared` seen from the
/// repository. `None`, said on standard error, where there is none.
pub fn shared() -> Option<PathBuf> {
    let folder = match std::env::var_os("UIP_SHARED") {
        Some(folder) => PathBuf::from(folder),
        None => PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared")),
    };
    let present = folder.join("releases").is_dir();
    if !present {
        eprintln!("skipped: {} has no releases", folder.display());
    }
    present.then_some(folder)
}
