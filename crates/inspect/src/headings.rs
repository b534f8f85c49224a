//! How well the lexicon knows a release: which headings, phases, areas, tables and labels matched, and
//! which are new. The result is a TOML file: the report in comments, then an entry for the new ones.

use std::fmt::Write as _;

use uip::model::{Block, Document, Match, Origin, TextBlock};
use uip::{Options, Steps};
use uip_extractor::{LIKELY, SURE};

use crate::entry::{Proposal, entry};
use crate::print::line;
use crate::say;

/// Where a heading stands in the release, which says what the lexicon does with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    Section,
    SubHeading,
    Phase,
    Table,
    Area,
    Label,
}

/// A heading as often as it stands in the release.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) place: Place,
    pub(crate) text: String,
    pub(crate) matched: Match,
    /// In how many initiatives, and on which page first.
    pub(crate) initiatives: Vec<usize>,
    pub(crate) page: u32,
}

impl Seen {
    pub(crate) fn is_known(&self) -> bool {
        self.matched.key != "other" && self.matched.certainty >= SURE
    }

    pub(crate) fn is_likely(&self) -> bool {
        self.matched.key != "other" && !self.is_known()
    }

    pub(crate) fn is_new(&self) -> bool {
        self.matched.key == "other"
    }
}

/// Says which headings of a release are known, with what certainty, and which are new, and gives a
/// lexicon file for the new ones; all else stands in comments.
pub fn headings(steps: &Steps, options: &Options) -> String {
    let seen = seen(steps, options);
    let document = &steps.document;
    let mut out = String::new();
    let tell = |danish, english| say(options.language, danish, english);
    let name = document.source.file.as_deref().unwrap_or("-");
    line!(out, "# {}", comment(name));
    line!(
        out,
        "# {}: {}; {}: {}",
        tell("skabelon", "template"),
        document.template.as_deref().unwrap_or("–"),
        tell("initiativer", "initiatives"),
        document.initiatives.len()
    );
    let sure = format!("{} {SURE:.2}", tell("fra", "from"));
    let likely = format!("{} {LIKELY:.2}", tell("fra", "from"));
    type Group<'a> = (&'a str, &'a str, fn(&Seen) -> bool);
    let groups: [Group<'_>; 3] = [
        (tell("kendt", "known"), &sure, Seen::is_known),
        (tell("ligner", "likely"), &likely, Seen::is_likely),
        (tell("ny", "new"), "", Seen::is_new),
    ];
    for (title, border, fits) in groups {
        let own: Vec<&Seen> = seen.iter().filter(|seen| fits(seen)).collect();
        line!(out, "#");
        line!(
            out,
            "# {}",
            format!("{title} ({}) {border}", own.len()).trim_end()
        );
        for seen in own {
            line!(out, "#   {}", comment(&shown(seen, options)));
        }
    }
    line!(out, "");
    out.push_str(&entry(&proposal(&seen, document), options));
    out
}

/// One line of text, so that it stays inside its comment.
pub(crate) fn comment(text: &str) -> String {
    let plain = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    text.replace(['\n', '\r'], " ").chars().map(plain).collect()
}

fn shown(seen: &Seen, options: &Options) -> String {
    let tell = |danish, english| say(options.language, danish, english);
    let kind = match seen.place {
        Place::Section => tell("afsnit", "section"),
        Place::SubHeading => tell("underoverskrift", "sub-heading"),
        Place::Phase => tell("fase", "phase"),
        Place::Table => tell("tabelhoved", "table header"),
        Place::Area => tell("område", "area"),
        Place::Label => tell("mærke", "label"),
    };
    let mut out = format!("{:.2} {kind} {:?}", seen.matched.certainty, seen.text);
    if seen.is_new() {
        if !seen.matched.nearest.is_empty() {
            let near = tell("nærmest", "nearest");
            let _ = write!(out, ", {near} {:?}", seen.matched.nearest);
        }
    } else {
        let _ = write!(out, " → {}", seen.matched.key);
        if seen.matched.certainty < 0.995 && !seen.matched.nearest.is_empty() {
            let _ = write!(out, " ({:?})", seen.matched.nearest);
        }
    }
    let _ = write!(
        out,
        "; {} × {}, {} {}",
        seen.initiatives.len(),
        tell("initiativ", "initiative"),
        tell("side", "page"),
        seen.page
    );
    out
}

/// Collects headings; the same one in several initiatives is one.
#[derive(Default)]
struct Collected(Vec<Seen>);

impl Collected {
    fn add(&mut self, place: Place, text: &str, matched: Match, initiative: usize, page: u32) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            return;
        }
        let same = |seen: &&mut Seen| {
            seen.place == place && seen.text.to_lowercase() == text.to_lowercase()
        };
        match self.0.iter_mut().find(same) {
            Some(known) => {
                if !known.initiatives.contains(&initiative) {
                    known.initiatives.push(initiative);
                }
            }
            None => self.0.push(Seen {
                place,
                text,
                matched,
                initiatives: vec![initiative],
                page,
            }),
        }
    }
}

