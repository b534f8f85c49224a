//! Chains: the members that links join, told as one story with its steps, years and money.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::join::Join;
use super::member::{Known, Member, What, sort_key};
use super::{Lineage, Link};
use crate::Phase;
use crate::findings::finding;
use uip_model::{Budget, Severity};

/// What became of one idea.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Chain {
    /// `chain-` and the id of the earliest member (an initiative before a row of the same year),
    /// so that later documents do not change it; or the name that `links.toml` gives.
    pub id: String,
    /// Title of the first step.
    pub title: String,
    /// First programme year.
    pub first_year: Option<i32>,
    /// Last programme year.
    pub last_year: Option<i32>,
    /// The initiatives in their order; members that are the same initiative make one step.
    pub steps: Vec<Step>,
    /// Ids of the evaluations.
    pub evaluations: Vec<String>,
    /// Money planned by price level and year, over all steps.
    pub money: Vec<ChainMoney>,
    /// The same by price level.
    pub totals: Vec<ChainTotal>,
}

/// One initiative of a chain.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// Its title, as the release has it if there is one.
    pub title: String,
    /// Its programme years.
    pub years: Vec<i32>,
    /// Its phases.
    pub phases: Vec<Phase>,
    /// Ids of its members.
    pub members: Vec<String>,
    /// Planned in total, whole kroner, in `price_level`; `null` where no budget is given.
    pub planned: Option<i64>,
    /// Year of the price level.
    pub price_level: Option<i32>,
}

/// Money of one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ChainMoney {
    /// Year of the price level; amounts of different levels are never added up.
    pub price_level: Option<i32>,
    /// The year.
    pub year: i32,
    /// Whole kroner.
    pub amount: i64,
}

/// Money of all years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ChainTotal {
    /// Year of the price level.
    pub price_level: Option<i32>,
    /// Whole kroner: the budgets' own totals.
    pub amount: i64,
}

/// Tells the chains and puts everything into its final order.
pub(crate) fn lineage(mut join: Join) -> Lineage {
    let mut sets: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for index in 0..join.known.len() {
        sets.entry(join.chains.of(index)).or_default().push(index);
    }
    let mut chains = Vec::new();
    let mut of_member: BTreeMap<usize, String> = BTreeMap::new();
    for members in sets.values() {
        let chain = tell(&mut join, members);
        for index in members {
            of_member.insert(*index, chain.id.clone());
        }
        chains.push(chain);
    }
    chains.sort_by(|a, b| {
        let year = |c: &Chain| c.first_year.unwrap_or(i32::MAX);
        (year(a), &a.id).cmp(&(year(b), &b.id))
    });
    let members = join
        .known
        .iter()
        .zip(0..)
        .map(|(known, index)| Member {
            chain: of_member.get(&index).cloned().unwrap_or_default(),
            ..known.member.clone()
        })
        .collect();
    let mut links: Vec<Link> = join.links.into_iter().map(|l| l.link).collect();
    links.sort_by(|a, b| (&a.from, &a.to, a.kind).cmp(&(&b.from, &b.to, b.kind)));
    let mut findings = join.findings;
    findings
        .sort_by(|a, b| (b.severity, &a.code, &a.message).cmp(&(a.severity, &b.code, &b.message)));
    debug_assert!(Severity::Info < Severity::Error, "errors come first");
    Lineage {
        members,
        links,
        chains,
        findings,
    }
}

