//! Continuations that only titles show: initiatives of different years that are called alike.

use super::join::{Join, MARGIN};
use super::statement::{Claim, Statement};
use super::titles::{Pair, of_titles, other_area};
use super::{LinkBasis, LinkKind};
use crate::vocabulary::Phase;

/// Least likeness of titles of two years without any statement.
pub(crate) const CONTINUED: f64 = 0.8;

/// The same where the earlier one says that it goes on in just that year's programme.
const CONTINUED_AS_SAID: f64 = 0.62;

/// Likeness from which an unlinked pair is worth a person's look.
const POSSIBLE: f64 = 0.65;

/// Years that may lie between two steps. The longest initiatives last five years and wait for the
/// next programme; a title that comes back after more is another beginning.
const MAX_GAP: i32 = 8;

/// One initiative with all its members.
struct Entity {
    /// The member that stands for it: the release's own account before a row.
    face: usize,
    members: Vec<usize>,
    first: i32,
    last: i32,
    phases: Vec<Phase>,
}

fn entities(join: &Join) -> Vec<Entity> {
    let mut entities: Vec<Entity> = Vec::new();
    for (known, index) in join.known.iter().zip(0..) {
        let member = &known.member;
        let Some(last) = member.last_year().filter(|_| member.is_planned()) else {
            continue;
        };
        let same = entities
            .iter_mut()
            .find(|e| join.entities.same(e.face, index));
        if let Some(entity) = same {
            let kind = |i: usize| join.member(i).map(|m| m.kind);
            if kind(index) < kind(entity.face) {
                entity.face = index;
            }
            entity.members.push(index);
            entity.first = entity.first.min(member.first_year());
            entity.last = entity.last.max(last);
            entity.phases.extend(&member.phases);
        } else {
            entities.push(Entity {
                face: index,
                members: vec![index],
                first: member.first_year(),
                last,
                phases: member.phases.clone(),
            });
        }
    }
    entities
}

/// Which pairs of titles are linked, and whether what is in doubt is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pass {
    /// Only where the later one names no predecessor; doubts wait for the second pass.
    WhereNothingIsSaid,
    /// All that are left.
    All,
}

/// Links initiatives of different years whose titles are alike, where no statement speaks against
/// it: neither has a stated continuation elsewhere, the phase does not go back, the area is the
/// same. Each must be the other's nearest in time among those that are alike.
pub(crate) fn continuations(join: &mut Join, statements: &[Statement], pass: Pass) {
    let entities = entities(join);
    let mut pairs = Vec::new();
    for (earlier, a) in entities.iter().zip(0..) {
        for (later, b) in entities.iter().zip(0..) {
            if earlier.last >= later.first
                || later.first - earlier.last > MAX_GAP
                || back(&earlier.phases, &later.phases)
                || join
                    .member(earlier.face)
                    .zip(join.member(later.face))
                    .is_some_and(|(m, n)| other_area(m, n))
                || join.chains.same(earlier.face, later.face)
            {
                continue;
            }
            let likeness = alike(join, earlier, later);
            let said = said_of(join, statements, earlier, |claim| {
                matches!(claim, Claim::CarriedOnIn { year } if (later.first..=later.last).contains(year))
            })
            .is_some();
            if likeness >= POSSIBLE.min(CONTINUED_AS_SAID) {
                pairs.push(Pair {
                    a,
                    b,
                    likeness,
                    said,
                });
            }
        }
    }
    let mut told: Vec<(usize, usize)> = Vec::new();
    for pair in &pairs {
        let (Some(earlier), Some(later)) = (entities.get(pair.a), entities.get(pair.b)) else {
            continue;
        };
        let next = nearest(&pairs, pair, true, &entities);
        let previous = nearest(&pairs, pair, false, &entities);
        if !next.contains(&pair.b) || !previous.contains(&pair.a) {
            continue;
        }
        let enough = pair.likeness
            >= if pair.said {
                CONTINUED_AS_SAID
            } else {
                CONTINUED
            };
        let not = said_of(join, statements, earlier, |c| *c == Claim::NotCarriedOn);
        let elsewhere = said_of(join, statements, earlier, |c| {
            matches!(c, Claim::CarriedOnBy { .. })
        })
        .is_some()
            || has_predecessor(join, later);
        let clear = enough && not.is_none() && !elsewhere && next.len() == 1 && previous.len() == 1;
        let silent = said_of(join, statements, later, |c| {
            matches!(c, Claim::BuildsOn { .. })
        })
        .is_none();
        if pass == Pass::WhereNothingIsSaid && !(clear && silent) {
            continue;
        }
        let (from, to) = (earlier.face, later.face);
        let score = ("score", format!("{:.2}", pair.likeness));
        let ids = [("from", join.id(from)), ("to", join.id(to))];
        if let Some(not) = not {
            if enough {
                let (document, origin) =
                    (not.evidence.document.clone(), not.evidence.origin.clone());
                let text = ("text", not.evidence.text.clone());
                let [a, b] = ids;
                join.find(
                    "link_against_statement",
                    &document,
                    origin,
                    &[a, b, score, text],
                );
            }
        } else if enough && (next.len() > 1 || previous.len() > 1) {
            let several = next.len() > 1;
            let (one, others) = if several {
                (from, &next)
            } else {
                (to, &previous)
            };
            if told.contains(&(one, usize::from(several))) {
                continue;
            }
            told.push((one, usize::from(several)));
            let faces = others
                .iter()
                .filter_map(|e| entities.get(*e))
                .map(|e| e.face);
            let named: Vec<String> = faces.map(|face| join.id(face)).collect();
            let Some(member) = join.member(one) else {
                continue;
            };
            let args = [
                ("from", member.id.clone()),
                ("name", member.title.clone()),
                ("candidates", named.join(", ")),
            ];
            let document = member
                .mentions
                .first()
                .map(|m| m.document.clone())
                .unwrap_or_default();
            join.find("link_ambiguous", &document, join.origin(one), &args);
        } else if enough && !elsewhere {
            let said = said_of(join, statements, earlier, |claim| {
                matches!(claim, Claim::CarriedOnIn { .. })
            })
            .filter(|_| pair.said);
            let evidence = of_titles(join, from, to, said);
            join.add(
                (from, to),
                LinkKind::CarriedOn,
                LinkBasis::Title,
                pair.likeness,
                evidence,
            );
        } else if pair.likeness >= POSSIBLE
            && !(has_successor(join, earlier) && has_predecessor(join, later))
        {
            let document = join
                .member(to)
                .and_then(|m| m.mentions.first())
                .map(|m| m.document.clone())
                .unwrap_or_default();
            let [a, b] = ids;
            join.find("link_possible", &document, join.origin(to), &[a, b, score]);
        }
    }
}