fn first_page(origin: &[Origin]) -> u32 {
    origin.first().map_or(0, |origin| origin.page)
}

/// A match with a name that either is in the lexicon or is not.
fn exact(key: Option<&str>, nearest: &str) -> Match {
    Match {
        key: key.unwrap_or("other").to_owned(),
        nearest: nearest.to_owned(),
        certainty: if key.is_some() { 1.0 } else { 0.0 },
    }
}

fn seen(steps: &Steps, options: &Options) -> Vec<Seen> {
    let mut all = Collected::default();
    for (i, initiative) in steps.document.initiatives.iter().enumerate() {
        if let Some(label) = &initiative.label {
            let pattern = pattern(label);
            let known = options.lexicon.label_patterns();
            let own = |known: &&str| known.to_lowercase() == pattern.to_lowercase();
            let known = known.into_iter().find(own);
            let page = first_page(&initiative.origin);
            all.add(Place::Label, &pattern, exact(known, ""), i, page);
        } else if let Some(pattern) = unlabelled(&initiative.title) {
            let page = first_page(&initiative.origin);
            all.add(Place::Label, &pattern, exact(None, ""), i, page);
        }
        for section in &initiative.sections {
            let page = first_page(&section.origin);
            let found = section.matched.clone();
            all.add(Place::Section, &section.heading, found, i, page);
            for block in &section.blocks {
                if let Block::SubHeading { text, origin, .. } = block {
                    let found = options.lexicon.section(text);
                    let page = first_page(origin);
                    all.add(Place::SubHeading, text, found, i, page);
                }
            }
        }
    }
    for (i, initiative) in steps.transcript.initiatives.iter().enumerate() {
        if let Some(area) = &initiative.area {
            let text: Vec<&str> = area.lines.iter().map(|line| line.text.as_str()).collect();
            let page = area.lines.first().map_or(0, |line| line.page);
            let found = exact(area.key.as_deref(), "");
            all.add(Place::Area, &text.join(" "), found, i, page);
        }
        let blocks = initiative.rows.iter().flat_map(|row| &row.blocks);
        for block in blocks {
            match block {
                TextBlock::Checkboxes { items } | TextBlock::Arrows { items, .. } => {
                    for item in items {
                        let name: Vec<&str> = item.lines.iter().map(|l| l.text.as_str()).collect();
                        let page = item.lines.first().map_or(0, |line| line.page);
                        let found = item.matched.clone();
                        all.add(Place::Phase, &name.join(" "), found, i, page);
                    }
                }
                TextBlock::Table {
                    matched, header, ..
                } => {
                    let cells = header.iter().map(|cell| {
                        let lines: Vec<&str> = cell.iter().map(|l| l.text.as_str()).collect();
                        lines.join(" ")
                    });
                    let cells: Vec<String> = cells.collect();
                    let page = header.iter().flatten().next().map_or(0, |line| line.page);
                    all.add(Place::Table, &cells.join(" | "), matched.clone(), i, page);
                }
                _ => {}
            }
        }
    }
    let mut seen = all.0;
    seen.sort_by_key(|seen| seen.place);
    seen
}

/// `Initiativ {n}` for `Initiativ 4`, `{n}` for `1.3`.
fn pattern(label: &str) -> String {
    let (words, number) = label
        .rsplit_once(char::is_whitespace)
        .unwrap_or(("", label));
    let _ = number;
    format!("{words} {{n}}").trim().to_owned()
}

/// The pattern of a label that the lexicon does not know: a title that begins with a word and a
/// number, such as `Tiltag 3: …`.
fn unlabelled(title: &str) -> Option<String> {
    let mut words = title.split_whitespace();
    let word = words.next()?;
    let number = words.next()?.trim_end_matches([':', '.', ')', '–', '-']);
    let is_name = word.chars().all(char::is_alphabetic) && word.starts_with(char::is_uppercase);
    let is_number = !number.is_empty()
        && number.len() <= 5
        && number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    (is_name && is_number && words.next().is_some()).then(|| format!("{word} {{n}}"))
}

/// What is proposed for the lexicon.
fn proposal<'a>(seen: &'a [Seen], document: &'a Document) -> Proposal<'a> {
    let mut order: Vec<&str> = Vec::new();
    for section in document.initiatives.iter().flat_map(|i| &i.sections) {
        if !order.contains(&section.heading.as_str()) {
            order.push(&section.heading);
        }
    }
    let is_release = !document.initiatives.is_empty();
    let label = seen.iter().find(|seen| seen.place == Place::Label);
    Proposal {
        seen,
        sections: order,
        label: label.map(|seen| seen.text.as_str()),
        year: document.programme_year.filter(|_| is_release),
    }
}
