//! Where a field's value comes from: rule, place, printed text, and what nearly matched.

use std::fmt::Write as _;

use serde_json::Value;
use uip::model::{
    Block, Document, Evidence, Finding, Initiative, Match, Origin, Section, TextBlock, ValueState,
};
use uip::{Language, Options, Steps};
use uip_exporter::Values;
use uip_extractor::{LIKELY, SURE};

use crate::field::{self, Field};
use crate::pieces::{chosen, matched};
use crate::print::{corners, found, line};
use crate::rules::meaning;
use crate::{Error, say, shortened};

/// Longer values and printed texts are cut; the JSON has them whole.
const LONGEST: usize = 160;

/// A heading that shares less with what was looked for has only small words in common with it.
const NEAR: f32 = 0.25;

/// More near headings than this help nobody.
const MOST_NEAR: usize = 5;

/// More pieces of evidence of one field than this are not printed one by one.
const MOST_EVIDENCE: usize = 60;

/// Explains a field of an initiative, or of the document where none is named; without a field, lists
/// every value with the rule that read it.
///
/// # Errors
/// When there is no such initiative or field, or several initiatives have the label.
pub fn explain(
    steps: &Steps,
    options: &Options,
    initiative: Option<&str>,
    field: Option<&str>,
) -> Result<String, Error> {
    let document = &steps.document;
    let mut values = Values::new(document);
    let index = initiative.map(|wanted| field::initiative(document, wanted));
    let index = index.transpose()?;
    let base = index.map_or_else(String::new, |index| format!("/initiatives/{index}"));
    let Some(name) = field else {
        return Ok(list(document, &mut values, &base));
    };
    let pointer = field::pointer(&mut values, &base, name)?;
    let index = index.or_else(|| {
        let rest = pointer.strip_prefix("/initiatives/")?;
        rest.split('/').next()?.parse().ok()
    });
    let explained = Explained {
        steps,
        options,
        initiative: index.and_then(|index| Some((index, document.initiatives.get(index)?))),
        pointer,
    };
    Ok(explained.print(&mut values))
}

/// Every value below a pointer with its rule.
fn list(document: &Document, values: &mut Values<'_>, base: &str) -> String {
    let mut out = String::new();
    for evidence in &document.evidence {
        let Some(rest) = below(&evidence.path, base) else {
            continue;
        };
        if base.is_empty() && rest.starts_with("initiatives/") {
            continue;
        }
        let value = values.at(&evidence.path);
        let value = value.map_or_else(|| "null".to_owned(), |v| shortened(&v, 60));
        line!(out, "{} = {value}  ({})", dotted(rest), evidence.rule);
    }
    out
}

/// The rest of a pointer below another; empty for the same.
fn below<'a>(path: &'a str, base: &str) -> Option<&'a str> {
    let rest = path.strip_prefix(base)?;
    if rest.is_empty() {
        return Some(rest);
    }
    rest.strip_prefix('/')
}

/// `budget.years[0].amount` for `budget/years/0/amount`.
fn dotted(rest: &str) -> String {
    let mut out = String::new();
    for part in rest.split('/') {
        let is_index = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if is_index {
            let _ = write!(out, "[{part}]");
        } else {
            if !out.is_empty() {
                out.push('.');
            }
            out.push_str(part);
        }
    }
    out
}

struct Explained<'a> {
    steps: &'a Steps,
    options: &'a Options,
    initiative: Option<(usize, &'a Initiative)>,
    pointer: String,
}

