//! Headings of initiatives and areas: the lines that stand between one initiative's tables and the
//! next one's.

use uip_layout::tail;
use uip_model::{Origin, TextLine};

use crate::blocks::joined;
use crate::context::{Context, Style};
use crate::lexicon::{LabelPattern, SURE};

/// A label at the beginning of a heading: `Bilag 2`, `1.3`, `Initiativ 4`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LabelFound {
    /// As printed, without punctuation behind it.
    pub(crate) printed: String,
    /// Bytes of the line that it takes, punctuation included.
    pub(crate) bytes: usize,
}

/// Lines of one style that follow one another closely.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) lines: Vec<TextLine>,
    pub(crate) label: Option<LabelFound>,
}

/// What stands above an initiative's first section.
#[derive(Clone, Debug, Default)]
pub(crate) struct Heading {
    pub(crate) label: String,
    pub(crate) label_origin: Vec<Origin>,
    pub(crate) lines: Vec<TextLine>,
    /// The area that an area heading among the lines names, and its lines.
    pub(crate) area: Option<(Option<String>, Vec<TextLine>)>,
    /// Lines before the heading that belong to what came before.
    pub(crate) before: Vec<TextLine>,
    /// Lines between the heading and the first section.
    pub(crate) after: Vec<TextLine>,
}

/// The label at the beginning of a line, if the lexicon has one like it.
pub(crate) fn label(ctx: &Context<'_>, line: &TextLine) -> Option<LabelFound> {
    ctx.lexicon
        .labels()
        .iter()
        .find_map(|pattern| label_of(pattern, &line.text))
}

fn label_of(pattern: &LabelPattern, text: &str) -> Option<LabelFound> {
    let mut rest = text;
    for word in &pattern.words {
        let trimmed = rest.trim_start();
        let end = trimmed.find(char::is_whitespace)?;
        let (head, tail) = trimmed.split_at(end);
        if head.to_lowercase() != *word {
            return None;
        }
        rest = tail;
    }
    let trimmed = rest.trim_start();
    let end = trimmed
        .find(|c: char| !(c.is_alphanumeric() || c == '.'))
        .unwrap_or(trimmed.len());
    let (number, after) = trimmed.split_at(end);
    let number = number.trim_end_matches('.');
    let after_number = trimmed.get(number.len()..).unwrap_or(after);
    if !is_number(number, pattern.dotted) {
        return None;
    }
    let punctuation = after_number.len()
        - after_number
            .trim_start_matches([':', '.', ')', ' ', '–', '—', '-', '\u{2010}'])
            .len();
    // `1.3.2022` or `2.5 mio.` are no labels: a name follows, or nothing does.
    let name = after_number.get(punctuation..).unwrap_or_default();
    if pattern.dotted && !name.is_empty() && !name.starts_with(char::is_uppercase) {
        return None;
    }
    if !name.is_empty() && punctuation == 0 {
        return None;
    }
    let start = text.len() - text.trim_start().len();
    let upto = text.len() - after_number.len();
    let printed = text
        .get(start..upto)?
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    Some(LabelFound {
        printed,
        bytes: upto + punctuation,
    })
}

/// `4`, `1.3`, `2a`, `IV`, `A`.
fn is_number(text: &str, dotted: bool) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    let digits = |p: &str| !p.is_empty() && p.len() <= 2 && p.bytes().all(|b| b.is_ascii_digit());
    if dotted {
        return (2..=3).contains(&parts.len()) && parts.iter().all(|p| digits(p));
    }
    let plain = parts.iter().all(|p| digits(p)) && parts.len() <= 3;
    let with_letter = text.len() <= 3
        && text
            .strip_suffix(|c: char| c.is_ascii_lowercase())
            .is_some_and(digits);
    let letter = text.len() == 1 && text.bytes().all(|b| b.is_ascii_uppercase());
    let roman = !text.is_empty() && text.len() <= 5 && text.bytes().all(|b| b"IVX".contains(&b));
    plain || with_letter || letter || roman
}

/// Cuts lines into groups: at a change of style, a gap, or a label.
pub(crate) fn groups(ctx: &Context<'_>, lines: Vec<TextLine>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for line in lines {
        let goes_on = groups
            .last()
            .and_then(|g| g.lines.last())
            .is_some_and(|before| {
                let near = before.page != line.page
                    || line.bbox.y0 - before.bbox.y1 < 0.8 * line.size.max(6.0);
                near && Style::of(before).same(Style::of(&line))
            });
        // `Bilag B` in running text is no heading.
        let found = label(ctx, &line).filter(|_| !goes_on || ctx.stands_out(&line));
        let joins = goes_on && found.is_none();
        match groups.last_mut() {
            Some(group) if joins => group.lines.push(line),
            _ => groups.push(Group {
                lines: vec![line],
                label: found,
            }),
        }
    }
    groups
}

