//! What a check looks at: one initiative with its place in the document and its evidence.

use std::collections::{BTreeMap, BTreeSet};

use uip_model::{Document, Initiative, Origin};

use crate::{
    rounding::{self, Amount},
    trace::{Trace, distinct},
};

/// What the initiatives of a release have in common, counted once.
pub(crate) struct Release<'a> {
    /// How many initiatives have sections.
    pub(crate) with_sections: usize,
    /// How many initiatives with sections have this phase.
    pub(crate) phases: BTreeMap<Option<&'a str>, usize>,
    /// The kinds of section by their keys.
    pub(crate) keys: BTreeMap<&'a str, Common<'a>>,
    /// How many budgets have this price level.
    pub(crate) price_levels: BTreeMap<i32, usize>,
}

/// A kind of section in the initiatives of a release.
pub(crate) struct Common<'a> {
    /// How many initiatives have it.
    pub(crate) count: usize,
    /// How many of each phase.
    pub(crate) by_phase: BTreeMap<Option<&'a str>, usize>,
    /// Its heading in one of them.
    pub(crate) heading: &'a str,
}

impl<'a> Release<'a> {
    pub(crate) fn new(document: &'a Document) -> Self {
        let mut release = Self {
            with_sections: 0,
            phases: BTreeMap::new(),
            keys: BTreeMap::new(),
            price_levels: BTreeMap::new(),
        };
        for initiative in &document.initiatives {
            if !initiative.sections.is_empty() {
                release.with_sections += 1;
                let phase = initiative.phase.as_deref();
                *release.phases.entry(phase).or_default() += 1;
            }
            let headings: BTreeMap<&str, &str> = initiative
                .sections
                .iter()
                .map(|s| (s.key.as_str(), s.heading.as_str()))
                .collect();
            for (key, heading) in headings {
                let common = release.keys.entry(key).or_insert_with(|| Common {
                    count: 0,
                    by_phase: BTreeMap::new(),
                    heading,
                });
                common.count += 1;
                let phase = initiative.phase.as_deref();
                *common.by_phase.entry(phase).or_default() += 1;
            }
            let level = initiative.budget.as_ref().and_then(|b| b.price_level);
            if let Some(level) = level {
                *release.price_levels.entry(level).or_default() += 1;
            }
        }
        release
    }
}

/// The keys of an initiative's sections.
pub(crate) fn keys(initiative: &Initiative) -> BTreeSet<&str> {
    initiative.sections.iter().map(|s| s.key.as_str()).collect()
}

/// One initiative of a release.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'a> {
    pub(crate) release: &'a Release<'a>,
    pub(crate) index: usize,
    pub(crate) initiative: &'a Initiative,
    pub(crate) trace: &'a Trace<'a>,
}

impl<'a> Subject<'a> {
    /// The path of a value of this initiative: `tail` is `/budget/total`.
    pub(crate) fn path(&self, tail: &str) -> String {
        format!("/initiatives/{}{tail}", self.index)
    }

    /// The text of a value as printed.
    pub(crate) fn printed(&self, tail: &str) -> Option<&'a str> {
        self.trace.printed(&self.path(tail))
    }

    /// The places of the values at `tails`, or of the initiative's heading where none is known.
    pub(crate) fn places(&self, tails: &[&str]) -> Vec<Origin> {
        self.or_heading(self.trace.origins(tails.iter().map(|t| self.path(t))))
    }

    /// The places, or that of the initiative's heading where there are none.
    pub(crate) fn or_heading(&self, origins: impl IntoIterator<Item = Origin>) -> Vec<Origin> {
        let origins = distinct(origins);
        if origins.is_empty() {
            self.initiative.origin.clone()
        } else {
            origins
        }
    }

    /// The amount at `tail` with the precision in which it is printed.
    pub(crate) fn amount(&self, tail: &str, kroner: i64) -> Amount {
        let unit = self
            .initiative
            .budget
            .as_ref()
            .and_then(|b| b.unit.as_deref());
        let in_table = tail.starts_with("/budget");
        let printed = self.printed(tail);
        let place = printed
            .and_then(|p| rounding::place(kroner, p))
            .unwrap_or_else(|| {
                let table_unit = if in_table { unit } else { None };
                rounding::assumed_place(kroner, table_unit)
            });
        let shown = match (printed, unit) {
            (Some(p), _) if p.to_lowercase().contains("kr") || !in_table => p.to_owned(),
            (Some(p), Some(unit)) => format!("{p} {unit}"),
            // Without the unit the figure alone says nothing.
            _ => rounding::kroner(kroner),
        };
        Amount {
            kroner,
            place: rounding::exact_if_kroner(place),
            shown,
            origin: self.trace.origin(&self.path(tail)),
        }
    }

    /// The total that the text names.
    pub(crate) fn text_total(&self) -> Option<Amount> {
        self.initiative
            .total_in_text
            .map(|kroner| self.amount("/total_in_text", kroner))
    }

    /// The total of the budget table.
    pub(crate) fn table_total(&self) -> Option<Amount> {
        let total = self.initiative.budget.as_ref()?.total?;
        Some(self.amount("/budget/total", total))
    }
}

/// The places of several amounts.
pub(crate) fn places<'a>(amounts: impl IntoIterator<Item = &'a Amount>) -> Vec<Origin> {
    distinct(amounts.into_iter().flat_map(|a| a.origin.iter().copied()))
}

/// `a + b + c` as printed.
pub(crate) fn joined<'a>(amounts: impl IntoIterator<Item = &'a Amount>, between: &str) -> String {
    let shown: Vec<&str> = amounts.into_iter().map(|a| a.shown.as_str()).collect();
    shown.join(between)
}

/// The sum of several amounts in kroner, saturating.
pub(crate) fn sum<'a>(amounts: impl IntoIterator<Item = &'a Amount>) -> i64 {
    amounts
        .into_iter()
        .fold(0, |sum, a| sum.saturating_add(a.kroner))
}