impl Explained<'_> {
    fn say<'t>(&self, danish: &'t str, english: &'t str) -> &'t str {
        say(self.options.language, danish, english)
    }

    /// The pointer of the initiative, or of the document.
    fn base(&self) -> String {
        let index = self.initiative.map(|(index, _)| index);
        index.map_or_else(String::new, |index| format!("/initiatives/{index}"))
    }

    fn name(&self) -> &str {
        let rest = self.pointer.strip_prefix(&self.base());
        rest.unwrap_or(&self.pointer).trim_start_matches('/')
    }

    fn field(&self) -> Option<&'static Field> {
        let first = self.name().split('/').next().unwrap_or_default();
        field::known(if first == "phase_evidence" {
            "phase"
        } else {
            first
        })
    }

    fn print(&self, values: &mut Values<'_>) -> String {
        let mut out = String::new();
        let value = values.json(&self.pointer).cloned().unwrap_or(Value::Null);
        if let Some((_, initiative)) = self.initiative {
            line!(out, "{} {:?}", initiative.id, initiative.title);
        }
        let is_missing = value.is_null() || matches!(&value, Value::Array(list) if list.is_empty());
        // A whole section is shown by its text.
        let value = match value {
            Value::Object(mut map) if self.section().is_some() => {
                map.remove("text").unwrap_or(Value::Object(map))
            }
            value => value,
        };
        let shown = match &value {
            Value::Null => self.say("ingen værdi", "no value").to_owned(),
            Value::Array(list) if list.is_empty() => {
                self.say("ingen værdier", "no values").to_owned()
            }
            Value::String(text) => format!("{:?}", shortened(text, LONGEST)),
            other => shortened(&other.to_string(), LONGEST),
        };
        line!(out, "{} = {shown}", dotted(self.name()));
        let places = match self.section() {
            Some(section) => {
                self.print_section(section, &mut out);
                section.origin.clone()
            }
            None => {
                let (evidence, own) = self.evidence();
                self.print_evidence(&evidence, own, is_missing, values, &mut out);
                evidence.iter().flat_map(|e| e.origin.clone()).collect()
            }
        };
        self.print_headings(is_missing, &mut out);
        self.print_choices(&mut out);
        self.print_findings(&places, &mut out);
        out
    }

    /// The evidence of the field, and whether it is its own: a field without (the label of a budget
    /// row, whether a recipient is optional) was read together with its neighbours.
    fn evidence(&self) -> (Vec<&Evidence>, bool) {
        let base = self.base();
        let mut pointer = match self.name() {
            "phase_evidence" => format!("{base}/phase"),
            "id" => format!("{base}/label"),
            _ => self.pointer.clone(),
        };
        let mut own = pointer == self.pointer;
        loop {
            let all = self.steps.document.evidence.iter();
            let hits: Vec<&Evidence> = all
                .filter(|evidence| below(&evidence.path, &pointer).is_some())
                .collect();
            if !hits.is_empty() {
                return (hits, own);
            }
            own = false;
            match pointer.rsplit_once('/') {
                Some((above, _)) if above.len() > base.len() => pointer = above.to_owned(),
                _ => return (Vec::new(), false),
            }
        }
    }

    fn print_evidence(
        &self,
        evidence: &[&Evidence],
        own: bool,
        is_missing: bool,
        values: &mut Values<'_>,
        out: &mut String,
    ) {
        if evidence.is_empty() {
            let text = if is_missing {
                self.say("ingen regel gav en værdi", "no rule gave a value")
            } else {
                self.say(
                    "ingen regel for sig: feltet følger af de andre felter",
                    "no rule of its own: the field follows from the others",
                )
            };
            line!(out, "{text}");
            return;
        }
        if !own {
            let text = self.say("læst sammen med:", "read together with:");
            line!(out, "{text}");
        }
        let base = self.base();
        for evidence in evidence.iter().take(MOST_EVIDENCE) {
            let single = own && evidence.path == self.pointer;
            if !single {
                let name = dotted(below(&evidence.path, &base).unwrap_or(&evidence.path));
                let value = values.at(&evidence.path);
                let value = value.map_or_else(|| "null".to_owned(), |v| shortened(&v, LONGEST));
                line!(out, "  {name} = {value}");
            }
            let indent = if single { 2 } else { 4 };
            let meaning = meaning(&evidence.rule, self.options.language);
            let meaning = meaning.map(|text| format!(": {text}"));
            line!(
                out,
                "{:indent$}{} {}{}",
                "",
                self.say("regel", "rule"),
                evidence.rule,
                meaning.unwrap_or_default()
            );
            let how = state(evidence.state, self.options.language);
            let printed = shortened(&evidence.printed, LONGEST);
            if printed.is_empty() {
                line!(out, "{:indent$}{how}", "");
            } else {
                line!(out, "{:indent$}{how} {printed:?}", "");
            }
            for place in &evidence.origin {
                line!(out, "{:indent$}{}", "", self.place(place));
            }
        }
        if evidence.len() > MOST_EVIDENCE {
            let text = self.say("flere steder", "more places");
            line!(out, "  … {} {text}", evidence.len() - MOST_EVIDENCE);
        }
    }

    fn place(&self, place: &Origin) -> String {
        let page = self.say("side", "page");
        format!("{page} {} {}", place.page, corners(&place.bbox))
    }

    /// The section that the pointer leads into.
    fn section(&self) -> Option<&Section> {
        let (_, initiative) = self.initiative?;
        let index = self.name().strip_prefix("sections/")?;
        let index = index.split('/').next()?.parse::<usize>().ok()?;
        initiative.sections.get(index)
    }

    fn print_section(&self, section: &Section, out: &mut String) {
        let marker = section.marker.as_deref().unwrap_or_default();
        let heading = format!("{marker} {:?}", section.heading);
        line!(
            out,
            "  {} {}: {}",
            self.say("overskrift", "heading"),
            heading.trim(),
            matched(&section.matched)
        );
        let ranked = self.options.lexicon.ranked(&section.heading);
        let sure = section.matched.certainty >= SURE;
        let enough = if sure { LIKELY } else { NEAR };
        let others = ranked.iter().filter(|near| near.key != section.key);
        for near in others.filter(|n| n.certainty >= enough).take(MOST_NEAR) {
            let text = self.say("nær", "near");
            line!(out, "    {text} {}", matched(near));
        }
        for place in &section.origin {
            line!(out, "  {}", self.place(place));
        }
    }

    /// Which headings the field is read from, and which came near.
    fn print_headings(&self, is_missing: bool, out: &mut String) {
        let Some((_, initiative)) = self.initiative else {
            return;
        };
        let keys = self.field().map_or(&[][..], |field| field.keys);
        if keys.is_empty() {
            return;
        }
        line!(
            out,
            "{} {}",
            self.say("overskrifter, der søges efter:", "headings looked for:"),
            keys.join(", ")
        );
        let headings = headings(initiative);
        let mut used = false;
        for heading in headings.iter().filter(|h| keys.contains(&h.key)) {
            used = true;
            let near = self.nearness(&heading.text, &[heading.key]);
            line!(
                out,
                "  {} {} {}",
                self.say("fundet", "found"),
                heading.shown(),
                near.map(|near| matched(&near)).unwrap_or_default()
            );
        }
        let others = headings.iter().filter(|h| !keys.contains(&h.key));
        // Where the heading was found, others that share a word with it say nothing.
        let enough = if used { LIKELY } else { NEAR };
        let mut near: Vec<(Match, &Heading<'_>)> = others
            .filter_map(|heading| Some((self.nearness(&heading.text, keys)?, heading)))
            .filter(|(near, _)| near.certainty >= enough)
            .collect();
        near.sort_by(|a, b| b.0.certainty.total_cmp(&a.0.certainty));
        for (found, heading) in near.iter().take(MOST_NEAR) {
            line!(
                out,
                "  {} {} {}; {} {}",
                self.say("nær", "near"),
                heading.shown(),
                matched(found),
                self.say("læst som", "read as"),
                heading.key
            );
        }
        if !used && near.is_empty() {
            let text = self.say(
                "ingen af initiativets overskrifter kommer i nærheden",
                "none of the initiative's headings comes near",
            );
            line!(out, "  {text}");
        }
        if is_missing && !used {
            for key in keys {
                let wordings = self.options.lexicon.wordings(key);
                let shown: Vec<String> =
                    wordings.iter().take(4).map(|w| format!("{w:?}")).collect();
                line!(
                    out,
                    "  {} {key}: {}",
                    self.say("kendte overskrifter for", "known headings of"),
                    shown.join(", ")
                );
            }
        }
    }

    fn nearness(&self, heading: &str, keys: &[&str]) -> Option<Match> {
        let ranked = self.options.lexicon.ranked(heading);
        ranked.into_iter().find(|m| keys.contains(&m.key.as_str()))
    }

    /// The boxes or arrows of the phase, chosen and not.
    fn print_choices(&self, out: &mut String) {
        let Some((index, _)) = self.initiative else {
            return;
        };
        if self.field().is_none_or(|field| field.name != "phase") {
            return;
        }
        let Some(printed) = self.steps.transcript.initiatives.get(index) else {
            return;
        };
        let blocks = printed.rows.iter().flat_map(|row| &row.blocks);
        for block in blocks.chain(&printed.notes) {
            let (items, head) = match block {
                TextBlock::Checkboxes { items } => (items, self.say("bokse", "boxes").to_owned()),
                TextBlock::Arrows { items, by } => {
                    let head = self.say("pile", "arrows");
                    let by = match by.as_str() {
                        "fill" => self.say("valgt ved fyldfarve", "chosen by fill"),
                        "outline" => self.say("valgt ved omrids", "chosen by outline"),
                        "weight" => self.say("valgt ved fed tekst", "chosen by weight"),
                        _ => self.say("ingen skiller sig ud", "none stands out"),
                    };
                    (items, format!("{head} ({by})"))
                }
                _ => continue,
            };
            line!(out, "{head}:");
            for item in items {
                let name: Vec<&str> = item.lines.iter().map(|l| l.text.as_str()).collect();
                let place = item.origin.first().map(|place| self.place(place));
                line!(
                    out,
                    "  {:?} {}, {}",
                    name.join(" "),
                    chosen(item),
                    place.unwrap_or_default()
                );
            }
        }
    }

    /// Findings about the field: by their topic, or because they are about the same place.
    fn print_findings(&self, places: &[Origin], out: &mut String) {
        let topics = self.field().map_or(&[][..], |field| field.topics);
        let about = |finding: &&Finding| {
            let topic = uip_auditor::entry(&finding.code).map(|entry| entry.topic);
            topic.is_some_and(|topic| topics.contains(&topic))
                || finding.code.starts_with(&format!("{}_", self.name()))
                || finding
                    .origin
                    .iter()
                    .any(|a| places.iter().any(|b| meet(a, b)))
        };
        let own = match self.initiative {
            Some((_, initiative)) => &initiative.findings,
            None => &self.steps.document.findings,
        };
        let findings: Vec<&Finding> = own.iter().filter(about).collect();
        if findings.is_empty() {
            let text = self.say("ingen fund om feltet", "no findings about the field");
            line!(out, "{text}");
            return;
        }
        line!(out, "{}", self.say("fund:", "findings:"));
        for finding in findings {
            line!(out, "  {}", found(finding));
        }
    }
}