/// A heading with more words names an area only if it says so: `Initiativer på voksenområdet`.
const MAX_AREA_WORDS: usize = 5;

/// The group names an area and is set as a heading.
fn area_of(ctx: &Context<'_>, group: &Group) -> Option<String> {
    let text = joined(&group.lines);
    let area = ctx.lexicon.area(&text)?;
    let display = group.lines.iter().all(|l| ctx.stands_out(l));
    let short =
        group.lines.len() <= 3 && !text.ends_with(['.', ',', ';']) && text.chars().count() <= 200;
    // `Screening af indsatser til voksne` is a title.
    let begins_with_phase = text.split_whitespace().next().is_some_and(|w| {
        let phase = ctx.phase(w);
        phase.key != "other" && phase.certainty >= SURE
    });
    let few = text.split_whitespace().count() <= MAX_AREA_WORDS;
    let names_area = !begins_with_phase && (ctx.lexicon.leads_area(&text) || (display && few));
    (group.label.is_none() && short && names_area && (display || group.lines.len() == 1))
        .then_some(area)
}

/// Finds the heading among the lines that stand before an initiative's first section: the last
/// label, or, without one, the last lines that are set as a heading.
pub(crate) fn find(ctx: &mut Context<'_>, lines: Vec<TextLine>) -> Heading {
    let groups = groups(ctx, lines);
    let areas: Vec<Option<String>> = groups.iter().map(|g| area_of(ctx, g)).collect();
    let labelled = groups.iter().rposition(|g| g.label.is_some());
    let at = labelled.or_else(|| {
        (0..groups.len()).rev().find(|&i| {
            let display = groups
                .get(i)
                .is_some_and(|g| g.lines.iter().all(|l| ctx.is_display(l)));
            display && areas.get(i).is_none_or(Option::is_none)
        })
    });
    // Nothing is set as a heading: a single line right above the table is one all the same.
    let at = at.or_else(|| {
        let last = groups.len().checked_sub(1)?;
        let group = groups.get(last)?;
        (group.lines.len() <= 3 && areas.get(last).is_none_or(Option::is_none)).then_some(last)
    });
    let mut heading = Heading::default();
    for (i, (group, area)) in groups.into_iter().zip(areas).enumerate() {
        match at {
            Some(at) if i == at => {
                let mut lines = group.lines;
                if let (Some(label), Some(first)) = (group.label, lines.first().cloned()) {
                    let (rest, words) = tail(&first, label.bytes);
                    ctx.mark(first.page, &words);
                    let bbox = words
                        .iter()
                        .map(|w| w.bbox)
                        .reduce(|a, b| a.union(&b))
                        .unwrap_or(first.bbox);
                    heading.label_origin = vec![Origin {
                        page: first.page,
                        bbox,
                    }];
                    heading.label = label.printed;
                    if rest.words.is_empty() {
                        lines.remove(0);
                    } else if let Some(slot) = lines.first_mut() {
                        *slot = rest;
                    }
                }
                heading.lines = lines;
            }
            // The label stands alone, the name follows in another style.
            Some(at)
                if i == at + 1
                    && heading.lines.is_empty()
                    && group.lines.iter().all(|l| ctx.stands_out(l)) =>
            {
                heading.lines = group.lines
            }
            Some(at) if i > at && area.is_none() => heading.after.extend(group.lines),
            _ => match area {
                Some(area) => {
                    if let Some((_, lines)) = heading.area.take() {
                        heading.before.extend(lines);
                    }
                    heading.area = Some((Some(area), group.lines));
                }
                None => heading.before.extend(group.lines),
            },
        }
    }
    heading
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lexicon;
    use uip_model::PageSet;

    #[test]
    fn labels() {
        let (pages, lexicon) = (PageSet::default(), Lexicon::default());
        let ctx = Context::new(&pages, &lexicon);
        let found = |text: &str| {
            label(
                &ctx,
                &TextLine {
                    text: text.to_owned(),
                    ..TextLine::default()
                },
            )
            .map(|l| (l.printed, text[l.bytes..].to_owned()))
        };
        let some = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(
            found("Bilag 2 Model for værksteder"),
            some("Bilag 2", "Model for værksteder")
        );
        assert_eq!(
            found("1.3 Modning af en model"),
            some("1.3", "Modning af en model")
        );
        assert_eq!(
            found("Initiativ 4: En model"),
            some("Initiativ 4", "En model")
        );
        assert_eq!(
            found("Initiativ 1.1 – En model"),
            some("Initiativ 1.1", "En model")
        );
        assert_eq!(found("INITIATIV 2A"), None);
        assert_eq!(
            found("Initiativ IV. En model"),
            some("Initiativ IV", "En model")
        );
        assert_eq!(found("Initiativ 3"), some("Initiativ 3", ""));
        assert_eq!(found("2.5 mio. kr."), None);
        assert_eq!(found("3 kommuner deltager"), None);
        assert_eq!(found("Initiativet er fireårigt"), None);
    }
}
