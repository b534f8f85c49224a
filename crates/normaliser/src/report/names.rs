//! Names in running text: who evaluated for whom, and lists of municipalities.

use super::parts::{Part, Piece};
use super::sentence::sentences;
use crate::sections::Role;
use crate::trace::Trace;

/// Small words inside names: `Institut for Menneskerettigheder`.
const INSIDE: [&str; 6] = ["for", "og", "af", "på", "i", "&"];

/// A name of more words than this is a sentence.
const LONGEST: usize = 8;

/// Evaluator and client, by the lexicon's patterns in their order.
pub(crate) fn roles(
    parts: &[Part],
    patterns: &[String],
    trace: &mut Trace,
) -> (Option<String>, Option<String>) {
    let mut evaluator: Option<String> = None;
    let mut client: Option<String> = None;
    for pattern in patterns {
        let wanted = (pattern.contains("{evaluator}") && evaluator.is_none())
            || (pattern.contains("{client}") && client.is_none());
        if !wanted {
            continue;
        }
        for text in parts
            .iter()
            .flat_map(|p| std::iter::once(&p.heading).chain(p.texts()))
        {
            for range in sentences(&text.text) {
                let sentence = text.text.get(range.clone()).unwrap_or_default();
                let Some(found) = matched(pattern, sentence) else {
                    continue;
                };
                for (role, at) in found {
                    let name = sentence.get(at.clone()).unwrap_or_default().to_owned();
                    let slot = if role == "evaluator" {
                        &mut evaluator
                    } else {
                        &mut client
                    };
                    if slot.is_none() {
                        trace.read(
                            &role,
                            text,
                            range.start + at.start..range.start + at.end,
                            "evaluation.role",
                        );
                        *slot = Some(name);
                    }
                }
            }
        }
    }
    (evaluator, client)
}

/// Finds a pattern in a sentence: its words in lower case, names where it has braces. A name before
/// the first word of a pattern ends there, one behind begins there.
fn matched(pattern: &str, sentence: &str) -> Option<Vec<(String, std::ops::Range<usize>)>> {
    let words: Vec<(usize, &str)> = spaced(sentence);
    let parts: Vec<&str> = pattern.split_whitespace().collect();
    (0..words.len()).find_map(|start| follow(&parts, &words, start))
}

fn follow(
    parts: &[&str],
    words: &[(usize, &str)],
    start: usize,
) -> Option<Vec<(String, std::ops::Range<usize>)>> {
    let mut at = start;
    let mut found = Vec::new();
    for (n, part) in parts.iter().enumerate() {
        if let Some(role) = part.strip_prefix('{').and_then(|p| p.strip_suffix('}')) {
            let next = parts.get(n + 1).copied();
            let (range, after) = name(words, at, next)?;
            found.push((role.to_owned(), range));
            at = after;
        } else {
            let (_, word) = words.get(at)?;
            let bare = word.trim_matches(|c: char| matches!(c, ',' | '.' | '(' | ')' | '”' | '"'));
            if bare.to_lowercase() != *part && word.to_lowercase() != *part {
                return None;
            }
            at += 1;
        }
    }
    (!found.is_empty()).then_some(found)
}

/// A name that begins at a word: capitalised words and small ones between them, up to the word that
/// the pattern has next.
fn name(
    words: &[(usize, &str)],
    start: usize,
    next: Option<&str>,
) -> Option<(std::ops::Range<usize>, usize)> {
    let mut at = start;
    let mut last: Option<usize> = None;
    while at < words.len() && at - start < LONGEST {
        let (_, word) = words.get(at)?;
        let bare = word.trim_start_matches(['(', '”', '"', '’']);
        if bare.starts_with(char::is_uppercase) {
            last = Some(at);
            if word.ends_with([',', '.', ';', ')', ':']) {
                break;
            }
        } else if !INSIDE.contains(word) || last.is_none() || next == Some(*word) {
            break;
        }
        at += 1;
    }
    let last = last?;
    let (from, first) = words.get(start)?;
    let (end_at, end_word) = words.get(last)?;
    let lead = first.len() - first.trim_start_matches(['(', '”', '"', '’']).len();
    let tail = end_word
        .trim_end_matches([',', '.', ';', ')', ':', '”', '"', '’'])
        .len();
    (from + lead < end_at + tail).then_some((from + lead..end_at + tail, last + 1))
}

