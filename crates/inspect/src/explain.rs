//! Where a field's value comes from: rule, place, printed text, and what nearly matched.

use std::fmt::Write as _;

use serde_json::Value;
use uip::model::{Document, Finding, Initiative, Origin, Section, TextBlock};
use uip::{Options, Steps};
use uip_exporter::Values;

use crate::field::{self, Field, below, dotted};
use crate::pieces::chosen;
use crate::print::{found, line};
use crate::{Error, say, shortened};

/// Longer values and printed texts are cut; the JSON has them whole.
pub(crate) const LONGEST: usize = 160;

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

/// A field that is explained.
pub(crate) struct Explained<'a> {
    pub(crate) steps: &'a Steps,
    pub(crate) options: &'a Options,
    /// The initiative that it belongs to, with its index.
    pub(crate) initiative: Option<(usize, &'a Initiative)>,
    pub(crate) pointer: String,
}

impl Explained<'_> {
    pub(crate) fn say<'t>(&self, danish: &'t str, english: &'t str) -> &'t str {
        say(self.options.language, danish, english)
    }

    /// The pointer of the initiative, or of the document.
    pub(crate) fn base(&self) -> String {
        let index = self.initiative.map(|(index, _)| index);
        index.map_or_else(String::new, |index| format!("/initiatives/{index}"))
    }

    pub(crate) fn name(&self) -> &str {
        let rest = self.pointer.strip_prefix(&self.base());
        rest.unwrap_or(&self.pointer).trim_start_matches('/')
    }

    pub(crate) fn field(&self) -> Option<&'static Field> {
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

    /// The section that the pointer leads into.
    fn section(&self) -> Option<&Section> {
        let (_, initiative) = self.initiative?;
        let index = self.name().strip_prefix("sections/")?;
        let index = index.split('/').next()?.parse::<usize>().ok()?;
        initiative.sections.get(index)
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
