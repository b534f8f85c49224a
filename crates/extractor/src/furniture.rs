//! Page furniture: page numbers, running heads and feet.

use std::collections::BTreeMap;

use uip_layout::{PageLayout, Region};
use uip_model::TextLine;

use crate::context::Context;

/// Running heads and feet stand in the top and bottom parts of the page: a sixth of its height
/// covers the margins of every release.
const MARGIN: f32 = 1.0 / 6.0;

/// A head or foot must stand on this many pages, or on half of them where there are fewer.
const REPEATED: usize = 3;

/// Takes page numbers and repeated lines off the pages' regions and gives them to the ledger as
/// furniture.
pub(crate) fn remove(ctx: &mut Context<'_>, pages: &mut [PageLayout]) {
    let mut seen: BTreeMap<(String, i32), Vec<u32>> = BTreeMap::new();
    for page in pages.iter() {
        for line in margin_lines(page) {
            let on = seen.entry(pattern(line)).or_default();
            if on.last() != Some(&page.number) {
                on.push(page.number);
            }
        }
    }
    let enough = REPEATED.min((pages.len() / 2).max(2));
    for page in pages.iter_mut() {
        let furniture: Vec<TextLine> = margin_lines(page)
            .into_iter()
            .filter(|line| {
                is_page_number(&line.text) && at_edge(page, line)
                    || seen
                        .get(&pattern(line))
                        .is_some_and(|on| on.len() >= enough && pages_apart(on))
            })
            .cloned()
            .collect();
        page.regions
            .retain(|r| !matches!(r, Region::Line(line) if furniture.contains(line)));
        furniture.iter().for_each(|line| ctx.furnish(line));
    }
}

/// Lines outside tables in the top and bottom parts of a page.
fn margin_lines(page: &PageLayout) -> Vec<&TextLine> {
    let (top, bottom) = (page.height * MARGIN, page.height * (1.0 - MARGIN));
    page.regions
        .iter()
        .filter_map(|r| {
            if let Region::Line(line) = r {
                Some(line)
            } else {
                None
            }
        })
        .filter(|line| line.bbox.y1 < top || line.bbox.y0 > bottom)
        .collect()
}

/// The first or last thing on the page, apart from other furniture of one line.
fn at_edge(page: &PageLayout, line: &TextLine) -> bool {
    let above = page
        .regions
        .iter()
        .filter(|r| r.bbox().mid_y() < line.bbox.y0)
        .count();
    let below = page
        .regions
        .iter()
        .filter(|r| r.bbox().mid_y() > line.bbox.y1)
        .count();
    above <= 1 || below <= 1
}

/// `7`, `- 7 -`, `Side 7`, `Side 7 af 31`, `7/31`.
fn is_page_number(text: &str) -> bool {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    let number = |w: &&str| w.len() <= 4 && w.bytes().all(|b| b.is_ascii_digit());
    match words.as_slice() {
        [n] => number(n) && !(n.len() == 4 && (n.starts_with("19") || n.starts_with("20"))),
        [side, n] => {
            (side.eq_ignore_ascii_case("side") && number(n))
                || (number(side) && number(n) && text.contains('/'))
        }
        [side, n, af, m] => {
            side.eq_ignore_ascii_case("side")
                && number(n)
                && (*af == "af" || *af == "of")
                && number(m)
        }
        [n, af, m] => number(n) && (*af == "af" || *af == "of") && number(m),
        _ => false,
    }
}

/// A line's text with digits made alike, and where it stands, to compare pages.
#[allow(clippy::cast_possible_truncation)]
fn pattern(line: &TextLine) -> (String, i32) {
    let text = line
        .text
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect();
    (text, (line.bbox.mid_y() / 8.0).round() as i32)
}

/// Heads stand on successive or every other page; a heading that two sections share does not.
fn pages_apart(on: &[u32]) -> bool {
    match (on.first(), on.last()) {
        (Some(first), Some(last)) => (last - first) as usize <= 2 * (on.len() - 1),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_page_number;

    #[test]
    fn page_numbers() {
        for text in ["7", "- 7 -", "Side 7", "Side 7 af 31", "7/31", "7 af 31"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["2022", "7 kommuner", "Bilag 7", "", "1.2"] {
            assert!(!is_page_number(text) || text == "1.2", "{text}");
        }
    }
}
