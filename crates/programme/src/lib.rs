//! What many documents say together: which initiatives belong together through the years
//! ([`link`]), what changed between two readings or years ([`diff`]), and what the programme plans
//! in sum ([`summary`]).
//!
//! Everything here is a pure function from [`uip_model::Document`]s to a result that prints itself:
//! no file is opened, no clock read, and the same documents give the same bytes in any order.

mod diff;
mod document_name;
mod findings;
mod likeness;
mod lineage;
mod money;
mod summary;
mod table;
mod title;
mod vocabulary;

pub use diff::{Change, ChangeKind, Diff, ItemKind, Place, Value, WordEdit, WordOp, diff};
pub use lineage::{
    AddedLink, Chain, ChainMoney, ChainName, ChainTotal, Lineage, Link, LinkBasis, LinkEvidence,
    LinkKind, Links, LinksError, Member, MemberKind, Mention, RemovedLink, Step, link,
};
pub use summary::{
    AreaSummary, Cause, DocumentSummary, Expectation, ExpectationError, Expected, Figures,
    FindingCounts, PhaseSummary, PlannedYear, ReleaseSummary, Summary, Verdict, summary,
};
pub use table::{Cell, Table};
pub use vocabulary::Phase;
