//! How a name that a document states finds its initiative.

use super::{Join, MARGIN, disjoint};
use crate::lineage::continuations::CONTINUED;
use crate::lineage::member::{Member, MemberKind};
use crate::lineage::statement::{Claim, Statement};
use crate::lineage::{LinkBasis, LinkKind};
use crate::title::Title;

/// Least fit of a stated name and a title for a link: the statement itself says that there is an
/// initiative, so two thirds of the words' weight tell which.
const STATED: f64 = 0.62;

/// Least fit of the name that an evaluation gives what it evaluated: nothing says that this is one
/// of the programme's initiatives at all.
const EVALUATED: f64 = 0.75;

/// Fit from which an unlinked candidate is worth a person's look.
const POSSIBLE: f64 = 0.5;

/// What a candidate loses whose phase or area is known and another than the name says.
const OTHER_PHASE: f64 = 0.15;
const OTHER_AREA: f64 = 0.05;

/// Candidates that an ambiguous statement's finding names.
const NAMED_CANDIDATES: usize = 5;

/// A member that may be meant, and how well the name fits.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Candidate {
    member: usize,
    fit: f64,
    exact: bool,
}

enum Choice {
    One(Candidate),
    Several(Vec<Candidate>),
    Doubtful(Candidate),
    Nothing,
}

