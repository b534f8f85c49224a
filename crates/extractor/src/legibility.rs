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

/// Danish words of one letter.
const SHORT: [&str; 4] = ["i", "å", "ø", "ad"];

/// Findings about the text of a section.
pub(crate) fn check(ctx: &Context<'_>, section: &str, cells: &[Cell]) -> Vec<Finding> {
    let lines: Vec<&TextLine> = cells.iter().flat_map(Cell::lines).collect();
    let over = overprinted(ctx, &lines);
    over.into_iter().chain(torn(ctx, section, cells)).collect()
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
    let tables = cells.iter().flat_map(|c| &c.content);
    let inner = tables.filter_map(|r| match r {
        Region::Table(table) => Some(table),
        Region::Line(_) => None,
    });
    let mut cells = inner.flat_map(|t| &t.rows).flat_map(|r| &r.cells);
    let cell = cells.find(|c| is_torn(&c.lines()) || is_cut(ctx, c))?;
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
fn is_cut(ctx: &Context<'_>, cell: &Cell) -> bool {
    let lines = cell.lines();
    let left = lines
        .iter()
        .map(|l| l.bbox.x0)
        .fold(f32::INFINITY, f32::min);
    let right = lines.iter().map(|l| l.bbox.x1).fold(0.0, f32::max);
    let limit = right.max(cell.bbox.x1 - (left - cell.bbox.x0));
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
    // `r 2034` under `Septembe`.
    let letter = lines.windows(2).any(|pair| match pair {
        [above, line] => {
            let first = line.text.split(' ').next().unwrap_or_default();
            above.text.ends_with(char::is_lowercase) && piece(first, 1)
        }
        _ => false,
    });
    letter || (lines.len() >= MIN_LINES && pieces * 2 >= lines.len())
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
        assert!(!torn(&["Opstart", "i kommunerne"]));
        assert!(!torn(&["3. kvartal", "2031"]));
        assert!(!torn(&["Kom-", "pe-", "ten-", "ce"]));
    }
}
