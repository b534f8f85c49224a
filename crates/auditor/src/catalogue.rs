//! The catalogue: every finding's code with its severity and its message in both languages.
//!
//! The texts stand in `data/findings.toml`; the build script turns them into a sorted table. The
//! steps before this one only name codes, so that wording and weight of all findings lie in one
//! place. `docs/findings.md` is this table for readers.

use std::collections::BTreeMap;

use uip_model::{Finding, Severity};

use crate::Language;

/// What the catalogue says of one code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The stable code in snake case.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What the finding is about: `budget`, `economy`, `time`, `file`, …
    pub topic: &'static str,
    /// The Danish message; `{name}` stands for the argument of that name.
    pub da: &'static str,
    /// The English message, with the same arguments.
    pub en: &'static str,
    /// What the code means and when it is given, in English, for the documentation.
    pub about: &'static str,
}

/// Every code, in alphabetical order.
pub static CATALOGUE: &[Entry] = include!(concat!(env!("OUT_DIR"), "/findings.rs"));

/// What the catalogue says of a code, if it knows it.
pub fn entry(code: &str) -> Option<&'static Entry> {
    let at = CATALOGUE.binary_search_by(|e| e.code.cmp(code)).ok()?;
    CATALOGUE.get(at)
}

impl Entry {
    /// The message with its places for arguments.
    pub fn template(&self, language: Language) -> &'static str {
        match language {
            Language::Danish => self.da,
            Language::English => self.en,
        }
    }
}

/// Gives a finding its severity and message. `name` is what the finding is about, an initiative's
/// label, put before the message so that it can be read outside the document.
///
/// A code that the catalogue does not know keeps its severity and any message it has; the message
/// is otherwise made of the code and its arguments, so that nothing is lost.
pub fn word(finding: &mut Finding, name: Option<&str>, language: Language) {
    let text = match entry(&finding.code) {
        Some(entry) => {
            finding.severity = entry.severity;
            fill(entry.template(language), &finding.args)
        }
        None if !finding.message.is_empty() => return,
        None => unknown(finding),
    };
    finding.message = match name {
        Some(name) => format!("{name}: {text}"),
        None => text,
    };
}

/// Puts the arguments into a template. An argument that was not given is shown as `?`.
fn fill(template: &str, args: &BTreeMap<String, String>) -> String {
    let mut text = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            text.push('{');
            rest = after;
            continue;
        };
        let value = args.get(name).map_or("?", |value| value.trim());
        text.push_str(if value.is_empty() { "–" } else { value });
        // "2,5 mio. kr." at the end of a sentence has its full stop already.
        rest = match tail.strip_prefix('.') {
            Some(after) if value.ends_with('.') && !after.starts_with(char::is_alphanumeric) => {
                after
            }
            _ => tail,
        };
    }
    text.push_str(rest);
    text
}

fn unknown(finding: &Finding) -> String {
    let mut text = finding.code.replace('_', " ");
    for (i, (name, value)) in finding.args.iter().enumerate() {
        text.push_str(if i == 0 { ": " } else { ", " });
        text.push_str(&format!("{name} = {value}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Not in the catalogue, and not written as a call with a literal, which the test of the codes
    /// in use would find.
    const UNHEARD: &str = "never_heard_of";

    fn names(template: &str) -> Vec<&str> {
        let mut names: Vec<&str> = template
            .split('{')
            .skip(1)
            .filter_map(|s| s.split_once('}').map(|(n, _)| n))
            .collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    #[test]
    fn the_table_is_sorted_and_found() {
        assert!(CATALOGUE.windows(2).all(|w| w[0].code < w[1].code));
        for e in CATALOGUE {
            assert_eq!(entry(e.code).map(|x| x.code), Some(e.code));
        }
        assert_eq!(entry("no_such_code"), None);
    }

    #[test]
    fn both_languages_name_the_same_arguments() {
        for e in CATALOGUE {
            assert_eq!(names(e.da), names(e.en), "{}", e.code);
            assert!(
                e.code
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
            );
            for text in [e.da, e.en, e.about] {
                assert!(
                    text.ends_with(['.', '}', '?', '«', '"']),
                    "{}: {text}",
                    e.code
                );
            }
        }
    }

    #[test]
    fn arguments_are_filled_in() {
        let args = BTreeMap::from([("a".to_owned(), "{b}".to_owned())]);
        assert_eq!(fill("x {a} y {b}.", &args), "x {b} y ?.");
        assert_eq!(fill("open { end", &args), "open { end");
        let args = BTreeMap::from([
            ("a".to_owned(), "5 kr.".to_owned()),
            ("b".to_owned(), " ".to_owned()),
        ]);
        assert_eq!(
            fill("x {a}. Y {a}, »{b}«, {a}", &args),
            "x 5 kr. Y 5 kr., »–«, 5 kr."
        );
    }

    #[test]
    fn an_unknown_code_loses_nothing() {
        let mut f = Finding::new(UNHEARD, Vec::new())
            .arg("b", 2)
            .arg("a", "één");
        word(&mut f, Some("Bilag 9"), Language::English);
        assert_eq!(f.message, "Bilag 9: never heard of: a = één, b = 2");
        assert_eq!(f.severity, Severity::Warning);
    }
}
