//! Lineage: which initiatives are the same, which follow one another, and which evaluation is
//! whose.
//!
//! In order of trust: what a person wrote in `links.toml`, what the documents state, then titles
//! that are alike in compatible phases, areas and years. What is in doubt becomes a finding and no
//! link.

mod chain;
mod continuations;
mod groups;
mod join;
mod member;
mod overrides;
mod render;
mod statement;
mod tables;
#[cfg(test)]
mod tests;
mod titles;

use serde::{Deserialize, Serialize};
use uip_auditor::Language;
use uip_model::{Document, Finding};

pub(crate) use chain::planned_total;
pub use chain::{Chain, ChainMoney, ChainTotal, Step};
pub use member::{Member, MemberKind, Mention};
pub use overrides::{AddedLink, ChainName, Links, LinksError, RemovedLink};
pub use statement::LinkEvidence;

use crate::document_name::in_order;
use crate::findings::finding;
use continuations::Pass;
use join::Join;

/// What a link says. `from` is always the earlier end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// Both are the same initiative in two documents.
    SameInitiative,
    /// `from` is carried on by `to`: said of `from`, or seen from the titles.
    #[default]
    CarriedOn,
    /// `to` builds on `from`: said of `to`.
    Predecessor,
    /// `to` is the evaluation of `from`.
    EvaluatedBy,
}

impl LinkKind {
    /// The value in JSON, tables and `links.toml`.
    pub fn value(self) -> &'static str {
        match self {
            Self::SameInitiative => "same_initiative",
            Self::CarriedOn => "carried_on",
            Self::Predecessor => "predecessor",
            Self::EvaluatedBy => "evaluated_by",
        }
    }
}

/// What a link rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkBasis {
    /// `links.toml`.
    Override,
    /// A statement of a document.
    Statement,
    /// Titles that are alike.
    Title,
}

impl LinkBasis {
    /// The value in JSON and tables.
    pub fn value(self) -> &'static str {
        match self {
            Self::Override => "override",
            Self::Statement => "statement",
            Self::Title => "title",
        }
    }
}

/// Two members that belong together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Link {
    /// Id of the earlier member (of the first in the order of members for `same_initiative`).
    pub from: String,
    /// Id of the later member.
    pub to: String,
    /// What the link says.
    pub kind: LinkKind,
    /// What it rests on.
    pub basis: LinkBasis,
    /// How well the stated name or the two titles fit, 0 to 1 in thousandths; 1 for `override`.
    pub score: f64,
    /// The statements or titles; several where documents say the same.
    pub evidence: Vec<LinkEvidence>,
}

/// The programme's story as far as the documents tell it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Lineage {
    /// All members by first year, kind and id.
    pub members: Vec<Member>,
    /// All links by their ends.
    pub links: Vec<Link>,
    /// All chains by first year and id; a member without links is a chain of its own.
    pub chains: Vec<Chain>,
    /// What is ambiguous, missing or contradictory.
    pub findings: Vec<Finding>,
}

/// Joins initiatives across releases, overview reports and evaluations. The result does not depend
/// on the order of the documents.
pub fn link(documents: &[Document], overrides: &Links, language: Language) -> Lineage {
    let named = in_order(documents);
    let (known, conflicts) = member::collect(&named);
    let statements = statement::statements(&known);
    let mut join = Join::new(&known, overrides, language);
    for conflict in conflicts {
        let [first, second] = conflict.titles;
        let [document, other] = conflict.documents;
        join.findings.push(finding(
            "member_id_conflict",
            language,
            Vec::new(),
            &[
                ("id", conflict.id),
                ("first", first),
                ("second", second),
                ("document", document),
                ("other", other),
            ],
        ));
    }
    join.by_hand();
    titles::same_initiatives(&mut join);
    // Successors first: they are stated with their year. Then titles where nothing else is said,
    // so that a predecessor of several steps is found at the end of their chain.
    join.successors(&statements);
    continuations::continuations(&mut join, &statements, Pass::WhereNothingIsSaid);
    join.predecessors(&statements);
    continuations::continuations(&mut join, &statements, Pass::All);
    join.evaluations(&statements);
    chain::lineage(join)
}
