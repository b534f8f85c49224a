//! Which item of the old documents is which of the new ones.

use std::collections::BTreeMap;

use uip_model::{Document, Evaluation, Initiative, Kind, Origin, PortfolioRow};

use super::{ItemKind, Place};
use crate::likeness::Weights;
use crate::title::{Title, tidy};

/// Least likeness (of titles and bodies together, see [`Pairs::of`]) of two accounts of one item.
const SAME: f64 = 0.6;

/// Share of common words in two bodies from which they are one text. Bodies of different
/// initiatives share the template's and the language's words, up to about 0.6.
const SAME_BODY: f64 = 0.75;

/// What a pair of one text under two titles loses.
const OTHER_TITLE: f64 = 0.15;

/// What speaks for a pair beyond its words: the same id, the same file.
const SAME_ID: f64 = 0.1;
const SAME_FILE: f64 = 0.02;

/// Words of a body that are counted. Beginnings tell initiatives apart well enough.
const BODY_WORDS: usize = 2_000;

/// One initiative, row, evaluation or document of one side.
pub(crate) struct Item<'a> {
    /// The document's name.
    pub(crate) name: &'a str,
    pub(crate) kind: ItemKind,
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) content: Content<'a>,
    document: &'a Document,
    words: Title,
    body: BTreeMap<String, u32>,
}

/// The part of the document that the item is.
#[derive(Clone, Copy)]
pub(crate) enum Content<'a> {
    Document(&'a Document),
    Initiative(usize, &'a Initiative),
    Row(usize, &'a PortfolioRow),
    Evaluation(&'a Evaluation),
}

impl<'a> Item<'a> {
    fn new(
        kind: ItemKind,
        (name, document): (&'a str, &'a Document),
        id: String,
        title: &str,
        body: &str,
        content: Content<'a>,
    ) -> Self {
        let mut counts = BTreeMap::new();
        for word in body.split_whitespace().take(BODY_WORDS) {
            *counts.entry(word.to_lowercase()).or_default() += 1;
        }
        Self {
            kind,
            id,
            title: tidy(title),
            words: Title::new(title),
            body: counts,
            content,
            document,
            name,
        }
    }

    /// The place of the value with this JSON Pointer: its own evidence's, else its section's, else
    /// the item's.
    pub(crate) fn place(&self, pointer: &str) -> Place {
        let mut path = pointer;
        let mut origin: Vec<Origin> = Vec::new();
        while origin.is_empty() && !path.is_empty() {
            origin = self
                .document
                .evidence
                .iter()
                .find(|e| e.path == path)
                .map(|e| e.origin.clone())
                .or_else(|| self.section_origin(path))
                .unwrap_or_default();
            path = path.rsplit_once('/').map_or("", |(before, _)| before);
        }
        if origin.is_empty() {
            origin = match self.content {
                Content::Initiative(_, initiative) => initiative.origin.clone(),
                Content::Row(_, row) => row.origin.clone(),
                Content::Document(_) | Content::Evaluation(_) => Vec::new(),
            };
        }
        Place {
            document: self.name.to_owned(),
            origin,
        }
    }

    fn section_origin(&self, path: &str) -> Option<Vec<Origin>> {
        let (before, index) = path.rsplit_once('/')?;
        let index: usize = index.parse().ok()?;
        match self.content {
            Content::Initiative(at, initiative)
                if before == format!("/initiatives/{at}/sections") =>
            {
                initiative.sections.get(index).map(|s| s.origin.clone())
            }
            Content::Document(document) if before == "/report_sections" => document
                .report_sections
                .get(index)
                .map(|s| s.origin.clone()),
            _ => None,
        }
    }
}

/// The items of both sides and who belongs to whom.
pub(crate) struct Pairs<'a> {
    old: Vec<Item<'a>>,
    new: Vec<Item<'a>>,
    partner: Vec<Option<usize>>,
}

impl<'a> Pairs<'a> {
    /// Pairs best first. Titles weigh most; the bodies' common words tell a renamed initiative
    /// from another one under its number, and the same id or file settles what is equal.
    pub(crate) fn of(
        kind: ItemKind,
        old: &'a [(String, &'a Document)],
        new: &'a [(String, &'a Document)],
    ) -> Self {
        let (old, new) = (items(kind, old), items(kind, new));
        let weights = Weights::of(new.iter().map(|item| &item.words));
        // One document against one: they are compared even if they are of two years.
        let alone = old.len() == 1 && new.len() == 1;
        let mut ranked: Vec<(f64, usize, usize)> = Vec::new();
        for (before, i) in old.iter().zip(0..) {
            for (after, j) in new.iter().zip(0..) {
                let score = likeness(&weights, before, after, alone);
                if score >= SAME {
                    ranked.push((score, i, j));
                }
            }
        }
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        let mut partner: Vec<Option<usize>> = vec![None; new.len()];
        let mut taken = vec![false; old.len()];
        for (_, i, j) in ranked {
            if let (Some(taken @ false), Some(partner @ None)) =
                (taken.get_mut(i), partner.get_mut(j))
            {
                *taken = true;
                *partner = Some(i);
            }
        }
        Self { old, new, partner }
    }

    /// New items in order with their old selves, then the old ones without successor.
    pub(crate) fn in_order(&self) -> impl Iterator<Item = (Option<&Item<'a>>, Option<&Item<'a>>)> {
        let new = self
            .new
            .iter()
            .zip(&self.partner)
            .map(|(item, partner)| (partner.and_then(|i| self.old.get(i)), Some(item)));
        let dropped = self
            .old
            .iter()
            .zip(0..)
            .filter(|(_, i)| !self.partner.contains(&Some(*i)))
            .map(|(item, _)| (Some(item), None));
        new.chain(dropped)
    }
}