/// The likeness of the best pair of their members' titles.
fn alike(join: &Join, a: &Entity, b: &Entity) -> f64 {
    let known = |e: &Entity| -> Vec<_> {
        e.members
            .iter()
            .filter_map(|i| join.known.get(*i))
            .collect()
    };
    let (of_a, of_b) = (known(a), known(b));
    of_a.iter()
        .flat_map(|x| {
            of_b.iter()
                .map(|y| join.weights.best_likeness(&x.titles, &y.titles))
        })
        .fold(0.0, f64::max)
}

/// The ends that compete for one end of the pair: those nearly as alike as the best, of them the
/// nearest in time. More than one means that the titles cannot tell.
fn nearest(pairs: &[Pair], pair: &Pair, forward: bool, entities: &[Entity]) -> Vec<usize> {
    let own = |p: &Pair| if forward { p.a } else { p.b };
    let other = |p: &Pair| if forward { p.b } else { p.a };
    let rivals = || pairs.iter().filter(|p| own(p) == own(pair));
    let best = rivals().map(|p| p.likeness).fold(0.0, f64::max);
    let near: Vec<usize> = rivals()
        .filter(|p| p.likeness > best - MARGIN && (best < 1.0 || p.likeness >= 1.0))
        .map(other)
        .collect();
    let time = |i: &usize| {
        entities
            .get(*i)
            .map_or(0, |e| if forward { e.first } else { -e.last })
    };
    let nearest = near.iter().map(time).min();
    near.iter()
        .copied()
        .filter(|i| Some(time(i)) == nearest)
        .collect()
}

/// Whether the later one's phases all lie before the earlier one's.
fn back(earlier: &[Phase], later: &[Phase]) -> bool {
    earlier
        .iter()
        .min()
        .zip(later.iter().max())
        .is_some_and(|(first, last)| last < first)
}

fn said_of<'s>(
    join: &Join,
    statements: &'s [Statement],
    entity: &Entity,
    wanted: impl Fn(&Claim) -> bool,
) -> Option<&'s Statement> {
    statements
        .iter()
        .find(|s| join.entities.same(s.member, entity.face) && wanted(&s.claim))
}

/// What comes after it is linked already.
fn has_successor(join: &Join, entity: &Entity) -> bool {
    join.links.iter().any(|l| {
        join.entities.same(l.from, entity.face)
            && matches!(l.link.kind, LinkKind::CarriedOn | LinkKind::Predecessor)
    })
}

/// What comes before it is linked already.
fn has_predecessor(join: &Join, entity: &Entity) -> bool {
    join.links.iter().any(|l| {
        join.entities.same(l.to, entity.face)
            && matches!(l.link.kind, LinkKind::CarriedOn | LinkKind::Predecessor)
    })
}
