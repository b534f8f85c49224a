//! The members of the programme: initiatives of releases, rows of overview reports and
//! evaluations, each with a stable id. The same initiative read from two files of one release is
//! one member with two mentions.

use std::collections::BTreeMap;

use serde::Serialize;
use uip_model::{Document, Initiative, Origin, PortfolioRow};

use crate::Phase;
use crate::likeness::Weights;
use crate::title::{Title, slug, tidy};

/// Least likeness of two titles under one id that are taken for two readings of one initiative.
/// Optical recognition may spoil a good part of a title; another initiative shares little of it.
const SAME_READING: f64 = 0.5;

/// What a member is in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberKind {
    /// An initiative of a yearly release.
    Initiative,
    /// A row of an overview report.
    PortfolioRow,
    /// An evaluation summary.
    Evaluation,
}

/// A document that mentions a member, and where.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mention {
    /// The document's file name (or the start of its hash).
    pub document: String,
    /// Where it stands there.
    pub origin: Vec<Origin>,
}

/// An initiative as one kind of document knows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Member {
    /// The initiative's own id (`uip-2022-1.3`); `row-2019-…` with the agreement's year and the
    /// title for a row; `evaluation-…` for an evaluation.
    pub id: String,
    /// What it is in its document.
    pub kind: MemberKind,
    /// Its title.
    pub title: String,
    /// `voksne`, `børn_og_unge` or `null`.
    pub area: Option<String>,
    /// Its phases; several for a row such as `Screening/ modning`.
    pub phases: Vec<Phase>,
    /// The programme years in which it was agreed; for an evaluation the years of its period.
    pub years: Vec<i32>,
    /// First and last year of its work: the period or coloured cells, where known.
    pub active: Option<(i32, i32)>,
    /// The documents that it stands in.
    pub mentions: Vec<Mention>,
    /// Id of its chain.
    pub chain: String,
}

impl Member {
    /// The first programme year; members without any come last.
    pub(crate) fn first_year(&self) -> i32 {
        self.years.iter().copied().min().unwrap_or(i32::MAX)
    }

    /// The last programme year; `None` where none is known.
    pub(crate) fn last_year(&self) -> Option<i32> {
        self.years.iter().copied().max()
    }

    /// Whether it is an initiative or a row, which can follow one another.
    pub(crate) fn is_planned(&self) -> bool {
        self.kind != MemberKind::Evaluation
    }
}

/// A member and what the documents say of it.
#[derive(Clone, Debug)]
pub(crate) struct Known<'a> {
    pub(crate) member: Member,
    /// The title as each reading has it; at least one.
    pub(crate) titles: Vec<Title>,
    pub(crate) sources: Vec<Reading<'a>>,
}

/// One document's account of a member.
#[derive(Clone, Debug)]
pub(crate) struct Reading<'a> {
    pub(crate) document: &'a Document,
    pub(crate) name: String,
    pub(crate) what: What<'a>,
}

/// The part of the document that a reading stands in.
#[derive(Clone, Copy, Debug)]
pub(crate) enum What<'a> {
    Initiative(usize, &'a Initiative),
    Row(&'a PortfolioRow),
    Evaluation(&'a uip_model::Evaluation),
}

/// Two members of different titles under one id.
pub(crate) struct Conflict {
    pub(crate) id: String,
    pub(crate) titles: [String; 2],
    pub(crate) documents: [String; 2],
}

/// Collects the members of all documents, sorted by first year, kind and id.
pub(crate) fn collect<'a>(documents: &[(String, &'a Document)]) -> (Vec<Known<'a>>, Vec<Conflict>) {
    let mut known: BTreeMap<String, Known<'a>> = BTreeMap::new();
    let mut conflicts = Vec::new();
    for (name, document) in documents {
        let mut seen: BTreeMap<String, u32> = BTreeMap::new();
        for mut new in members_of(name, document) {
            // The same id twice in one document: the second gets a number of its own.
            let times = seen.entry(new.member.id.clone()).or_default();
            *times += 1;
            if *times > 1 {
                new.member.id = format!("{}-{times}", new.member.id);
            }
            let id = new.member.id.clone();
            match known.get_mut(&id) {
                Some(old) if same_reading(&old.titles, &new.titles) => old.add(new),
                Some(old) => {
                    conflicts.push(Conflict {
                        id: id.clone(),
                        titles: [old.member.title.clone(), new.member.title.clone()],
                        documents: [
                            old.sources
                                .first()
                                .map(|s| s.name.clone())
                                .unwrap_or_default(),
                            name.clone(),
                        ],
                    });
                    let own = format!("{id}@{}", slug(name));
                    new.member.id.clone_from(&own);
                    match known.get_mut(&own) {
                        Some(old) => old.add(new),
                        None => drop(known.insert(own, new)),
                    }
                }
                None => drop(known.insert(id, new)),
            }
        }
    }
    let mut known: Vec<Known> = known.into_values().collect();
    known.sort_by(|a, b| sort_key(&a.member).cmp(&sort_key(&b.member)));
    (known, conflicts)
}

/// Members in the order in which a chain is told.
pub(crate) fn sort_key(member: &Member) -> (i32, MemberKind, &str) {
    (member.first_year(), member.kind, &member.id)
}