/// Whether two places share more than an edge.
fn meet(a: &Origin, b: &Origin) -> bool {
    a.page == b.page && a.bbox.overlap_x(&b.bbox) > 0.5 && a.bbox.overlap_y(&b.bbox) > 0.5
}

/// A section's heading or a sub-heading.
struct Heading<'a> {
    marker: &'a str,
    text: String,
    key: &'a str,
}

impl Heading<'_> {
    fn shown(&self) -> String {
        format!("{} {:?}", self.marker, self.text).trim().to_owned()
    }
}

fn headings(initiative: &Initiative) -> Vec<Heading<'_>> {
    let mut out = Vec::new();
    for section in &initiative.sections {
        out.push(Heading {
            marker: section.marker.as_deref().unwrap_or_default(),
            text: section.heading.clone(),
            key: &section.key,
        });
        for block in &section.blocks {
            if let Block::SubHeading { text, key, .. } = block {
                out.push(Heading {
                    marker: "",
                    text: text.clone(),
                    key,
                });
            }
        }
    }
    out
}

fn state(state: ValueState, language: Language) -> &'static str {
    match state {
        ValueState::Printed => say(language, "trykt", "printed"),
        ValueState::Dash => say(language, "trykt streg", "printed dash"),
        ValueState::Empty => say(language, "tom celle", "empty cell"),
        ValueState::Unreadable => say(language, "kan ikke læses", "cannot be read"),
        ValueState::Derived => say(language, "afledt, ikke trykt", "derived, not printed"),
    }
}
