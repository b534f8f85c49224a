//! Where the print itself leaves a text in doubt: words over each other, words torn apart by a column
//! that is too narrow for them. Their letters are all there, but not surely in the order meant.

use uip_layout::{Cell, Region};
use uip_model::{Finding, Origin, Rect, TextLine, merge_origins};

use crate::context::Context;

/// Words that lie over each other by more than this part of the type size: kerning and italics reach less
/// far.
const OVER: f32 = 0.35;

/// A cell of fewer lines is too short to tell that its words are torn.
const MIN_LINES: usize = 4;

/// A piece of a torn word has at most so many letters.
const PIECE: usize = 3;

/// A cell that no line bounds is taken to end this much, in points, before the text of the next column.
const NEXT_COLUMN: f32 = 4.0;

/// Danish words of one letter.
const SHORT: [&str; 4] = ["i", "å", "ø", "ad"];

/// Findings about the text of a section.
pub(crate) fn check(ctx: &Context<'_>, section: &str, cells: &[Cell]) -> Vec<Finding> {
    let lines: Vec<&TextLine> = cells.iter().flat_map(Cell::lines).collect();
    let over = overprinted(ctx, &lines);
    over.into_iter().chain(torn(ctx, section, cells)).collect()
}

/// White space inside a line of running text, in type sizes, that no justification makes.
const APART: f32 = 2.0;

/// And so much that none makes where the type size changes with it.
const APART_SIZES: f32 = 0.8;

/// So many lines that go on at one place behind such space are no accident.
const MIN_BESIDE: usize = 2;

/// Two texts beside each other that are read as one: lines of an initiative's headings and running text with
/// wide white space in them, behind which they go on at the same place of their page.
pub(crate) fn side_by_side<'l>(
    ctx: &Context<'_>,
    lines: impl Iterator<Item = &'l TextLine>,
) -> Option<Finding> {
    let mut places: Vec<(u32, f32, Vec<&TextLine>)> = Vec::new();
    for line in lines {
        let size = |w| ctx.word(line, w).map_or(line.size, |w| w.size);
        let pairs = line.words.windows(2).enumerate();
        let mut behind = pairs.filter_map(|(at, pair)| match pair {
            [a, b] => {
                let other = (size(a) - size(b)).abs() > 0.6;
                let least = if other { APART_SIZES } else { APART };
                let gap = b.bbox.x0 - a.bbox.x1;
                // Behind a mark or label there is room.
                let word =
                    at > 0 || line.text.chars().take_while(|c| c.is_alphabetic()).count() > 2;
                (word && gap > least * line.size).then_some(b.bbox.x0)
            }
            _ => None,
        });
        let behind = behind.next_back();
        let Some(x0) = behind else { continue };
        let same = |(page, x, _): &&mut (u32, f32, _)| *page == line.page && (*x - x0).abs() < 3.0;
        match places.iter_mut().find(same) {
            Some((_, _, lines)) => lines.push(line),
            None => places.push((line.page, x0, vec![line])),
        }
    }
    let (_, _, lines) = places.into_iter().find(|(_, _, l)| l.len() >= MIN_BESIDE)?;
    let text = lines.first()?.text.clone();
    let origins = lines.iter().map(|l| Origin {
        page: l.page,
        bbox: l.bbox,
    });
    let finding = Finding::new("text_side_by_side", merge_origins(origins));
    Some(finding.arg("text", text))
}

/// One finding a page on which words lie over each other.
fn overprinted(ctx: &Context<'_>, lines: &[&TextLine]) -> Option<Finding> {
    let mut words: Vec<(u32, Rect, f32, &str)> = Vec::new();
    for line in lines {
        words.extend(line.words.iter().filter_map(|w| {
            let word = ctx.word(line, w)?;
            Some((line.page, w.bbox, word.size, word.text.as_str()))
        }));
    }
    words.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.y0.total_cmp(&b.1.y0)));
    let mut over = Vec::new();
    for (i, (page, a, size, text)) in words.iter().enumerate() {
        let below = words.iter().skip(i + 1);
        for (_, b, other, _) in below.take_while(|(p, b, ..)| p == page && b.y0 < a.y1) {
            let size = size.min(*other);
            let (across, down) = (a.overlap_x(b), a.overlap_y(b));
            if across > OVER * size && down > 0.6 * a.height().min(b.height()) {
                over.push((*page, *a, *text));
            }
        }
    }
    let (page, _, text) = *over.first()?;
    let places = over.iter().map(|(page, bbox, _)| Origin {
        page: *page,
        bbox: *bbox,
    });
    let finding = Finding::new("text_overprinted", merge_origins(places));
    Some(
        finding
            .arg("page", page)
            .arg("words", over.len())
            .arg("text", text),
    )
}