/// The words of a text with their places.
fn spaced(text: &str) -> Vec<(usize, &str)> {
    let base = text.as_ptr() as usize;
    text.split_whitespace()
        .map(|w| (w.as_ptr() as usize - base, w))
        .collect()
}

/// A heading or line that introduces a list of municipalities has at most this many words.
const LEAD: usize = 8;

/// The municipalities: the longest list of names behind `kommuner` in a sentence, else the items under
/// a short heading or line that names them.
pub(crate) fn listed(parts: &[Part], words: &[String], trace: &mut Trace) -> Vec<String> {
    let mut best: Vec<String> = Vec::new();
    let mut found = None;
    for text in parts.iter().flat_map(Part::texts) {
        for range in sentences(&text.text) {
            let names = in_sentence(words, text.text.get(range.clone()).unwrap_or_default());
            if names.len() > best.len() && names.len() >= 2 {
                best = names;
                found = Some((
                    text.text.get(range.clone()).unwrap_or_default().to_owned(),
                    text.origin(range),
                ));
            }
        }
    }
    if best.is_empty() {
        for part in parts {
            let (names, places) = items(part, words);
            if names.len() > best.len() && names.len() >= 2 {
                found = Some((names.join(", "), places));
                best = names;
            }
        }
    }
    if let Some((printed, places)) = found {
        trace.value(
            "municipalities",
            printed,
            uip_model::ValueState::Printed,
            "evaluation.municipalities",
            places,
        );
    }
    best
}

/// The items right behind a heading or line that names municipalities, if all of them are names.
fn items(part: &Part, words: &[String]) -> (Vec<String>, Vec<uip_model::Origin>) {
    // `Deltagende kommuner`, `Følgende kommuner deltager:`, not `Kommunernes erfaringer`.
    let leads = |text: &str| {
        let lower = text.to_lowercase();
        let count = text.split_whitespace().count();
        let taking_part = ["deltag", "medvirk", "følgende"]
            .iter()
            .any(|w| lower.contains(w));
        about(words, text)
            && !lower.contains("kommunernes")
            && (count <= 2 || (taking_part && count <= LEAD))
    };
    let mut open = leads(&part.heading.text);
    let mut names = Vec::new();
    let mut places = Vec::new();
    for piece in &part.pieces {
        let Piece::Text { text, role, .. } = piece else {
            continue;
        };
        if *role != Role::Item {
            open = leads(&text.text);
        } else if open {
            // Nothing but a name: an item that goes on is something else.
            let bare = text
                .text
                .split_whitespace()
                .all(|w| w.starts_with(char::is_uppercase) || w == "kommune");
            let Some(name) = place_name(&text.text).filter(|_| bare) else {
                return (Vec::new(), Vec::new());
            };
            names.push(name);
            places.extend(text.origins());
        }
    }
    (names, uip_model::merge_origins(places))
}

fn about(words: &[String], text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).any(|w| {
        words
            .iter()
            .any(|k| w.starts_with(k.as_str()) || w.ends_with("kommuner") && k == "kommune")
    })
}

/// `… ni kommuner, Allerød, Greve og Odder, har …`: capitalised names parted by commas and `og`
/// behind the word.
fn in_sentence(words: &[String], sentence: &str) -> Vec<String> {
    let mut best: Vec<String> = Vec::new();
    let lower = sentence.to_lowercase();
    if lower.len() != sentence.len() {
        return best;
    }
    for word in words {
        for (at, _) in lower.match_indices(word.as_str()) {
            let rest = sentence.get(at..).unwrap_or_default();
            let skip = rest
                .find(|c: char| !c.is_alphabetic())
                .unwrap_or(rest.len());
            let names = run_of_names(rest.get(skip..).unwrap_or_default());
            if names.len() > best.len() {
                best = names;
            }
        }
        // `Odder, Greve og Allerød Kommuner` names them before.
        for (at, _) in lower.match_indices(&format!("{word}r")) {
            let before = sentence.get(..at).unwrap_or_default();
            let from = before.rfind([':', '(', '.']).map_or(0, |i| i + 1);
            let tail = before.get(from..).unwrap_or_default();
            let first = tail
                .split_inclusive(' ')
                .scan(0, |n, w| {
                    let start = *n;
                    *n += w.len();
                    Some((start, w))
                })
                .find(|(_, w)| w.ends_with(", ") && w.starts_with(char::is_uppercase))
                .map(|(n, _)| n);
            if let Some(first) = first {
                let names = run_of_names(tail.get(first..).unwrap_or_default());
                if names.len() > best.len() {
                    best = names;
                }
            }
        }
    }
    best
}

