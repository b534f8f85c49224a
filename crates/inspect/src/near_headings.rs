//! Which of an initiative's headings an explained field is read from, and which came near.

use std::fmt::Write as _;

use uip::model::{Block, Initiative, Match, Section};
use uip_extractor::{LIKELY, SURE};

use crate::explain::Explained;
use crate::pieces::matched;
use crate::print::line;

/// A heading that shares less with what was looked for has only small words in common with it.
const NEAR: f32 = 0.25;

/// More near headings than this help nobody.
const MOST_NEAR: usize = 5;

impl Explained<'_> {
    pub(crate) fn print_section(&self, section: &Section, out: &mut String) {
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
    pub(crate) fn print_headings(&self, is_missing: bool, out: &mut String) {
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