/// A cell of a table in the section whose words are broken where no hyphen is.
fn torn(ctx: &Context<'_>, section: &str, cells: &[Cell]) -> Option<Finding> {
    // Where the section's running text begins.
    let text = cells.iter().flat_map(|c| {
        let lines = c.content.iter().filter_map(|r| match r {
            Region::Line(line) => Some(line.bbox.x0),
            Region::Table(_) => None,
        });
        lines.chain([c.bbox.x0])
    });
    let margin = text.fold(f32::INFINITY, f32::min);
    let tables = cells.iter().flat_map(|c| &c.content);
    let inner = tables.filter_map(|r| match r {
        Region::Table(table) => Some((table, (table.bbox.x0 - margin).max(0.0))),
        Region::Line(_) => None,
    });
    let mut cells = inner.flat_map(|(t, padding)| {
        let cells = t.rows.iter().flat_map(|r| &r.cells);
        cells.map(move |c| (c, padding))
    });
    let (cell, _) = cells.find(|(c, padding)| is_torn(&c.lines()) || is_cut(ctx, c, *padding))?;
    let lines = cell.lines();
    let text: Vec<&str> = lines.iter().take(4).map(|l| l.text.as_str()).collect();
    let places = lines.iter().map(|l| Origin {
        page: l.page,
        bbox: l.bbox,
    });
    let finding = Finding::new("words_torn", merge_origins(places));
    Some(finding.arg("section", section).arg("text", text.join(" ")))
}

/// A word alone in its line that fills the cell, and goes on in the next one: the document has the two as
/// one word elsewhere, or has the first nowhere else as a word of its own.
///
/// Where no line shows how wide the cell is, it has the padding that sets its table in from the text.
fn is_cut(ctx: &Context<'_>, cell: &Cell, padding: f32) -> bool {
    let lines = cell.lines();
    let left = lines
        .iter()
        .map(|l| l.bbox.x0)
        .fold(f32::INFINITY, f32::min);
    let right = lines.iter().map(|l| l.bbox.x1).fold(0.0, f32::max);
    let inside = left - cell.bbox.x0;
    let kept = if inside < 1.0 {
        2.0 * padding - NEXT_COLUMN
    } else {
        inside
    };
    let limit = right.max(cell.bbox.x1 - kept.max(0.0));
    lines.windows(2).any(|pair| {
        let [above, below] = pair else { return false };
        let rest = below.text.split(' ').next().unwrap_or_default();
        let Some(piece) = below.words.first() else {
            return false;
        };
        let lower = |t: &str| t.ends_with(char::is_lowercase) && t.chars().count() > PIECE;
        if above.words.len() != 1 || !lower(&above.text) || !rest.starts_with(char::is_lowercase) {
            return false;
        }
        #[allow(clippy::cast_precision_loss)]
        let letter = piece.bbox.width() / piece.end.saturating_sub(piece.start).max(1) as f32;
        let full = limit - above.bbox.x1 < letter;
        let whole = format!("{}{}", above.text, rest.trim_end_matches(['.', ',', ';']));
        full && (ctx.has_word(&whole) || !ctx.has_word_but(&above.text, above))
    })
}

fn is_torn(lines: &[&TextLine]) -> bool {
    let piece = |text: &str, most: usize| {
        let letters = text.chars().all(char::is_lowercase) && text.chars().count() <= most;
        letters && !text.is_empty() && !SHORT.contains(&text)
    };
    let pieces = lines.iter().filter(|l| piece(&l.text, PIECE)).count();
    // `r 2034` under `Septembe`, `ng af` under `Kompetenceudvikli`.
    let letter = lines.windows(2).any(|pair| match pair {
        [above, line] => {
            let first = line.text.split(' ').next().unwrap_or_default();
            above.text.ends_with(char::is_lowercase) && (piece(first, 1) || is_no_word(first))
        }
        _ => false,
    });
    letter || (lines.len() >= MIN_LINES && pieces * 2 >= lines.len())
}

/// Letters without a vowel, of which no Danish word consists, and no abbreviation that is used without
/// a full stop.
fn is_no_word(text: &str) -> bool {
    const ABBREVIATIONS: [&str; 17] = [
        "bl", "dvs", "fx", "hf", "hr", "jf", "kl", "kr", "kvt", "mdr", "mht", "mm", "mv", "nr",
        "pct", "pr", "stk",
    ];
    let consonant = |c: char| c.is_lowercase() && !"aeiouyæøåéü".contains(c);
    let length = text.chars().count();
    (2..=PIECE).contains(&length) && text.chars().all(consonant) && !ABBREVIATIONS.contains(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn torn_words() {
        let torn = |texts: &[&str]| {
            let lines: Vec<TextLine> = texts
                .iter()
                .map(|text| TextLine {
                    text: (*text).to_owned(),
                    ..TextLine::default()
                })
                .collect();
            is_torn(&lines.iter().collect::<Vec<_>>())
        };
        assert!(torn(&["O", "p", "st", "ar", "t"]));
        assert!(torn(&["Septembe", "r 2034"]));
        assert!(torn(&["Kompetenceudvikli", "ng af ledere"]));
        assert!(!torn(&["Tilskud på 800.000", "kr til drift"]));
        assert!(!torn(&["Udgifter til drift", "mv i kommunerne"]));
        assert!(!torn(&["Opstart", "i kommunerne"]));
        assert!(!torn(&["3. kvartal", "2031"]));
        assert!(!torn(&["Kom-", "pe-", "ten-", "ce"]));
    }
}
