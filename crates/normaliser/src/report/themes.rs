//! The themes of an evaluation summary: where each begins, and its text.

use uip_model::{Theme, ValueState};

use super::parts::{Part, Piece};
use crate::join::Joined;
use crate::sections::Role;
use crate::tokens::tokens;
use crate::trace::Trace;

/// The number of a theme's heading, and how many bytes word and number take.
pub(crate) fn theme(words: &[String], heading: &str) -> Option<(i32, usize)> {
    let tokens = tokens(heading);
    let (word, number) = (tokens.first()?, tokens.get(1)?);
    let behind = tokens.get(2).is_none_or(|t| !t.is_dash() || t.spaced);
    let known = words.iter().any(|w| word.is(w));
    let number_value = number.integer().and_then(|n| i32::try_from(n).ok())?;
    (known && behind).then_some((number_value, number.end))
}

/// Number and title of a theme that a text names: `Tema 2: Mad der samler`.
fn named(words: &[String], text: &str) -> Option<(i32, String)> {
    let (number, taken) = theme(words, text)?;
    let title = text.get(taken..).unwrap_or_default();
    let title = title.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, ':' | '.' | '–' | '-' | '—' | '|')
    });
    Some((number, title.to_owned()))
}

/// Themes with the text of everything up to the next one. One begins at its heading, or where a
/// document's list of contents says what it is called, at its title alone.
pub(crate) fn themes(parts: &[Part], words: &[String], trace: &mut Trace) -> Vec<Theme> {
    let contents = contents(parts, words);
    let mut out: Vec<Theme> = Vec::new();
    let mut open = false;
    for part in parts {
        let heading = part.heading.text.as_str();
        let known = |out: &[Theme], n: i32| out.iter().any(|t| t.number == Some(n));
        if let Some((number, title)) = named(words, heading) {
            // A list of contents in the look of headings names each theme before it comes.
            out.retain(|t| t.number != Some(number) || !t.text.is_empty());
            begin(&mut out, number, title, &part.heading, trace);
            open = true;
        } else if let Some((number, title)) = listed(&contents, heading)
            && !known(&out, number)
        {
            begin(&mut out, number, title, &part.heading, trace);
            open = true;
        } else if open && let Some(last) = out.last_mut() {
            if last.title.is_empty() {
                heading.clone_into(&mut last.title);
            } else if !heading.is_empty() {
                add_line(&mut last.text, heading);
            }
        }
        for (at, piece) in part.pieces.iter().enumerate() {
            if let Piece::Text {
                text,
                role: Role::Paragraph,
                ..
            } = piece
                && let Some((number, title)) = named(words, &text.text)
                && contents.contains(&(number, title.clone()))
                && !in_list(part, at, words)
                && !known(&out, number)
            {
                begin(&mut out, number, title, text, trace);
                open = true;
            } else if open && let Some(last) = out.last_mut() {
                lines(piece)
                    .iter()
                    .for_each(|line| add_line(&mut last.text, line));
            }
        }
    }
    out
}

fn begin(out: &mut Vec<Theme>, number: i32, title: String, heading: &Joined, trace: &mut Trace) {
    trace.value(
        &format!("themes/{}/title", out.len()),
        heading.text.clone(),
        ValueState::Printed,
        "evaluation.theme",
        heading.origins(),
    );
    out.push(Theme {
        number: Some(number),
        title,
        text: String::new(),
    });
}

/// The themes that lists of contents name.
fn contents(parts: &[Part], words: &[String]) -> Vec<(i32, String)> {
    let mut out = Vec::new();
    for part in parts {
        for (at, piece) in part.pieces.iter().enumerate() {
            if let Piece::Text { text, .. } = piece
                && in_list(part, at, words)
                && let Some(theme) = named(words, &text.text)
                && !theme.1.is_empty()
            {
                out.push(theme);
            }
        }
    }
    out
}

/// A text is an item, or another that names a theme stands beside it.
fn in_list(part: &Part, at: usize, words: &[String]) -> bool {
    let names = |at: usize| {
        let piece = part.pieces.get(at);
        matches!(piece, Some(Piece::Text { text, .. }) if theme(words, &text.text).is_some())
    };
    let item = matches!(
        part.pieces.get(at),
        Some(Piece::Text {
            role: Role::Item,
            ..
        })
    );
    item || names(at + 1) || at.checked_sub(1).is_some_and(names)
}

/// The theme whose title in the list of contents this heading is, with or without its number.
fn listed(contents: &[(i32, String)], heading: &str) -> Option<(i32, String)> {
    let bare = |text: &str| {
        let numbered = |c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | ' ');
        text.trim_start_matches(numbered).trim().to_lowercase()
    };
    let title = bare(heading);
    let found = contents
        .iter()
        .find(|(_, t)| !title.is_empty() && bare(t) == title)?;
    Some(found.clone())
}

fn add_line(text: &mut String, line: &str) {
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}

fn lines(piece: &Piece) -> Vec<String> {
    match piece {
        Piece::Text { text, .. } => vec![text.text.clone()],
        Piece::Table { table, .. } => table
            .header
            .iter()
            .chain(table.rows.iter().flatten().flatten())
            .filter(|j| !j.text.is_empty())
            .map(|j| j.text.clone())
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn theme_headings() {
        let words = ["tema".to_owned()];
        assert_eq!(theme(&words, "Tema 2: Mad der samler"), Some((2, 6)));
        assert_eq!(theme(&words, "TEMA 11 Ro"), Some((11, 7)));
        assert_eq!(theme(&words, "Tema 1-2"), None);
        assert_eq!(theme(&words, "Temaer 1"), None);
    }

    #[test]
    fn titles_of_the_list_of_contents() {
        let contents = [
            (1, "Mad der samler".to_owned()),
            (2, "3 nye veje".to_owned()),
        ];
        let number = |heading: &str| listed(&contents, heading).map(|(n, _)| n);
        assert_eq!(number("Mad der samler"), Some(1));
        assert_eq!(number("1. Mad der samler"), Some(1));
        assert_eq!(number("2) 3 nye veje"), Some(2));
        assert_eq!(number("Mad"), None);
        assert_eq!(number("3."), None);
    }
}
