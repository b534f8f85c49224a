//! A lexicon file, in the form of `crates/extractor/templates/release.toml`, for what is new.
//!
//! What can be said for sure is an entry; what a person must decide (which phase a new name means,
//! whether a table is a timetable) is proposed in comments.

use std::fmt::Write as _;

use uip::Options;

use crate::headings::{Place, Seen, comment};
use crate::print::line;
use crate::say;

/// Keys are cut at this many characters: they are names, not sentences.
const LONGEST_KEY: usize = 40;

/// A new heading that shares at least this much with a known one may be a rewording of it.
const REWORDED: f32 = 0.3;

/// What the entry is made of.
pub(crate) struct Proposal<'a> {
    pub(crate) seen: &'a [Seen],
    /// The sections' headings in printed order.
    pub(crate) sections: Vec<&'a str>,
    /// The pattern of the initiatives' labels.
    pub(crate) label: Option<&'a str>,
    /// The programme's year.
    pub(crate) year: Option<i32>,
}

/// The lexicon file.
pub(crate) fn entry(proposal: &Proposal<'_>, options: &Options) -> String {
    let tell = |danish, english| say(options.language, danish, english);
    let mut out = String::new();
    // Key → wordings, in printed order.
    let mut sections: Vec<(String, Vec<&str>, Option<String>)> = Vec::new();
    for seen in proposal.seen {
        if seen.is_known() || !matches!(seen.place, Place::Section | Place::SubHeading) {
            continue;
        }
        // A sub-heading of one initiative alone is part of its text, not of the template.
        if seen.is_new() && seen.place == Place::SubHeading && seen.initiatives.len() < 2 {
            continue;
        }
        let key = if seen.is_likely() {
            seen.matched.key.clone()
        } else {
            new_key(&seen.text, options)
        };
        let near = options.lexicon.ranked(&seen.text).into_iter().next();
        let near = near.filter(|near| seen.is_new() && near.certainty >= REWORDED);
        let near = near.map(|near| {
            let head = tell("ligner", "resembles");
            let tail = tell(
                "er det samme slags afsnit, så skriv",
                "if it is the same, write",
            );
            format!(
                "{head} {:?} ({:.2}); {tail} key = {}",
                near.nearest,
                near.certainty,
                quoted(&near.key)
            )
        });
        match sections.iter_mut().find(|(known, ..)| *known == key) {
            Some((_, wordings, _)) if wordings.contains(&seen.text.as_str()) => {}
            Some((_, wordings, _)) => wordings.push(&seen.text),
            None => sections.push((key, vec![&seen.text], near)),
        }
    }
    for (key, wordings, near) in &sections {
        line!(out, "[[section]]");
        if let Some(near) = near {
            line!(out, "# {}", comment(near));
        }
        line!(out, "key = {}", quoted(key));
        let wordings: Vec<String> = wordings.iter().map(|w| quoted(w)).collect();
        line!(out, "headings = [{}]", wordings.join(", "));
        line!(out, "");
    }
    labels(proposal, &mut out);
    to_decide(proposal, options, &mut out);
    template(proposal, options, &mut out);
    if out.is_empty() {
        let text = tell(
            "Alt er kendt: der er intet at tilføje.",
            "Everything is known: there is nothing to add.",
        );
        line!(out, "# {text}");
    }
    out
}

fn labels(proposal: &Proposal<'_>, out: &mut String) {
    let new = |seen: &&Seen| seen.place == Place::Label && seen.is_new();
    for seen in proposal.seen.iter().filter(new) {
        line!(out, "[[label]]");
        line!(out, "pattern = {}", quoted(&seen.text));
        line!(out, "");
    }
}

