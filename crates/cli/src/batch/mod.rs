//! Many documents into one output folder: nothing twice, never half-written, one outcome for each
//! input.
//!
//! `OUT/documents/` holds one JSON a document, `OUT/tables/` the tables over all of them, and
//! `OUT/run.json` the run record. While a run is under way `OUT/.uip-journal.jsonl` holds what it has
//! done so far, so that the next run goes on where a killed one stopped.

mod clock;
mod collect;
mod folder;
mod identity;
mod journal;
mod progress;
mod record;
mod run;
mod shard;
mod summary;
mod tables;

pub(crate) use clock::Clock;
pub(crate) use collect::collect;
pub(crate) use folder::{LINEAGE, OutputFolder, OutputTrouble, read_record};
pub(crate) use identity::{Fingerprint, program_digest, recogniser};
pub(crate) use record::{
    Entry, FORMAT, Program, RunRecord, RunTimes, Settings, TemplateFile, Totals,
};
pub(crate) use run::{Fatal, Plan};
pub(crate) use shard::{Shard, refuse_other_shard};
pub(crate) use summary::Summary;
pub(crate) use tables::{UNLINKED, refresh_tables};