fn tell(join: &mut Join, members: &[usize]) -> Chain {
    let known: Vec<(usize, &Known)> = members
        .iter()
        .filter_map(|i| join.known.get(*i).map(|k| (*i, k)))
        .collect();
    let planned = || known.iter().filter(|(_, k)| k.member.is_planned());
    let head = planned()
        .chain(known.iter())
        .map(|(_, k)| &k.member)
        .next()
        .map(|m| m.id.clone())
        .unwrap_or_default();
    // Members come sorted, so the first planned one is the earliest.
    debug_assert!(
        known.windows(2).all(|w| matches!(w, [(_, a), (_, b)]
            if sort_key(&a.member) <= sort_key(&b.member))),
        "members are sorted"
    );
    let mut steps: Vec<(usize, Step)> = Vec::new();
    let mut money: BTreeMap<(Option<i32>, i32), i64> = BTreeMap::new();
    let mut totals: BTreeMap<Option<i32>, i64> = BTreeMap::new();
    let mut findings = Vec::new();
    for (index, known) in planned() {
        let member = &known.member;
        let budget = budget_of(known);
        if let Some(differs) = budgets_differ(known) {
            findings.push(finding(
                "readings_differ",
                join.language,
                Vec::new(),
                &differs,
            ));
        }
        let entity = join.entities.of(*index);
        let amount = budget.and_then(planned_total);
        let level = budget.and_then(|b| b.price_level);
        if let Some(budget) = budget {
            for year in &budget.years {
                if let Some(amount) = year.amount {
                    let sum = money.entry((budget.price_level, year.year)).or_default();
                    *sum = sum.saturating_add(amount);
                }
            }
            if let Some(amount) = amount {
                let sum = totals.entry(level).or_default();
                *sum = sum.saturating_add(amount);
            }
        }
        if let Some((_, step)) = steps.iter_mut().find(|(e, _)| *e == entity) {
            step.members.push(member.id.clone());
            step.years = union(&step.years, &member.years);
            step.phases = union(&step.phases, &member.phases);
            if step.planned.is_none() {
                step.planned = amount;
                step.price_level = level;
            }
        } else {
            steps.push((
                entity,
                Step {
                    title: member.title.clone(),
                    years: member.years.clone(),
                    phases: member.phases.clone(),
                    members: vec![member.id.clone()],
                    planned: amount,
                    price_level: level,
                },
            ));
        }
    }
    let own = format!("chain-{head}");
    let ids: Vec<&str> = known.iter().map(|(_, k)| k.member.id.as_str()).collect();
    let names: Vec<&String> = join
        .overrides
        .chain
        .iter()
        .filter(|c| ids.contains(&c.member.as_str()))
        .map(|c| &c.id)
        .collect();
    if let [first, second, ..] = names.as_slice()
        && first != second
    {
        let args = [("first", (*first).clone()), ("second", (*second).clone())];
        findings.push(finding(
            "chain_named_twice",
            join.language,
            Vec::new(),
            &args,
        ));
    }
    let id = names.first().map_or(own, |name| (*name).clone());
    if totals.len() > 1 {
        let levels: Vec<String> = totals
            .keys()
            .map(|level| level.map_or_else(|| "?".to_owned(), |l| l.to_string()))
            .collect();
        let args = [("id", id.clone()), ("levels", levels.join(", "))];
        findings.push(finding(
            "price_levels_mixed",
            join.language,
            Vec::new(),
            &args,
        ));
    }
    let evaluations = known
        .iter()
        .filter(|(_, k)| !k.member.is_planned())
        .map(|(_, k)| k.member.id.clone())
        .collect();
    let title = steps
        .first()
        .map(|(_, step)| step.title.clone())
        .or_else(|| known.first().map(|(_, k)| k.member.title.clone()));
    let years: BTreeSet<i32> = steps
        .iter()
        .flat_map(|(_, s)| s.years.iter().copied())
        .collect();
    join.findings.extend(findings);
    Chain {
        id,
        title: title.unwrap_or_default(),
        first_year: years.first().copied(),
        last_year: years.last().copied(),
        steps: steps.into_iter().map(|(_, step)| step).collect(),
        evaluations,
        money: money
            .into_iter()
            .map(|((price_level, year), amount)| ChainMoney {
                price_level,
                year,
                amount,
            })
            .collect(),
        totals: totals
            .into_iter()
            .map(|(price_level, amount)| ChainTotal {
                price_level,
                amount,
            })
            .collect(),
    }
}

fn union<T: Copy + Ord>(a: &[T], b: &[T]) -> Vec<T> {
    let all: BTreeSet<T> = a.iter().chain(b).copied().collect();
    all.into_iter().collect()
}

/// The first reading's budget that has amounts.
fn budget_of<'a>(known: &Known<'a>) -> Option<&'a Budget> {
    budgets(known).map(|(_, budget)| budget).next()
}

fn budgets<'a, 'k>(known: &'k Known<'a>) -> impl Iterator<Item = (&'k str, &'a Budget)> {
    known
        .sources
        .iter()
        .filter_map(|reading| match reading.what {
            What::Initiative(_, initiative) => initiative
                .budget
                .as_ref()
                .filter(|b| planned_total(b).is_some())
                .map(|b| (reading.name.as_str(), b)),
            _ => None,
        })
}

/// The printed total, else the sum of the years that have an amount.
pub(crate) fn planned_total(budget: &Budget) -> Option<i64> {
    budget.total.or_else(|| {
        let amounts: Vec<i64> = budget.years.iter().filter_map(|y| y.amount).collect();
        (!amounts.is_empty()).then(|| amounts.iter().fold(0_i64, |sum, a| sum.saturating_add(*a)))
    })
}

/// Two readings of one initiative with different totals.
fn budgets_differ(known: &Known) -> Option<Vec<(&'static str, String)>> {
    let mut all = budgets(known).map(|(name, b)| (name, planned_total(b).unwrap_or_default()));
    let (document, first) = all.next()?;
    let (other, second) = all.find(|(_, amount)| *amount != first)?;
    Some(vec![
        ("id", known.member.id.clone()),
        ("first", first.to_string()),
        ("second", second.to_string()),
        ("document", document.to_owned()),
        ("other", other.to_owned()),
    ])
}
