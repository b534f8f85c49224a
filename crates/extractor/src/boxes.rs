//! Names beside boxes that are ticked or not.

use uip_layout::tail;
use uip_model::{Choice, Origin, TextLine, TextWord};

use crate::blocks::joined;
use crate::context::Context;
use crate::lexicon::SURE;
use crate::mark::{CIRCLES, is_box, leading_box};

/// A box at the end of a text (`Modning ☒`): whether it is ticked, and where it begins.
pub(crate) fn trailing_box(text: &str) -> Option<(bool, usize)> {
    if !text.ends_with(['☐', '☒', '☑', ']']) {
        return None;
    }
    let at = text.rfind(['☐', '☒', '☑', '['])?;
    let (ticked, bytes) = leading_box(text.get(at..)?)?;
    (at > 0 && at + bytes == text.len()).then_some((ticked, at))
}

/// Reads lines that begin (or end) with boxes; how many lines belong to them.
pub(crate) fn boxes(ctx: &mut Context<'_>, rest: &[&TextLine]) -> (Vec<Choice>, usize) {
    let mut items: Vec<Choice> = Vec::new();
    let mut marks: Vec<(u32, Vec<TextWord>)> = Vec::new();
    let mut used = 0;
    // A box that ends a line, whose name begins the next.
    let mut open: Option<(bool, String)> = None;
    if rest.first().is_some_and(|l| is_bullet(ctx, l)) {
        return (items, used);
    }
    for line in rest {
        let (found, words) = match open.take() {
            Some((chosen, mark)) => {
                let (name, more) = up_to_box(line);
                let (found, words) = more.map(|l| split_boxes(ctx, &l)).unwrap_or_default();
                let first = name.map(|n| choice(ctx, n, chosen, mark));
                (first.into_iter().chain(found).collect(), words)
            }
            None => split_boxes(ctx, line),
        };
        if found.is_empty() {
            // A name that goes on in the next line, where more boxes may stand behind its rest.
            let Some(last) = items.last_mut() else { break };
            let (rest, more) = up_to_box(line);
            let mut longer = last.lines.clone();
            longer.extend(rest);
            let matched = ctx.phase(&joined(&longer));
            if matched.certainty <= last.matched.certainty || matched.certainty < SURE {
                break;
            }
            last.lines = longer;
            last.matched = matched;
            let (found, words) = more.map(|l| split_boxes(ctx, &l)).unwrap_or_default();
            items.extend(found);
            marks.push((line.page, words));
        } else {
            items.extend(found);
            marks.push((line.page, words));
        }
        open = items
            .pop_if(|c| c.lines.is_empty())
            .map(|c| (c.chosen, c.mark));
        used += 1;
    }
    // One box without a known name beside it is a bullet of an odd shape.
    if items.iter().any(|c| c.matched.certainty >= SURE) || items.len() >= 2 {
        for (page, words) in marks {
            ctx.mark(page, &words);
        }
        (items, used)
    } else {
        (Vec::new(), 0)
    }
}

/// The line begins with a circle or square that no phase follows.
fn is_bullet(ctx: &Context<'_>, line: &TextLine) -> bool {
    let Some(name) = line.text.strip_prefix(CIRCLES) else {
        return false;
    };
    // The next box may have another shape: a ticked one stands among empty ones.
    let first = name.split(is_box).next().unwrap_or_default().trim();
    ctx.phase(first).certainty < SURE
}

/// What stands before the first box of a line, and the line from there on.
fn up_to_box(line: &TextLine) -> (Option<TextLine>, Option<TextLine>) {
    let ends = line.text.char_indices().map(|(i, _)| i);
    match ends
        .into_iter()
        .find(|&i| i > 0 && starts_box(&line.text, i))
    {
        Some(at) => (
            uip_layout::part(line, |w| (w.start as usize) < at),
            uip_layout::part(line, |w| (w.start as usize) >= at),
        ),
        None => (Some(line.clone()), None),
    }
}

/// The boxes of one line with the names behind (or before) them, and the words that are boxes.
fn split_boxes(ctx: &Context<'_>, line: &TextLine) -> (Vec<Choice>, Vec<TextWord>) {
    let mut out = Vec::new();
    let mut marks = Vec::new();
    if let Some((chosen, at)) = trailing_box(&line.text)
        && leading_box(&line.text).is_none()
    {
        let mark = line.text.get(at..).unwrap_or_default().to_owned();
        let words = line
            .words
            .iter()
            .filter(|w| w.start as usize >= at)
            .copied();
        if let Some(name) = uip_layout::part(line, |w| (w.start as usize) < at) {
            marks.extend(words);
            out.push(choice(ctx, name, chosen, mark));
        }
        return (out, marks);
    }
    let mut rest = line.clone();
    while let Some((chosen, bytes)) = leading_box(&rest.text) {
        let mark: String = rest.text.get(..bytes).unwrap_or_default().to_owned();
        let (after, words) = tail(&rest, bytes);
        marks.extend(words);
        let next = after
            .text
            .char_indices()
            .map(|(i, _)| i)
            .find(|&i| i > 0 && starts_box(&after.text, i));
        let (name, more) = match next {
            Some(at) => (
                uip_layout::part(&after, |w| (w.end as usize) <= at),
                tail(&after, at).0,
            ),
            None => (Some(after), TextLine::default()),
        };
        match name.filter(|n| !n.text.is_empty()) {
            Some(name) => out.push(choice(ctx, name, chosen, mark)),
            // The line ends with a box.
            None if more.words.is_empty() => out.push(Choice {
                chosen,
                mark,
                ..Choice::default()
            }),
            None => {}
        }
        rest = more;
    }
    (out, marks)
}

fn starts_box(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    before.ends_with(' ') && text.get(at..).is_some_and(|t| leading_box(t).is_some())
}

fn choice(ctx: &Context<'_>, name: TextLine, chosen: bool, mark: String) -> Choice {
    let origin = vec![Origin {
        page: name.page,
        bbox: name.bbox,
    }];
    let matched = ctx.phase(&name.text);
    Choice {
        lines: vec![name],
        matched,
        chosen,
        mark,
        fill: None,
        origin,
    }
}
