//! From lines of one measure to blocks: paragraphs, sub-headings, lists, boxes.

use uip_layout::tail;
use uip_model::{TextBlock, TextLine};

use crate::blocks::joined;
use crate::boxes::{boxes, trailing_box};
use crate::context::{Context, Style};
use crate::mark::{
    Label, LabelKind, ListMark, is_period, leading_box, list_mark, lone_mark, wide_gap,
};
use crate::measure::{Measure, Placed};

/// Indents smaller than this, in points, are none.
const INDENT: f32 = 2.5;

/// What is being put together.
enum Open {
    Nothing,
    Paragraph(Vec<TextLine>),
    SubHeading(Vec<TextLine>),
    List {
        marks: Vec<ListMark>,
        items: Vec<Vec<TextLine>>,
        mark_left: f32,
        text_left: f32,
        hanging: Option<bool>,
    },
}

struct Builder<'a, 'b> {
    ctx: &'a mut Context<'b>,
    out: &'a mut Vec<TextBlock>,
    open: Open,
}

/// Reads lines of one measure as blocks.
pub(crate) fn text(
    ctx: &mut Context<'_>,
    lines: &[Placed],
    measure: Measure,
    out: &mut Vec<TextBlock>,
) {
    let mut builder = Builder {
        ctx,
        out,
        open: Open::Nothing,
    };
    let mut before: Option<&Placed> = None;
    let mut skip = 0;
    for (i, placed) in lines.iter().enumerate() {
        if skip > 0 {
            skip -= 1;
            before = Some(placed);
            continue;
        }
        if leading_box(&placed.line.text).is_some() || trailing_box(&placed.line.text).is_some() {
            let rest: Vec<&TextLine> = lines.iter().skip(i).map(|p| &p.line).collect();
            let (items, used) = boxes(builder.ctx, &rest);
            if used > 0 {
                builder.close();
                builder.out.push(TextBlock::Checkboxes { items });
                skip = used - 1;
                before = Some(placed);
                continue;
            }
        }
        builder.line(placed, before, lines.get(i + 1), measure);
        before = Some(placed);
    }
    builder.close();
}

impl Builder<'_, '_> {
    fn line(
        &mut self,
        placed: &Placed,
        before: Option<&Placed>,
        next: Option<&Placed>,
        measure: Measure,
    ) {
        let line = &placed.line;
        let ended = before.is_none_or(|b| measure.ends(b, placed));
        if let Some((mark, bytes)) = self.mark(placed, before, next, ended, measure) {
            self.item(placed, mark, bytes);
            return;
        }
        let under = next.filter(|n| !n.broken && n.line.page == placed.line.page);
        if let Some(next) = under
            && !measure.apart(placed, next)
            && (next.left - placed.left).abs() <= INDENT
            && let Some(mark) = lone_mark(&placed.line)
        {
            self.item(placed, mark, placed.line.text.len());
            return;
        }
        if self.continues_item(placed, ended, measure) {
            if let Open::List { items, .. } = &mut self.open
                && let Some(item) = items.last_mut()
            {
                item.push(line.clone());
            }
            return;
        }
        let opened = ended || !matches!(self.open, Open::Paragraph(_));
        if self.is_sub_heading(placed, before, next, opened, measure) {
            match &mut self.open {
                Open::SubHeading(lines) if !ended => lines.push(line.clone()),
                _ => {
                    self.close();
                    self.open = Open::SubHeading(vec![line.clone()]);
                }
            }
            return;
        }
        match &mut self.open {
            Open::Paragraph(lines) if !ended => lines.push(line.clone()),
            _ => {
                self.close();
                let rest = self.run_in(line);
                self.open = Open::Paragraph(vec![rest]);
            }
        }
    }