/// Phases and tables: the reading knows four phases and two kinds of table, and which of them a new
/// name means is for a person to say.
fn to_decide(proposal: &Proposal<'_>, options: &Options, out: &mut String) {
    let tell = |danish, english| say(options.language, danish, english);
    for seen in proposal.seen {
        if seen.is_likely() && seen.place == Place::Phase {
            line!(out, "[[phase]]");
            line!(out, "key = {}", quoted(&seen.matched.key));
            line!(out, "names = [{}]", quoted(&seen.text));
            line!(out, "");
            continue;
        }
        if !seen.is_new() {
            continue;
        }
        match seen.place {
            Place::Phase => {
                let text = tell(
                    "En ny fase eller en anden boks; sæt den rette nøgle og fjern #:",
                    "A new phase or another box; put the right key and take the # away:",
                );
                line!(out, "# {text}");
                line!(out, "# [[phase]]");
                line!(
                    out,
                    "# key = \"screening\"  # modning, afprøvning, udbredelse"
                );
                line!(out, "# names = [{}]", quoted(&seen.text));
                line!(out, "");
            }
            Place::Table => {
                let text = tell(
                    "En ukendt tabel; er den en tidsplan eller en liste af tilskud, så fjern #:",
                    "An unknown table; if it is a timetable or a list of grants, take the # away:",
                );
                line!(out, "# {text}");
                line!(out, "# [[table]]");
                line!(out, "# key = \"timetable\"  # grants");
                let columns: Vec<String> = seen
                    .text
                    .split(" | ")
                    .map(|cell| format!("[{}]", quoted(cell)))
                    .collect();
                line!(out, "# columns = [{}]", columns.join(", "));
                line!(out, "");
            }
            Place::Area => {
                let text = tell(
                    "En områdeoverskrift uden kendt område; sæt den rette nøgle og fjern #:",
                    "An area heading without a known area; put the right key and take the # away:",
                );
                line!(out, "# {text}");
                line!(out, "# [[area]]");
                line!(out, "# key = \"voksne\"  # børn_og_unge");
                line!(out, "# words = [{}]", quoted(&seen.text));
                line!(out, "");
            }
            Place::Section | Place::SubHeading | Place::Label => {}
        }
    }
}

/// The yearly template: the label and the sections in their order, where the year has none yet.
fn template(proposal: &Proposal<'_>, options: &Options, out: &mut String) {
    let (Some(year), Some(label)) = (proposal.year, proposal.label) else {
        return;
    };
    let id = format!("uip-{year}");
    if options.lexicon.template_ids().contains(&id.as_str()) {
        return;
    }
    let mut keys: Vec<String> = Vec::new();
    for heading in &proposal.sections {
        let own = |seen: &&Seen| seen.place == Place::Section && seen.text == **heading;
        let key = match proposal.seen.iter().find(own) {
            Some(seen) if seen.is_new() => new_key(&seen.text, options),
            Some(seen) => seen.matched.key.clone(),
            None => continue,
        };
        let key = quoted(&key);
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    line!(out, "[[template]]");
    line!(out, "id = {}", quoted(&id));
    line!(out, "label = {}", quoted(label));
    line!(out, "sections = [{}]", keys.join(", "));
}

/// A key made of the heading: lower-case letters, digits and `_`. One that the lexicon has for
/// something else, or that nothing is left of, gets a number.
fn new_key(heading: &str, options: &Options) -> String {
    let mut key = String::new();
    for c in heading.chars().flat_map(char::to_lowercase) {
        match c {
            'æ' => key.push_str("ae"),
            'ø' => key.push_str("oe"),
            'å' => key.push_str("aa"),
            c if c.is_ascii_alphanumeric() => key.push(c),
            '\u{ad}' => {}
            _ if key.ends_with('_') || key.is_empty() => {}
            _ => key.push('_'),
        }
    }
    let cut: String = key.chars().take(LONGEST_KEY).collect();
    let mut key = cut.trim_end_matches('_').to_owned();
    if key.is_empty() {
        "section".clone_into(&mut key);
    }
    let taken = |key: &str| key == "other" || !options.lexicon.wordings(key).is_empty();
    if !taken(&key) {
        return key;
    }
    let numbered = (2..).map(|n: u32| format!("{key}_{n}"));
    let free = numbered.into_iter().find(|key| !taken(key));
    free.unwrap_or(key)
}

/// A TOML basic string.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_names() {
        let options = Options::default();
        let long = "Særlige hensyn til børn, som bor langt væk fra deres skole";
        for (heading, key) in [
            ("Klima- og miljøhensyn", "klima_og_miljoehensyn"),
            ("Økonomi", "oekonomi"),
            ("Risk", "risk_2"),
            ("Other", "other_2"),
            ("…", "section"),
            (long, "saerlige_hensyn_til_boern_som_bor_langt"),
        ] {
            assert_eq!(new_key(heading, &options), key, "{heading}");
        }
    }

    #[test]
    fn any_heading_is_a_toml_string() {
        assert_eq!(quoted("\"a\\b\"\u{7}"), "\"\\\"a\\\\b\\\"\\u0007\"");
    }
}
