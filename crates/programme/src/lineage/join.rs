//! The joining itself: the links so far, each with its basis, and what a person wrote by hand.

mod stated;

use std::collections::BTreeSet;

use uip_auditor::Language;
use uip_model::{Finding, Origin};

use super::groups::Groups;
use super::member::{Known, Member};
use super::statement::LinkEvidence;
use super::{Link, LinkBasis, LinkKind, Links};
use crate::findings::finding;
use crate::likeness::Weights;
use crate::title::Title;
use crate::vocabulary::Phase;

/// How much better than the second the best candidate must be. Titles that say the same about two
/// target groups lie further apart.
pub(crate) const MARGIN: f64 = 0.08;

/// The links that were found so far.
pub(crate) struct Join<'a> {
    pub(crate) known: &'a [Known<'a>],
    pub(crate) overrides: &'a Links,
    pub(crate) language: Language,
    pub(crate) weights: Weights,
    /// Members that are one initiative.
    pub(crate) entities: Groups,
    /// Members that are in one chain.
    pub(crate) chains: Groups,
    pub(crate) links: Vec<Joined>,
    pub(crate) findings: Vec<Finding>,
}

/// A link between indices of members.
pub(crate) struct Joined {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) link: Link,
}

impl<'a> Join<'a> {
    pub(crate) fn new(known: &'a [Known<'a>], overrides: &'a Links, language: Language) -> Self {
        // The same title in overview and release is one title, or its rare words become common.
        let mut keys = BTreeSet::new();
        let distinct: Vec<&Title> = known
            .iter()
            .flat_map(|k| &k.titles)
            .filter(|title| keys.insert(title.key()))
            .collect();
        Self {
            weights: Weights::of(distinct),
            entities: Groups::new(known.len()),
            chains: Groups::new(known.len()),
            links: Vec::new(),
            findings: Vec::new(),
            known,
            overrides,
            language,
        }
    }

    pub(crate) fn member(&self, index: usize) -> Option<&'a Member> {
        self.known.get(index).map(|k| &k.member)
    }

    pub(crate) fn id(&self, index: usize) -> String {
        self.member(index).map(|m| m.id.clone()).unwrap_or_default()
    }

    pub(crate) fn origin(&self, index: usize) -> Vec<Origin> {
        self.member(index)
            .and_then(|m| m.mentions.first())
            .map(|mention| mention.origin.clone())
            .unwrap_or_default()
    }

    /// Adds a finding about a member; the document is named in its arguments.
    pub(crate) fn find(
        &mut self,
        code: &'static str,
        document: &str,
        origin: Vec<Origin>,
        args: &[(&str, String)],
    ) {
        let mut found = finding(code, self.language, origin, args);
        if !document.is_empty() {
            found = found.arg("document", document);
        }
        if !self.findings.contains(&found) {
            self.findings.push(found);
        }
    }

    /// Adds a link, or its evidence to the same link. `false` if `links.toml` removes it.
    pub(crate) fn add(
        &mut self,
        (from, to): (usize, usize),
        kind: LinkKind,
        basis: LinkBasis,
        score: f64,
        evidence: LinkEvidence,
    ) -> bool {
        let (from_id, to_id) = (self.id(from), self.id(to));
        if basis != LinkBasis::Override && self.overrides.removes(&from_id, &to_id, kind) {
            return false;
        }
        self.chains.unite(from, to);
        if kind == LinkKind::SameInitiative {
            self.entities.unite(from, to);
        }
        let same = self
            .links
            .iter_mut()
            .find(|l| l.from == from && l.to == to && l.link.kind == kind);
        if let Some(known) = same {
            known.link.basis = known.link.basis.min(basis);
            known.link.score = known.link.score.max(thousandths(score));
            if !known.link.evidence.contains(&evidence) {
                known.link.evidence.push(evidence);
            }
            return true;
        }
        let link = Link {
            from: from_id,
            to: to_id,
            kind,
            basis,
            score: thousandths(score),
            evidence: vec![evidence],
        };
        self.links.push(Joined { from, to, link });
        true
    }

    /// The links of `links.toml`.
    pub(crate) fn by_hand(&mut self) {
        let overrides = self.overrides;
        let find = |id: &str| self.known.iter().position(|k| k.member.id == id);
        let mut unknown: Vec<String> = Vec::new();
        let mut added = Vec::new();
        for link in &overrides.link {
            match (find(&link.from), find(&link.to)) {
                (Some(from), Some(to)) => added.push((from, to, link)),
                (from, to) => {
                    unknown.extend(from.is_none().then(|| link.from.clone()));
                    unknown.extend(to.is_none().then(|| link.to.clone()));
                }
            }
        }
        let others = overrides
            .unlink
            .iter()
            .flat_map(|l| [&l.from, &l.to])
            .chain(overrides.chain.iter().map(|c| &c.member));
        unknown.extend(others.filter(|id| find(id).is_none()).cloned());
        for (from, to, link) in added {
            let evidence = LinkEvidence {
                document: "links.toml".to_owned(),
                text: link.because.clone(),
                origin: Vec::new(),
            };
            self.add((from, to), link.kind, LinkBasis::Override, 1.0, evidence);
        }
        for id in unknown {
            self.find(
                "link_override_unknown",
                "links.toml",
                Vec::new(),
                &[("id", id)],
            );
        }
    }
}

/// Both name phases and none is the same.
pub(crate) fn disjoint(a: &[Phase], b: &[Phase]) -> bool {
    !a.is_empty() && !b.is_empty() && !a.iter().any(|phase| b.contains(phase))
}

/// Scores are compared by people and programs: three decimals say enough.
fn thousandths(score: f64) -> f64 {
    (score.clamp(0.0, 1.0) * 1_000.0).round() / 1_000.0
}