    /// The list mark that the line begins with, if its place is one of a list mark.
    fn mark(
        &self,
        placed: &Placed,
        before: Option<&Placed>,
        next: Option<&Placed>,
        ended: bool,
        measure: Measure,
    ) -> Option<(ListMark, usize)> {
        let indented = placed.left > measure.base + INDENT;
        // Under an item its own text hangs; what begins further right is a list inside it.
        let (in_list, at_mark) = match &self.open {
            Open::List {
                mark_left,
                text_left,
                ..
            } => {
                let deeper = placed.left > text_left + INDENT;
                let level = (placed.left - mark_left).abs() <= INDENT;
                (
                    true,
                    deeper || level || next.is_some_and(|n| twin(placed, n)),
                )
            }
            _ => (false, false),
        };
        // What a line break ends on purpose may be followed by an item that is not indented.
        let set_off = ended || wide_gap(&placed.line) || (indented && !in_list) || at_mark;
        let (mark, bytes) = list_mark(&placed.line, set_off)?;
        match &mark {
            // A label must begin a list or go on with one: `1. kvartal` does neither.
            ListMark::Label(label) => {
                let label = &self.in_sequence(label);
                if is_period(placed.line.text.get(bytes..).unwrap_or_default()) {
                    return None;
                }
                let follows = match &self.open {
                    Open::List { marks, .. } => marks.iter().rev().any(|m| {
                        matches!(m, ListMark::Label(l) if l.kind == label.kind && l.rank < label.rank)
                    }),
                    _ => false,
                };
                let begins = ended && (wide_gap(&placed.line) || indented);
                let goes_on = ended && self.goes_on(label.rank, label.kind);
                (follows || begins || goes_on).then(|| (ListMark::Label(label.clone()), bytes))
            }
            // A dash in a sentence may begin a line, though it would have fitted above.
            ListMark::Bullet(b) => {
                let dash = matches!(b.as_str(), "-" | "–" | "—" | "‐" | "−");
                let sentence = before.is_some_and(|b| {
                    let stops = b.line.text.ends_with(['.', ':', ';', '!', '?', ',']);
                    // Behind a break the line before may be short because the dash went along.
                    let full = !measure.apart(b, placed) && !measure.is_short(b);
                    let small = || {
                        let rest = placed.line.text.get(bytes..).unwrap_or_default();
                        let paragraph = matches!(self.open, Open::Paragraph(_));
                        rest.starts_with(char::is_lowercase) && paragraph
                    };
                    !stops && (full || placed.broken && small())
                });
                let plain = !wide_gap(&placed.line) && !indented && !at_mark;
                (!(dash && sentence && plain)).then_some((mark, bytes))
            }
        }
    }

    /// `i)` after `h)` is a letter, alone it is a Roman one.
    fn in_sequence(&self, label: &Label) -> Label {
        let last = match &self.open {
            Open::List { marks, .. } => marks.iter().rev().find_map(|m| match m {
                ListMark::Label(l) => Some(l),
                ListMark::Bullet(_) => None,
            }),
            _ => None,
        };
        last.map_or_else(|| label.clone(), |l| label.after(l.kind, l.rank))
    }

    /// The label goes on with the last numbered list that was closed (a paragraph stood between).
    fn goes_on(&self, rank: u32, kind: LabelKind) -> bool {
        let last = self.out.iter().rev().find_map(|b| match b {
            TextBlock::Numbered { labels, .. } => labels.last(),
            _ => None,
        });
        last.and_then(|l| crate::mark::label(l))
            .is_some_and(|l| l.kind == kind && l.rank + 1 == rank)
    }

    fn item(&mut self, placed: &Placed, mark: ListMark, bytes: usize) {
        let (rest, words) = tail(&placed.line, bytes);
        self.ctx.mark(placed.line.page, &words);
        let text_left = placed.left + (rest.bbox.x0 - placed.line.bbox.x0);
        let same = match &self.open {
            Open::List {
                marks, mark_left, ..
            } => {
                marks.last().is_some_and(|m| alike(m, &mark))
                    && (placed.left - mark_left).abs() <= 2.0 * INDENT
            }
            _ => false,
        };
        if !same {
            self.close();
            self.open = Open::List {
                marks: Vec::new(),
                items: Vec::new(),
                mark_left: placed.left,
                text_left,
                hanging: None,
            };
        }
        if let Open::List {
            marks,
            items,
            text_left: at,
            ..
        } = &mut self.open
        {
            *at = text_left;
            marks.push(mark);
            items.push(Vec::from_iter(Some(rest).filter(|r| !r.words.is_empty())));
        }
    }

    /// A line without a mark belongs to the item above: it hangs under the item's text, or the item
    /// has no hanging indent and its last line was full.
    fn continues_item(&mut self, placed: &Placed, ended: bool, measure: Measure) -> bool {
        let Open::List {
            mark_left,
            text_left,
            hanging,
            ..
        } = &mut self.open
        else {
            return false;
        };
        if placed.left >= *text_left - INDENT {
            if *text_left > *mark_left + INDENT {
                *hanging = Some(true);
            }
            // Text at the item's indent that is no wider apart than lines are is the item's.
            return true;
        }
        if placed.left > *mark_left + INDENT {
            return !ended;
        }
        if *hanging == Some(true) {
            return false;
        }
        let indented = *mark_left > measure.base + INDENT;
        let under_mark = (placed.left - *mark_left).abs() <= INDENT;
        !ended && (!indented || under_mark)
    }

