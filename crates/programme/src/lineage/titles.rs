//! The same initiative in overview and release, which no document states and the titles show.

use super::join::{Join, MARGIN, disjoint};
use super::member::{Member, MemberKind};
use super::statement::{LinkEvidence, Statement};
use super::{LinkBasis, LinkKind};

/// Least likeness of a row's and an initiative's titles in the same programme year.
const SAME_YEAR: f64 = 0.7;

/// Least likeness of two overview reports' rows with the same agreements.
const SAME_ROW: f64 = 0.9;

/// What a pair loses whose phases are known and different, in the same year.
const OTHER_PHASE: f64 = 0.15;

/// Two members or initiatives with how alike they are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub(super) a: usize,
    pub(super) b: usize,
    pub(super) likeness: f64,
    /// A statement speaks for it.
    pub(super) said: bool,
}

/// Links rows with the initiatives of their years, and rows of several reports with each other.
pub(crate) fn same_initiatives(join: &mut Join) {
    let mut pairs = Vec::new();
    for (one, a) in join.known.iter().zip(0..) {
        for (other, b) in join.known.iter().zip(0..) {
            let (m, n) = (&one.member, &other.member);
            let of_row = m.kind == MemberKind::PortfolioRow
                && n.kind == MemberKind::Initiative
                && m.years.iter().any(|year| n.years.contains(year));
            let of_rows = a < b
                && m.kind == MemberKind::PortfolioRow
                && n.kind == MemberKind::PortfolioRow
                && m.years == n.years
                && !share_document(m, n);
            if !(of_row || of_rows) {
                continue;
            }
            let mut likeness = join.weights.best_likeness(&one.titles, &other.titles);
            let exact = likeness >= 1.0;
            if disjoint(&m.phases, &n.phases) {
                likeness -= OTHER_PHASE;
            }
            if other_area(m, n) && !exact {
                continue;
            }
            if likeness >= if of_rows { SAME_ROW } else { SAME_YEAR } {
                pairs.push(Pair {
                    a,
                    b,
                    likeness,
                    said: false,
                });
            }
        }
    }
    // One title in two areas: a pair of one area takes its ends out of those across.
    let across = |p: &Pair| {
        let ends = join.member(p.a).zip(join.member(p.b));
        ends.is_some_and(|(m, n)| other_area(m, n))
    };
    let certain: Vec<Pair> = pairs
        .iter()
        .filter(|p| p.likeness >= 1.0 && !across(p))
        .copied()
        .collect();
    pairs.retain(|p| !(across(p) && certain.iter().any(|c| c.a == p.a || c.b == p.b)));
    // Best first: what is certain takes its ends out of the less certain pairs.
    pairs.sort_by(|p, q| {
        q.likeness
            .total_cmp(&p.likeness)
            .then((p.a, p.b).cmp(&(q.a, q.b)))
    });
    let mut settled: Vec<Pair> = Vec::new();
    for pair in &pairs {
        let contests = |other: &&Pair| {
            (other.a, other.b) != (pair.a, pair.b)
                && rivals(join, pair, other)
                && other.likeness > pair.likeness - MARGIN
                && (pair.likeness < 1.0 || other.likeness >= 1.0)
        };
        let taken = settled.iter().any(|other| rivals(join, pair, other));
        if taken {
            continue;
        }
        let contested: Vec<Pair> = pairs
            .iter()
            .filter(contests)
            .filter(|other| {
                // A rival whose other end is settled elsewhere is none.
                !settled.iter().any(|s| rivals(join, s, other))
            })
            .copied()
            .collect();
        if contested.is_empty() {
            settled.push(*pair);
            let evidence = of_titles(join, pair.a, pair.b, None);
            let ends = (pair.a.min(pair.b), pair.a.max(pair.b));
            join.add(
                ends,
                LinkKind::SameInitiative,
                LinkBasis::Title,
                pair.likeness,
                evidence,
            );
        } else {
            ambiguous(join, pair, &contested);
        }
    }
}

/// Whether two pairs want the same end for the same year, so that only one can be right.
fn rivals(join: &Join, p: &Pair, q: &Pair) -> bool {
    let years = |i: usize| join.member(i).map(|m| m.years.clone()).unwrap_or_default();
    let common = |i: usize, j: usize| years(i).iter().any(|y| years(j).contains(y));
    let documents = |i: usize, j: usize| {
        join.member(i)
            .zip(join.member(j))
            .is_some_and(|(m, n)| m.kind == n.kind && share_document(m, n))
    };
    (p.a == q.a && p.b != q.b && common(p.b, q.b) && documents(p.b, q.b))
        || (p.b == q.b && p.a != q.a && documents(p.a, q.a))
}

fn share_document(a: &Member, b: &Member) -> bool {
    a.mentions
        .iter()
        .any(|m| b.mentions.iter().any(|n| n.document == m.document))
}

pub(super) fn other_area(a: &Member, b: &Member) -> bool {
    a.area
        .as_ref()
        .zip(b.area.as_ref())
        .is_some_and(|(a, b)| a != b)
}

/// The two titles as evidence, with the statement that speaks for the pair.
pub(super) fn of_titles(join: &Join, a: usize, b: usize, said: Option<&Statement>) -> LinkEvidence {
    let title = |i: usize| join.member(i).map_or("", |m| m.title.as_str());
    let mention = join.member(b).and_then(|m| m.mentions.first());
    let titles = format!("\"{}\" / \"{}\"", title(a), title(b));
    LinkEvidence {
        document: mention.map(|m| m.document.clone()).unwrap_or_default(),
        text: match said {
            Some(said) => format!("{titles}; \"{}\"", said.evidence.text),
            None => titles,
        },
        origin: mention.map(|m| m.origin.clone()).unwrap_or_default(),
    }
}

fn ambiguous(join: &mut Join, pair: &Pair, rivals: &[Pair]) {
    // Told from the side that has several to choose from.
    let several_b = rivals.iter().any(|r| r.a == pair.a);
    let (one, others): (usize, Vec<usize>) = if several_b {
        let of = rivals.iter().filter(|r| r.a == pair.a).map(|r| r.b);
        (pair.a, std::iter::once(pair.b).chain(of).collect())
    } else {
        let of = rivals.iter().filter(|r| r.b == pair.b).map(|r| r.a);
        (pair.b, std::iter::once(pair.a).chain(of).collect())
    };
    let decided = join
        .links
        .iter()
        .any(|l| l.link.basis == LinkBasis::Override && (l.from == one || l.to == one));
    if decided {
        return;
    }
    let mut others = others;
    others.sort_unstable();
    others.dedup();
    let named: Vec<String> = others.iter().map(|i| join.id(*i)).collect();
    let (Some(member), origin) = (join.member(one), join.origin(one)) else {
        return;
    };
    let document = member
        .mentions
        .first()
        .map(|m| m.document.clone())
        .unwrap_or_default();
    let args = [
        ("from", member.id.clone()),
        ("name", member.title.clone()),
        ("candidates", named.join(", ")),
    ];
    join.find("link_ambiguous", &document, origin, &args);
}
