//! How a document sets the headings of its sections, learned from those that the lexicon knows, so that
//! the others are found too.

use uip_layout::{PageLayout, Region, tail};
use uip_model::TextLine;

use crate::context::{Context, Style};
use crate::heading;
use crate::lexicon::SURE;
use crate::mark::{leading_label, open_label};

/// So many known headings in one style are no accident.
const MIN_KNOWN: usize = 3;

/// A heading has at most so many words.
pub(crate) const MAX_WORDS: usize = 16;

/// The style in which most known headings are set; `None` where they are set as running text is.
pub(crate) fn of_sections(ctx: &Context<'_>, pages: &[PageLayout]) -> Option<Style> {
    let mut votes: Vec<(Style, usize)> = Vec::new();
    for region in pages.iter().flat_map(|p| &p.regions) {
        match region {
            Region::Line(line) => vote(ctx, line, &mut votes),
            Region::Table(table) => {
                // Headings stand first in their cells.
                for cell in table.rows.iter().flat_map(|r| &r.cells) {
                    if let Some(Region::Line(line)) = cell.content.first() {
                        vote(ctx, line, &mut votes);
                    }
                }
            }
        }
    }
    let (style, count) = votes.into_iter().max_by_key(|(_, n)| *n)?;
    (count >= MIN_KNOWN).then_some(style)
}

fn vote(ctx: &Context<'_>, line: &TextLine, votes: &mut Vec<(Style, usize)>) {
    if !ctx.is_display(line) || line.words.len() > MAX_WORDS || heading::label(ctx, line).is_some()
    {
        return;
    }
    let name = match marker_bytes(&line.text) {
        Some(bytes) => tail(line, bytes).0.text,
        None => line.text.clone(),
    };
    if ctx.section(&name).certainty < SURE {
        return;
    }
    let style = Style::of(line);
    match votes.iter_mut().find(|(s, _)| s.same(style)) {
        Some((_, n)) => *n += 1,
        None => votes.push((style, 1)),
    }
}

/// The bytes of a marker before a heading: closed, or a bare number before a capital.
pub(crate) fn marker_bytes(text: &str) -> Option<usize> {
    let closed = leading_label(text).map(|(_, bytes)| bytes);
    closed.or_else(|| bare_number(text).map(|(_, bytes)| bytes))
}

/// A bare number and then a word with a capital: `5 Hvem er målgruppen?`
pub(crate) fn bare_number(text: &str) -> Option<(crate::mark::Label, usize)> {
    let (found, bytes) = open_label(text)?;
    let name = text.get(bytes..)?.trim_start();
    name.starts_with(char::is_uppercase)
        .then_some((found, bytes))
}

/// The line can be a section's heading by its look: set as they are, short, a name and no sentence.
pub(crate) fn is_section(ctx: &Context<'_>, line: &TextLine) -> bool {
    let name = marker_bytes(&line.text).map_or(0, |bytes| bytes);
    let name = line.text.get(name..).unwrap_or_default().trim_start();
    ctx.looks_like_section(line)
        && line.words.len() <= MAX_WORDS
        && name.starts_with(char::is_uppercase)
        && !name.ends_with(['.', ',', ';', ':'])
        && heading::label(ctx, line).is_none()
}