impl Join<'_> {
    /// Links what the statements name as successor.
    pub(crate) fn successors(&mut self, statements: &[Statement]) {
        for said in statements {
            if let Claim::CarriedOnBy { name, year } = &said.claim {
                self.carried_on(said, name, *year);
            }
        }
    }

    /// Links what the statements name as predecessor.
    pub(crate) fn predecessors(&mut self, statements: &[Statement]) {
        for said in statements {
            if let Claim::BuildsOn { name, year } = &said.claim {
                self.builds_on(said, name, *year);
            }
        }
    }

    fn carried_on(&mut self, said: &Statement, name: &str, year: Option<i32>) {
        let Some(speaker) = self.member(said.member) else {
            return;
        };
        let first = speaker.first_year();
        let later = |m: &Member| match year {
            Some(year) => m.years.contains(&year),
            None => m.last_year().is_some_and(|last| last > first),
        };
        let choice = self.choose(said.member, name, later);
        if let (Choice::Nothing | Choice::Doubtful(_), Some(_)) = (&choice, year) {
            // The name fits, the year does not: a slip in one of the two, for a person to see.
            let any = self.choose(said.member, name, |m| {
                m.last_year().is_some_and(|y| y > first)
            });
            if let Choice::One(other) = any
                && other.fit >= CONTINUED
            {
                let args = [
                    ("from", self.id(said.member)),
                    ("to", self.id(other.member)),
                    ("name", name.to_owned()),
                    ("stated", stated(name, year)),
                ];
                let evidence = &said.evidence;
                self.find(
                    "link_year_differs",
                    &evidence.document,
                    evidence.origin.clone(),
                    &args,
                );
                return;
            }
        }
        self.settle(said, name, year, choice, |found| {
            ((said.member, found), LinkKind::CarriedOn)
        });
    }

    fn builds_on(&mut self, said: &Statement, name: &str, year: Option<i32>) {
        let Some(own) = self.member(said.member).map(Member::first_year) else {
            return;
        };
        let earlier =
            |m: &Member| m.first_year() < own && year.is_none_or(|year| m.years.contains(&year));
        let choice = match self.choose(said.member, name, earlier) {
            // Several steps of one chain fit: the last one is what is built on.
            Choice::Several(candidates) => self.last_of_chain(&candidates),
            choice => choice,
        };
        if let Choice::Nothing | Choice::Doubtful(_) = choice {
            // The very title stands in the documents, but not earlier: a slip, or two that name each other.
            let any = self.choose(said.member, name, |m| m.first_year() >= own);
            if let Choice::One(other) = any
                && other.exact
            {
                let args = [
                    ("from", self.id(said.member)),
                    ("to", self.id(other.member)),
                    ("stated", stated(name, year)),
                ];
                let evidence = &said.evidence;
                self.find(
                    "link_not_earlier",
                    &evidence.document,
                    evidence.origin.clone(),
                    &args,
                );
                return;
            }
        }
        self.settle(said, name, year, choice, |found| {
            ((found, said.member), LinkKind::Predecessor)
        });
    }

    fn last_of_chain(&self, candidates: &[Candidate]) -> Choice {
        let one_chain = candidates
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if self.chains.same(a.member, b.member)));
        let year = |c: &Candidate| self.member(c.member).and_then(Member::last_year);
        let last = candidates.iter().max_by_key(|c| year(c));
        match last {
            Some(last)
                if one_chain
                    && candidates.iter().filter(|c| year(c) == year(last)).count() == 1 =>
            {
                Choice::One(*last)
            }
            _ => Choice::Several(candidates.to_vec()),
        }
    }

    /// Links evaluations with what they evaluated, where the years of work overlap.
    pub(crate) fn evaluations(&mut self, statements: &[Statement]) {
        for said in statements {
            let Claim::Evaluates { name } = &said.claim else {
                continue;
            };
            let period = self.member(said.member).and_then(|m| m.active);
            let overlap = move |m: &Member| -> Option<i32> {
                let ((a0, a1), (b0, b1)) = (period?, m.active?);
                Some(a1.min(b1) - a0.max(b0) + 1)
            };
            let choice = self.choose(said.member, name, |m| overlap(m).is_none_or(|o| o > 0));
            let choice = match choice {
                Choice::One(one) if one.fit < EVALUATED => Choice::Doubtful(one),
                Choice::Several(candidates) => {
                    // The step whose years of work the evaluation's period covers most.
                    let years = |c: &Candidate| self.member(c.member).and_then(overlap);
                    let most = candidates.iter().max_by_key(|c| years(c));
                    match most {
                        Some(most)
                            if most.fit >= EVALUATED
                                && candidates
                                    .iter()
                                    .filter(|c| years(c) == years(most))
                                    .count()
                                    == 1 =>
                        {
                            Choice::One(*most)
                        }
                        _ => Choice::Several(candidates),
                    }
                }
                choice => choice,
            };
            self.settle(said, name, None, choice, |found| {
                ((found, said.member), LinkKind::EvaluatedBy)
            });
        }
    }

    /// Finds the members that a name may mean, one for each initiative, best first.
    fn choose(&self, speaker: usize, name: &str, allowed: impl Fn(&Member) -> bool) -> Choice {
        let name = Title::new(name);
        let area = self.member(speaker).and_then(|m| m.area.as_ref());
        let mut best: Vec<(usize, Candidate)> = Vec::new();
        for (known, index) in self.known.iter().zip(0..) {
            let member = &known.member;
            if !member.is_planned() || self.entities.same(index, speaker) || !allowed(member) {
                continue;
            }
            let mut fit = known
                .titles
                .iter()
                .map(|title| self.weights.fit(&name, title))
                .fold(0.0, f64::max);
            let mut exact = known.titles.iter().any(|title| name.same_words(title));
            if disjoint(&name.phases, &member.phases) {
                fit -= OTHER_PHASE;
                exact = false;
            }
            if area.zip(member.area.as_ref()).is_some_and(|(a, b)| a != b) {
                fit -= OTHER_AREA;
            }
            let entity = self.entities.of(index);
            let candidate = Candidate {
                member: index,
                fit,
                exact,
            };
            match best.iter_mut().find(|(known, _)| *known == entity) {
                Some((_, old)) => {
                    // Within one initiative the release's own account stands for it.
                    let kind = |i: usize| self.member(i).map_or(MemberKind::Evaluation, |m| m.kind);
                    let member = if kind(index) < kind(old.member) {
                        index
                    } else {
                        old.member
                    };
                    *old = Candidate {
                        member,
                        fit: old.fit.max(fit),
                        exact: old.exact || exact,
                    };
                }
                None => best.push((entity, candidate)),
            }
        }
        let mut ranked: Vec<Candidate> = best.into_iter().map(|(_, c)| c).collect();
        ranked.sort_by(|a, b| {
            b.exact
                .cmp(&a.exact)
                .then(b.fit.total_cmp(&a.fit))
                .then(a.member.cmp(&b.member))
        });
        let Some(first) = ranked.first().copied() else {
            return Choice::Nothing;
        };
        if first.fit < STATED {
            return if first.fit >= POSSIBLE {
                Choice::Doubtful(first)
            } else {
                Choice::Nothing
            };
        }
        // The very words of the name win against any other wording.
        let near = |c: &Candidate| {
            if first.exact {
                c.exact
            } else {
                c.fit > first.fit - MARGIN
            }
        };
        let near: Vec<Candidate> = ranked.iter().copied().filter(near).collect();
        // One title in two areas: who speaks of it speaks of the one in its own.
        let here = |c: &&Candidate| {
            let theirs = self.member(c.member).and_then(|m| m.area.as_ref());
            area.is_some() && theirs == area
        };
        match (
            near.as_slice(),
            near.iter().filter(here).collect::<Vec<_>>().as_slice(),
        ) {
            ([only], _) => Choice::One(*only),
            (_, [one]) if one.exact => Choice::One(**one),
            _ => Choice::Several(near),
        }
    }

    /// Makes the link or the finding that follows from the choice.
    fn settle(
        &mut self,
        said: &Statement,
        name: &str,
        year: Option<i32>,
        choice: Choice,
        ends: impl Fn(usize) -> ((usize, usize), LinkKind),
    ) {
        let evidence = &said.evidence;
        let from = ("from", self.id(said.member));
        let by_hand = |join: &Self, c: &Candidate| {
            let ((a, b), _) = ends(c.member);
            join.links.iter().any(|l| {
                l.link.basis == LinkBasis::Override
                    && join.entities.same(l.from, a)
                    && join.entities.same(l.to, b)
            })
        };
        match choice {
            Choice::One(found) => {
                let (ends, kind) = ends(found.member);
                self.add(
                    ends,
                    kind,
                    LinkBasis::Statement,
                    found.fit,
                    evidence.clone(),
                );
            }
            Choice::Several(candidates) => {
                // A person may have decided already, by adding or by removing.
                let open: Vec<Candidate> = candidates
                    .iter()
                    .copied()
                    .filter(|c| {
                        let ((a, b), kind) = ends(c.member);
                        !self.overrides.removes(&self.id(a), &self.id(b), kind)
                    })
                    .collect();
                if candidates.iter().any(|c| by_hand(self, c)) {
                    return;
                }
                if let ([one], true) = (open.as_slice(), open.len() < candidates.len()) {
                    let (ends, kind) = ends(one.member);
                    self.add(ends, kind, LinkBasis::Statement, one.fit, evidence.clone());
                    return;
                }
                let named: Vec<String> = open
                    .iter()
                    .take(NAMED_CANDIDATES)
                    .map(|c| format!("{} ({:.2})", self.id(c.member), c.fit))
                    .collect();
                let args = [
                    from,
                    ("name", name.to_owned()),
                    ("candidates", named.join(", ")),
                ];
                self.find(
                    "link_ambiguous",
                    &evidence.document,
                    evidence.origin.clone(),
                    &args,
                );
            }
            Choice::Doubtful(found) => {
                if by_hand(self, &found) {
                    return;
                }
                let args = [
                    from,
                    ("to", self.id(found.member)),
                    ("score", format!("{:.2}", found.fit)),
                ];
                self.find(
                    "link_possible",
                    &evidence.document,
                    evidence.origin.clone(),
                    &args,
                );
            }
            Choice::Nothing => {
                let args = [
                    from,
                    ("name", name.to_owned()),
                    ("stated", stated(name, year)),
                ];
                self.find(
                    "link_end_missing",
                    &evidence.document,
                    evidence.origin.clone(),
                    &args,
                );
            }
        }
    }
}

/// The name with the programme year that is stated with it.
fn stated(name: &str, year: Option<i32>) -> String {
    match year {
        Some(year) => format!("{name} (UIP {year})"),
        None => name.to_owned(),
    }
}
