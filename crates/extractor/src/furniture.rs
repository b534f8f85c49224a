//! Page furniture: page numbers, running heads and feet.

use std::collections::BTreeMap;

use uip_layout::{PageLayout, Region};
use uip_model::TextLine;

use crate::context::Context;
use crate::mark::leading_label;

/// Running heads and feet stand in the top and bottom parts of the page: a sixth of its height
/// covers the margins of every release.
const MARGIN: f32 = 1.0 / 6.0;

/// A head or foot must stand on this many pages, or on all of them where there are fewer.
const REPEATED: usize = 3;

/// A heading of fewer letters may be any line's beginning.
const MIN_TITLE: usize = 12;

/// Lines of one paragraph are closer than this, by type size; a page number stands off.
const LEADING: f32 = 0.6;

/// Takes page numbers and repeated lines off the pages' regions and gives them to the ledger as
/// furniture.
///
/// Only what stands between the page's edge and its first or last content is furniture: a section's
/// heading that stands at the same height on several pages has a heading above it.
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
    let enough = REPEATED.min(pages.len()).max(2);
    let titles = running_titles(pages, enough);
    for page in pages.iter_mut() {
        let repeated = |line: &TextLine| {
            seen.get(&pattern(line))
                .is_some_and(|on| on.len() >= enough && pages_apart(on))
        };
        let heading = |line: &TextLine| {
            leading_label(&line.text).is_some() || crate::heading::label(ctx, line).is_some()
        };
        let is_furniture = |region: &Region| match region {
            Region::Line(line) => {
                in_margin(page, line)
                    && (is_page_number(&line.text) && !ends_text(page, line)
                        || repeated(line) && !heading(line)
                        || titles.hold(line))
            }
            Region::Table(_) => false,
        };
        let mut regions: Vec<&Region> = page.regions.iter().collect();
        regions.sort_by(|a, b| a.bbox().mid_y().total_cmp(&b.bbox().mid_y()));
        let head = regions.iter().take_while(|r| is_furniture(r));
        let foot = regions.iter().rev().take_while(|r| is_furniture(r));
        let furniture: Vec<TextLine> = head
            .chain(foot)
            .filter_map(|r| {
                if let Region::Line(line) = r {
                    Some(line.clone())
                } else {
                    None
                }
            })
            .collect();
        page.regions
            .retain(|r| !matches!(r, Region::Line(line) if furniture.contains(line)));
        let mut claimed: Vec<&TextLine> = Vec::new();
        for line in &furniture {
            if !claimed.contains(&line) {
                ctx.furnish(line);
                claimed.push(line);
            }
        }
    }
}

/// Running heads that say the heading of the initiative that their page belongs to: their texts by page
/// and height.
struct RunningTitles(BTreeMap<(u32, i32), Vec<String>>);

impl RunningTitles {
    fn hold(&self, line: &TextLine) -> bool {
        let texts = self.0.get(&(line.page, height(line)));
        texts.is_some_and(|texts| texts.contains(&line.text))
    }
}

/// Lines at one height on many pages, whose text stands larger elsewhere as a heading that begins with
/// the same words.
fn running_titles(pages: &[PageLayout], enough: usize) -> RunningTitles {
    let squeezed = |text: &str| -> String { text.split_whitespace().collect() };
    // Each text that may be a heading with the largest size in which it stands.
    let mut names: BTreeMap<String, f32> = BTreeMap::new();
    for region in pages.iter().flat_map(|p| &p.regions) {
        if let Region::Line(line) = region {
            let size = names.entry(squeezed(&line.text)).or_default();
            *size = size.max(line.size);
        }
    }
    let heads = |head: &TextLine| {
        let text = squeezed(&head.text);
        let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
        let mut beginnings = ends
            .skip(MIN_TITLE - 1)
            .filter_map(|end| names.get(text.get(..end)?));
        beginnings.any(|size| *size > head.size + 0.6)
    };
    let mut places: BTreeMap<i32, Vec<&TextLine>> = BTreeMap::new();
    for line in pages.iter().flat_map(margin_lines) {
        places.entry(height(line)).or_default().push(line);
    }
    let mut out: BTreeMap<(u32, i32), Vec<String>> = BTreeMap::new();
    for (at, lines) in places.into_iter().filter(|(_, l)| l.len() >= enough) {
        let titles: Vec<&TextLine> = lines.into_iter().filter(|l| heads(l)).collect();
        let on: Vec<u32> = titles.iter().map(|l| l.page).collect();
        if on.len() >= enough && pages_apart(&on) {
            for title in titles {
                let texts = out.entry((title.page, at)).or_default();
                texts.push(title.text.clone());
            }
        }
    }
    RunningTitles(out)
}

/// Lines outside tables in the top and bottom parts of a page.
fn margin_lines(page: &PageLayout) -> impl Iterator<Item = &TextLine> {
    let lines = page.regions.iter().filter_map(|r| {
        if let Region::Line(line) = r {
            Some(line)
        } else {
            None
        }
    });
    lines.filter(|line| in_margin(page, line))
}

fn in_margin(page: &PageLayout, line: &TextLine) -> bool {
    line.bbox.y1 < page.height * MARGIN || line.bbox.y0 > page.height * (1.0 - MARGIN)
}

/// The line is the last one of a paragraph: close under another, from the same left edge.
fn ends_text(page: &PageLayout, line: &TextLine) -> bool {
    page.regions.iter().any(|r| {
        let Region::Line(above) = r else { return false };
        let gap = line.bbox.y0 - above.bbox.y1;
        gap < LEADING * line.size
            && above.bbox.mid_y() < line.bbox.y0
            && (above.size - line.size).abs() < 0.3
            && above
                .words
                .iter()
                .any(|w| (w.bbox.x0 - line.bbox.x0).abs() < 1.0)
    })
}

/// `7`, `- 7 -`, `Side 7`, `Side 7 af 31`, `7/31`; a share (`62%`) is none.
fn is_page_number(text: &str) -> bool {
    if text.contains('%') {
        return false;
    }
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
fn pattern(line: &TextLine) -> (String, i32) {
    let text = line
        .text
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect();
    (text, height(line))
}

#[allow(clippy::cast_possible_truncation)]
fn height(line: &TextLine) -> i32 {
    (line.bbox.mid_y() / 8.0).round() as i32
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
        for text in ["2022", "7 kommuner", "Bilag 7", "", "1.2", "62%", "62 %"] {
            assert!(!is_page_number(text) || text == "1.2", "{text}");
        }
    }
}
