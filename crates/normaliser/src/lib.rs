//! Makes the document from a transcript: joins lines, decides hyphens, reads amounts, periods, counts
//! and recipients. Knows Danish, no page geometry.
//!
//! [`normalise`] is the step; the readers that other crates' tests and tools may want alone are
//! [`join`] and [`amount`].

mod amount;
mod budget;
mod budget_header;
mod budget_totals;
mod cell;
mod clean;
mod damaged_amounts;
mod duration;
mod economy;
mod economy_table;
mod exactness;
mod grant_recipients;
mod grants;
mod hyphen;
mod initiative;
mod join;
mod lost_timetable;
mod participant_words;
mod participants;
mod period;
mod phase;
mod phrase;
mod pool;
mod predecessors;
mod purpose;
mod quantity;
mod recipients;
mod release;
mod report;
mod sections;
mod sentences;
mod statements;
mod time_words;
mod timetable;
mod timetable_rest;
mod tokens;
mod told;
mod trace;
mod unit;
mod vocabulary;
mod whole_blocks;
mod year_span;

pub use amount::{Amount, AmountError, amount};
pub use cell::{Cell, cell};
pub use join::{Joined, LineEnd, Seam, join};
pub use period::{Period, PeriodError, Quarter, period};
pub use unit::Unit;
pub use vocabulary::Vocabulary;

use uip_model::{Document, Kind, SCHEMA_VERSION, Source, Transcript};

/// Makes the document from the transcript.
///
/// Name and hash of the file are not known here: `source.file` and `source.sha256` are left empty.
pub fn normalise(mut transcript: Transcript) -> Document {
    let metadata = &transcript.metadata;
    let mut document = Document {
        schema_version: SCHEMA_VERSION.to_owned(),
        source: Source {
            pages: transcript.pages,
            title: metadata.title.clone(),
            producer: metadata.producer.clone().or(metadata.creator.clone()),
            created: metadata.created.clone(),
            ..Source::default()
        },
        kind: transcript.kind,
        template: transcript.template.take(),
        coverage: std::mem::take(&mut transcript.coverage),
        findings: std::mem::take(&mut transcript.findings),
        ..Document::default()
    };
    match transcript.kind {
        Kind::Release | Kind::Unknown => release::release(transcript, &mut document),
        Kind::Portfolio | Kind::Evaluation => report::report(transcript, &mut document),
    }
    document
}