fn run_of_names(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let text = text.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, ',' | ':' | '(' | '–' | '-')
    });
    let mut last = false;
    for item in text.split(',') {
        // The last of the list: `Skanderborg og Svendborg`, then the sentence goes on.
        let mut halves = item.splitn(2, " og ");
        for (n, half) in halves.by_ref().enumerate() {
            let Some(name) = place_name(half) else {
                return out;
            };
            out.push(name);
            last |= n == 1;
        }
        if last {
            break;
        }
    }
    out
}

/// One to three capitalised words, small ones between them (`Faaborg-Midtfyn`, `Lyngby-Taarbæk
/// Kommune`).
fn place_name(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches(['.', ')', ';']).trim();
    let words: Vec<&str> = text.split_whitespace().collect();
    let capital = |w: &&str| {
        w.starts_with(char::is_uppercase)
            && w.chars()
                .all(|c| c.is_alphabetic() || matches!(c, '-' | '.' | 'ø'))
    };
    let taken: Vec<&str> = words
        .iter()
        .copied()
        .take_while(|w| capital(w) || matches!(*w, "kommune"))
        .collect();
    let whole = taken.len() == words.len()
        || (taken.len() == 1
            && words.len() > 1
            && !words
                .get(1)
                .is_some_and(|w| w.starts_with(char::is_uppercase)));
    let names: Vec<&str> = taken
        .iter()
        .copied()
        .filter(|w| !w.eq_ignore_ascii_case("kommune") && !w.eq_ignore_ascii_case("kommuner"))
        .collect();
    (whole && (1..=3).contains(&names.len())).then(|| names.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn municipalities_in_sentences() {
        let words = vec!["kommune".to_owned()];
        let read = |s: &str| in_sentence(&words, s);
        assert_eq!(
            read(
                "Tre danske kommuner, Nordvig, Øster Havn og Lille-Sø, har i perioden deltaget i Viben."
            ),
            ["Nordvig", "Øster Havn", "Lille-Sø"]
        );
        assert_eq!(
            read("De deltagende kommuner: Nordvig og Sandby."),
            ["Nordvig", "Sandby"]
        );
        assert_eq!(
            read("Forløbet er afprøvet i Nordvig, Sandby og Holme Kommuner."),
            ["Nordvig", "Sandby", "Holme"]
        );
        assert_eq!(read("Kommunerne har arbejdet med Huset."), [""; 0]);
    }

    #[test]
    fn roles_in_sentences() {
        let read = |pattern: &str, s: &str| {
            matched(pattern, s).map(|f| {
                f.into_iter()
                    .map(|(r, at)| format!("{r}={}", &s[at]))
                    .collect::<Vec<_>>()
                    .join(" ")
            })
        };
        let text = "I foråret har Nordlys Analyse og Rådgivning på vegne af Institut for Ro gennemført evalueringen.";
        assert_eq!(
            read("{evaluator} på vegne af {client} gennemført", text).as_deref(),
            Some("evaluator=Nordlys Analyse og Rådgivning client=Institut for Ro")
        );
        assert_eq!(read("gennemført af {evaluator} for {client}", text), None);
        assert_eq!(
            read("evaluator: {evaluator}", "Evaluator: Nordlys A/S").as_deref(),
            Some("evaluator=Nordlys A/S")
        );
    }
}