fn likeness(weights: &Weights, a: &Item, b: &Item, alone: bool) -> f64 {
    let mut score = match (a.content, b.content) {
        (Content::Document(x), Content::Document(y)) => {
            let other_year = x.kind == Kind::Release && x.programme_year != y.programme_year;
            if x.kind != y.kind || (other_year && !alone) {
                return 0.0;
            }
            // The only thing to tell two documents of one kind and year apart is their name.
            SAME
        }
        (Content::Row(_, x), Content::Row(_, y)) => {
            let agreed = if x.agreements == y.agreements {
                0.2
            } else {
                0.0
            };
            0.8 * titles(weights, a, b) + agreed
        }
        _ => {
            let title = titles(weights, a, b);
            match common(&a.body, &b.body) {
                // A new title over the same text: no two initiatives share three quarters of it.
                Some(body) if body >= SAME_BODY => title.max(body - OTHER_TITLE),
                Some(body) => title.max(0.5 * title + 0.5 * body),
                None => title,
            }
        }
    };
    if !a.id.is_empty() && a.id == b.id {
        score += SAME_ID;
    }
    if a.name == b.name {
        score += SAME_FILE;
    }
    score
}

/// The likeness of the titles; the same signs are the same title even without a word.
fn titles(weights: &Weights, a: &Item, b: &Item) -> f64 {
    if a.title == b.title {
        1.0
    } else {
        weights.likeness(&a.words, &b.words)
    }
}

/// The share of common words (Dice's coefficient), `None` where a body is missing.
fn common(a: &BTreeMap<String, u32>, b: &BTreeMap<String, u32>) -> Option<f64> {
    let sum = |words: &BTreeMap<String, u32>| -> u32 { words.values().sum() };
    if a.is_empty() || b.is_empty() {
        return None;
    }
    let both: u32 = a
        .iter()
        .filter_map(|(word, count)| b.get(word).map(|other| count.min(other)))
        .sum();
    Some(2.0 * f64::from(both) / f64::from(sum(a) + sum(b)))
}

fn items<'a>(kind: ItemKind, documents: &'a [(String, &'a Document)]) -> Vec<Item<'a>> {
    let mut items = Vec::new();
    for (name, document) in documents {
        let here = (name.as_str(), *document);
        match kind {
            ItemKind::Document => {
                let content = Content::Document(document);
                items.push(Item::new(kind, here, name.clone(), name, "", content));
            }
            ItemKind::Initiative => {
                for (initiative, at) in document.initiatives.iter().zip(0..) {
                    let texts: Vec<&str> = initiative
                        .sections
                        .iter()
                        .map(|s| s.text.as_str())
                        .collect();
                    let content = Content::Initiative(at, initiative);
                    let (id, title) = (initiative.id.clone(), &initiative.title);
                    items.push(Item::new(kind, here, id, title, &texts.join(" "), content));
                }
            }
            ItemKind::PortfolioRow => {
                for (row, at) in document.portfolio.iter().zip(0..) {
                    let title = &row.initiative;
                    let content = Content::Row(at, row);
                    items.push(Item::new(kind, here, tidy(title), title, "", content));
                }
            }
            ItemKind::Evaluation => {
                if let Some(evaluation) = &document.evaluation {
                    let texts: Vec<&str> =
                        evaluation.themes.iter().map(|t| t.text.as_str()).collect();
                    let title = &evaluation.title;
                    let content = Content::Evaluation(evaluation);
                    let id = tidy(title);
                    items.push(Item::new(kind, here, id, title, &texts.join(" "), content));
                }
            }
        }
    }
    items
}