impl<'a> Known<'a> {
    /// Adds a second reading: what the first leaves open is taken from it.
    fn add(&mut self, other: Self) {
        self.member.mentions.extend(other.member.mentions);
        self.sources.extend(other.sources);
        for title in other.titles {
            if !self.titles.contains(&title) {
                self.titles.push(title);
            }
        }
        self.member.area = self.member.area.take().or(other.member.area);
        if self.member.phases.is_empty() {
            self.member.phases = other.member.phases;
        }
        if self.member.years.is_empty() {
            self.member.years = other.member.years;
        }
        self.member.active = self.member.active.or(other.member.active);
    }

    fn new(name: &str, document: &'a Document, what: What<'a>, member: Member) -> Self {
        Self {
            titles: vec![Title::new(&member.title)],
            member,
            sources: vec![Reading {
                document,
                name: name.to_owned(),
                what,
            }],
        }
    }
}

fn same_reading(a: &[Title], b: &[Title]) -> bool {
    Weights::default().best_likeness(a, b) >= SAME_READING
}

fn members_of<'a>(name: &str, document: &'a Document) -> Vec<Known<'a>> {
    let mut members = Vec::new();
    for (initiative, index) in document.initiatives.iter().zip(0..) {
        members.push(of_initiative(name, document, index, initiative));
    }
    for row in &document.portfolio {
        members.push(of_row(name, document, row));
    }
    if let Some(evaluation) = &document.evaluation {
        members.push(of_evaluation(name, document, evaluation));
    }
    members
}

fn of_initiative<'a>(
    name: &str,
    document: &'a Document,
    index: usize,
    initiative: &'a Initiative,
) -> Known<'a> {
    let title = tidy(&initiative.title);
    let with_money = initiative
        .budget
        .iter()
        .flat_map(|b| &b.years)
        .map(|y| y.year);
    let first = initiative.start_year.or_else(|| with_money.clone().min());
    let last = initiative.end_year.or_else(|| with_money.max());
    let member = Member {
        id: initiative.id.clone(),
        kind: MemberKind::Initiative,
        phases: phases(initiative.phase.iter(), &title),
        title,
        area: initiative.area.clone(),
        years: document
            .programme_year
            .or(initiative.start_year)
            .into_iter()
            .collect(),
        active: first.zip(last),
        mentions: vec![Mention {
            document: name.to_owned(),
            origin: initiative.origin.clone(),
        }],
        chain: String::new(),
    };
    Known::new(name, document, What::Initiative(index, initiative), member)
}

fn of_row<'a>(name: &str, document: &'a Document, row: &'a PortfolioRow) -> Known<'a> {
    let title = tidy(&row.initiative);
    let active = row
        .active_years
        .first()
        .copied()
        .zip(row.active_years.last().copied());
    let mut years: Vec<i32> = row
        .agreements
        .iter()
        .flat_map(|text| years_in(text))
        .collect();
    years.sort_unstable();
    years.dedup();
    if years.is_empty() {
        years.extend(active.map(|(first, _)| first));
    }
    let year = years
        .first()
        .map_or_else(|| "0000".to_owned(), ToString::to_string);
    let member = Member {
        id: format!("row-{year}-{}", slug(&title)),
        kind: MemberKind::PortfolioRow,
        phases: phases(row.phases.iter(), &title),
        title,
        area: row.area.clone(),
        years,
        active,
        mentions: vec![Mention {
            document: name.to_owned(),
            origin: row.origin.clone(),
        }],
        chain: String::new(),
    };
    Known::new(name, document, What::Row(row), member)
}

fn of_evaluation<'a>(
    name: &str,
    document: &'a Document,
    evaluation: &'a uip_model::Evaluation,
) -> Known<'a> {
    let title = tidy(
        evaluation
            .initiative
            .as_deref()
            .unwrap_or(&evaluation.title),
    );
    let period = evaluation
        .period
        .first()
        .copied()
        .zip(evaluation.period.last().copied());
    let member = Member {
        id: format!("evaluation-{}", slug(&title)),
        kind: MemberKind::Evaluation,
        title,
        area: None,
        phases: Vec::new(),
        years: period.map(|(_, last)| last).into_iter().collect(),
        active: period,
        mentions: vec![Mention {
            document: name.to_owned(),
            origin: Vec::new(),
        }],
        chain: String::new(),
    };
    Known::new(name, document, What::Evaluation(evaluation), member)
}

/// The stated phases, else those that the title names.
fn phases<'a>(stated: impl Iterator<Item = &'a String>, title: &str) -> Vec<Phase> {
    let stated: Vec<Phase> = stated
        .filter_map(|value| Phase::from_value(value))
        .collect();
    if stated.is_empty() {
        Title::new(title).phases
    } else {
        stated
    }
}

/// The years of this century that a text names as four digits: `UIP 2019`, `UIP2021`, `2017, 2018`.
pub(crate) fn years_in(text: &str) -> Vec<i32> {
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|digits| digits.len() == 4 && digits.starts_with("20"))
        .filter_map(|digits| digits.parse().ok())
        .collect()
}