    fn is_sub_heading(
        &self,
        placed: &Placed,
        before: Option<&Placed>,
        next: Option<&Placed>,
        opened: bool,
        measure: Measure,
    ) -> bool {
        let line = &placed.line;
        let styled = self.ctx.stands_out(line);
        if matches!(self.open, Open::SubHeading(_))
            && styled
            && before.is_some_and(|b| Style::of(&b.line).same(Style::of(line)))
            && !before.is_some_and(|b| measure.ends(b, placed))
        {
            return true;
        }
        let changed = before.is_some_and(|b| !Style::of(&b.line).same(Style::of(line)));
        let words = line.text.split_whitespace().count();
        let known = || {
            let heading = line.text.trim_end_matches(':');
            self.ctx.section(heading).certainty
        };
        let stopped = before.is_some_and(|b| b.line.text.ends_with(['.', ':', '?', '!']));
        // Behind a full last line only another style or the very words of a heading tell.
        if !opened && !(stopped && (changed || (words <= 6 && known() >= 0.97))) {
            return false;
        }
        let stops = next
            .is_none_or(|n| measure.ends(placed, n) || !Style::of(&n.line).same(Style::of(line)));
        let sentence = line.text.ends_with(['.', ',', ';']) && words > 6;
        if styled {
            return !sentence
                && words <= 20
                && (stops || next.is_some_and(|n| Style::of(&n.line).same(Style::of(line))));
        }
        // Plain, but the lexicon knows it and it stands alone.
        words <= 8 && !sentence && next.is_some_and(|n| measure.ends(placed, n)) && known() >= 0.9
    }

    /// Splits off a heading that runs into its paragraph: `Formål: Formålet er …`, or its first words
    /// set in another style, where the lexicon knows them.
    fn run_in(&mut self, line: &TextLine) -> TextLine {
        let heading_end = line.text.find(": ").map(|at| at + 1).filter(|at| *at <= 60);
        let Some(at) = heading_end else {
            return line.clone();
        };
        let heading = line.text.get(..at).unwrap_or_default();
        let matched = self.ctx.section(heading.trim_end_matches(':'));
        if matched.certainty < 0.9 || heading.split_whitespace().count() > 6 {
            return line.clone();
        }
        let Some(head) = uip_layout::part(line, |w| (w.end as usize) <= at) else {
            return line.clone();
        };
        let (rest, _) = tail(line, at);
        self.out.push(TextBlock::SubHeading {
            lines: vec![head],
            matched,
        });
        rest
    }

    fn close(&mut self) {
        match std::mem::replace(&mut self.open, Open::Nothing) {
            Open::Nothing => {}
            Open::Paragraph(lines) => self.out.push(TextBlock::Paragraph { lines }),
            Open::SubHeading(lines) => {
                let text = joined(&lines);
                let matched = self.ctx.section(text.trim_end_matches(':'));
                self.out.push(TextBlock::SubHeading { lines, matched });
            }
            Open::List { marks, items, .. } => {
                if let Some(ListMark::Bullet(mark)) = marks.first() {
                    self.out.push(TextBlock::Bullets {
                        mark: mark.clone(),
                        items,
                    });
                } else {
                    let labels = marks
                        .iter()
                        .map(|m| {
                            if let ListMark::Label(l) = m {
                                l.printed.clone()
                            } else {
                                String::new()
                            }
                        })
                        .collect();
                    self.out.push(TextBlock::Numbered { labels, items });
                }
            }
        }
    }
}

/// Two lines begin with the same sign at the same place: items of a list.
fn twin(line: &Placed, next: &Placed) -> bool {
    let sign = |p: &Placed| p.line.text.chars().next().filter(|c| !c.is_alphanumeric());
    sign(line).is_some() && sign(line) == sign(next) && (line.left - next.left).abs() < 1.0
}

fn alike(a: &ListMark, b: &ListMark) -> bool {
    match (a, b) {
        (ListMark::Bullet(a), ListMark::Bullet(b)) => a == b,
        (ListMark::Label(a), ListMark::Label(b)) => a.kind == b.kind,
        _ => false,
    }
}
