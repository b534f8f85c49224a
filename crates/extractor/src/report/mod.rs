//! Reading of the programme's two other kinds of document: the overview report over all
//! initiatives, and the summary of one initiative's evaluation.
//!
//! Both are read alike: tables are taken out of the pages ([`table`]), the rest is put into reading
//! order over columns and boxes ([`reading_order`]) and becomes headings and blocks ([`prose`]).
//! What differs is by what they are known and what becomes of their tables ([`portfolio`],
//! [`evaluation`]).

mod bar_labels;
mod bars;
mod body;
mod canvas;
mod chart;
mod columns;
mod evaluation;
mod lexicon;
mod open_appendix;
mod open_table;
mod portfolio;
mod prose;
mod reading_order;
mod row_cuts;
mod row_ruled;
mod sentence;
mod table;
mod table_block;
#[cfg(test)]
mod tests;

use uip_layout::{PageLayout, lines, text_of};
use uip_model::{
    EvaluationTranscript, Finding, Kind, MarkWord, Origin, PageSet, PortfolioTranscript, Rect,
    ReportSectionTranscript, TextBlock, TextLine, Transcript,
};

use crate::context::Context;

use body::Body;
pub(crate) use lexicon::ReportLexicon;
use portfolio::Appendix;
use prose::{Part, Prose};
use reading_order::{Counter, FlowLine, Item};
use sentence::{ends_sentence, numbered};
use table::{ReportTable, printed};

/// Reads a document as a report; `None` where it is not one.
///
/// An overview report is known by an appendix table: a header with initiative and phase and at
/// least two of agreement, years, what became of it and SUSI verdict. An evaluation summary is known
/// by its themes, its tables of outcomes and costs and its words, against those of a release.
pub(crate) fn transcribe(ctx: &mut Context<'_>, layouts: &[PageLayout]) -> Option<Transcript> {
    let all = ctx.lexicon;
    let lexicon = all.reports();
    let rescued = theme_labels(ctx, lexicon);
    let mut survey = Survey::new(ctx, lexicon, layouts, &rescued);
    let is_appendix = |item: &Item| matches!(item, Item::Table(t) if t.rows.len() >= 2 && portfolio::header(lexicon, t).is_some());
    let mut transcript = Transcript::default();
    if survey.items.iter().any(is_appendix) {
        transcript.kind = Kind::Portfolio;
        transcript.portfolio = Some(survey.portfolio(ctx.pages, lexicon));
    } else if evaluation::recognised(lexicon, &survey.body, &survey.items) {
        transcript.kind = Kind::Evaluation;
        transcript.evaluation = Some(EvaluationTranscript {
            sections: survey.sections(lexicon),
            words: lexicon.outcome_words(),
        });
    } else {
        return None;
    }
    let unread = survey.unread.drain(..);
    let told = unread.map(|place| Finding::new("chart_not_read", vec![place]));
    transcript.findings.extend(told);
    let reclaimed = &survey.reclaimed;
    ctx.furniture
        .retain(|m| !rescued.contains(m) && !reclaimed.contains(m));
    ctx.marks.append(&mut survey.marks);
    ctx.furniture.append(&mut survey.furniture);
    Some(transcript)
}

/// Words that were taken for page furniture and are labels of themes: `TEMA 1`, `TEMA 2` at the same
/// place of page after page look like running heads.
fn theme_labels(ctx: &Context<'_>, lexicon: &ReportLexicon) -> Vec<MarkWord> {
    let mut out = Vec::new();
    for page in &ctx.pages.pages {
        let own: Vec<u32> = ctx
            .furniture
            .iter()
            .filter(|m| m.page == page.number)
            .map(|m| m.word)
            .collect();
        for line in lines(page, &own) {
            let text = text_of(page, &line).text;
            if lexicon
                .theme(&text)
                .is_some_and(|(_, taken)| taken == text.len())
            {
                out.extend(line.words.iter().map(|w| MarkWord {
                    page: page.number,
                    word: *w,
                }));
            }
        }
    }
    out
}

/// The document's lines and tables in reading order.
struct Survey {
    body: Body,
    items: Vec<Item>,
    marks: Vec<MarkWord>,
    furniture: Vec<MarkWord>,
    /// Words of tables that were taken for running heads: a header that every page repeats.
    reclaimed: Vec<MarkWord>,
    /// Charts that were not understood.
    unread: Vec<Origin>,
}

impl Survey {
    fn new(
        ctx: &Context<'_>,
        lexicon: &ReportLexicon,
        layouts: &[PageLayout],
        rescued: &[MarkWord],
    ) -> Self {
        let mut counter = Counter::default();
        let mut items = Vec::new();
        let mut earlier = table::Earlier::default();
        let mut reclaimed = Vec::new();
        for page in &ctx.pages.pages {
            let layout = layouts.iter().find(|l| l.number == page.number);
            let mut skip: Vec<bool> = vec![false; page.words.len()];
            let leave = |skip: &mut [bool], word: u32| {
                if let Some(s) = skip.get_mut(word as usize) {
                    *s = true;
                }
            };
            ctx.furniture
                .iter()
                .filter(|m| m.page == page.number && !rescued.contains(m))
                .for_each(|m| leave(&mut skip, m.word));
            let tables = layout
                .map(|l| table::tables(page, l, &skip, lexicon, &mut earlier))
                .unwrap_or_default();
            let places: Vec<Rect> = tables.iter().map(|t| t.bbox).collect();
            tables
                .iter()
                .flat_map(|t| &t.rows)
                .flatten()
                .flat_map(|c| &c.lines)
                .flat_map(|l| &l.words)
                .for_each(|w| {
                    if skip.get(w.word as usize) == Some(&true) {
                        reclaimed.push(MarkWord {
                            page: page.number,
                            word: w.word,
                        });
                    }
                    leave(&mut skip, w.word);
                });
            let boxes = canvas::boxes(page, &places);
            items.extend(reading_order::reading_order(
                page,
                &boxes,
                &tables,
                &skip,
                &mut counter,
            ));
        }
        let body = Body::of(
            items
                .iter()
                .filter_map(|i| if let Item::Line(l) = i { Some(l) } else { None }),
        );
        Self {
            body,
            items,
            marks: Vec::new(),
            furniture: Vec::new(),
            reclaimed,
            unread: earlier.charts.unread,
        }
    }

    /// The appendix tables and, without them, the report's sections.
    fn portfolio(&mut self, pages: &PageSet, lexicon: &ReportLexicon) -> PortfolioTranscript {
        let mut done: Vec<Appendix> = Vec::new();
        let mut rest: Vec<Item> = Vec::new();
        // Whether nothing but the table itself was read since its last piece.
        let mut unbroken = false;
        for item in std::mem::take(&mut self.items) {
            let table = match item {
                Item::Table(table) => table,
                Item::Line(line) => {
                    unbroken = false;
                    rest.push(Item::Line(line));
                    continue;
                }
            };
            match (portfolio::header(lexicon, &table), done.last_mut()) {
                (Some((at, columns)), last) => {
                    let title = self.title(&mut rest, &table);
                    let again = last.filter(|l| {
                        l.repeats(&columns)
                            && (unbroken && title.is_empty() || continued(&title, &l.table.title))
                    });
                    if let Some(known) = again {
                        self.furnish(title.iter());
                        self.furnish(
                            table
                                .rows
                                .iter()
                                .take(at + 1)
                                .flatten()
                                .flat_map(|c| &c.lines),
                        );
                        let bands = known.add(pages, lexicon, &table, Some(at), at + 1);
                        rest.extend(bands.into_iter().map(Item::Line));
                    } else {
                        let mut begun = Appendix::begin(lexicon, title, &table, at, columns);
                        let bands = begun.add(pages, lexicon, &table, Some(at), at + 1);
                        rest.extend(bands.into_iter().map(Item::Line));
                        done.push(begun);
                    }
                    unbroken = true;
                }
                (None, Some(last)) if unbroken && last.fits(&table) => {
                    let bands = last.add(pages, lexicon, &table, None, 0);
                    rest.extend(bands.into_iter().map(Item::Line));
                }
                (None, _) => {
                    unbroken = false;
                    rest.push(Item::Table(table));
                }
            }
        }
        self.items = rest;
        PortfolioTranscript {
            tables: done.into_iter().map(|a| a.table).collect(),
            sections: self.sections(lexicon),
        }
    }

    /// Takes the lines right above a table that are its title: they stand out, or begin with
    /// `Tabel` and a number, or one short line.
    fn title(&self, rest: &mut Vec<Item>, table: &ReportTable) -> Vec<TextLine> {
        if let Some(title) = title_before_break(rest, table) {
            return title;
        }
        let mut title: Vec<TextLine> = Vec::new();
        let mut below = table.bbox.y0;
        while title.len() < 5 {
            let Some(Item::Line(last)) = rest.last() else {
                break;
            };
            let line = &last.line;
            let near = line.page == table.page
                && below - line.bbox.y1 < 2.4 * line.size
                && below > line.bbox.y0;
            let short = title.is_empty()
                && line.bbox.width() < 0.8 * table.bbox.width()
                && !ends_sentence(&line.text);
            if !near
                || !(self.body.stands_out(last) || table_label(&line.text) || short)
                || numbered(&line.text)
            {
                break;
            }
            below = line.bbox.y0;
            let labelled = table_label(&line.text);
            title.insert(0, line.clone());
            rest.pop();
            if labelled {
                break;
            }
        }
        title
    }

    fn furnish<'a>(&mut self, lines: impl Iterator<Item = &'a TextLine>) {
        for line in lines {
            let word = |w: &uip_model::TextWord| MarkWord {
                page: line.page,
                word: w.word,
            };
            self.furniture.extend(line.words.iter().map(word));
        }
    }

    /// Headings, blocks and tables as sections.
    fn sections(&mut self, lexicon: &ReportLexicon) -> Vec<ReportSectionTranscript> {
        let mut prose = Prose::new(self.body);
        let mut run: Vec<FlowLine> = Vec::new();
        let mut pending: Option<ReportTable> = None;
        for item in std::mem::take(&mut self.items) {
            match item {
                Item::Line(line) => {
                    if let Some(table) = pending.take() {
                        add_table(&mut prose, lexicon, &table);
                    }
                    if run.last().is_some_and(|l| l.container != line.container) {
                        prose.add(&std::mem::take(&mut run));
                    }
                    run.push(line);
                }
                Item::Table(table) => {
                    prose.add(&std::mem::take(&mut run));
                    pending = Some(match pending.take() {
                        Some(before) if continues(&before, &table) => self.joined(before, table),
                        before => {
                            if let Some(before) = before {
                                add_table(&mut prose, lexicon, &before);
                            }
                            table
                        }
                    });
                }
            }
        }
        prose.add(&run);
        if let Some(table) = pending {
            add_table(&mut prose, lexicon, &table);
        }
        let parts = prose.take();
        self.marks.append(&mut prose.marks);
        sections(parts)
    }

    /// A table and its piece on the next page; a repeated header is furniture.
    fn joined(&mut self, mut before: ReportTable, mut table: ReportTable) -> ReportTable {
        let same = match (before.rows.first(), table.rows.first()) {
            (Some(a), Some(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.text() == b.text())
            }
            _ => false,
        };
        if same && !table.rows.is_empty() {
            let header = table.rows.remove(0);
            self.furnish(header.iter().flat_map(|c| &c.lines));
        }
        before.rows.append(&mut table.rows);
        before.page = table.page;
        before.bbox = table.bbox;
        before
    }
}

/// A title that a page break parts from its table: `Tabel 2` and at most two lines more, the last of
/// the page before.
fn title_before_break(rest: &mut Vec<Item>, table: &ReportTable) -> Option<Vec<TextLine>> {
    const LINES: usize = 3;
    let first = rest.len().saturating_sub(LINES);
    let own = |item: &Item| matches!(item, Item::Line(l) if l.line.page + 1 == table.page && l.container == 0);
    let at = (first..rest.len())
        .rev()
        .find(|i| matches!(rest.get(*i), Some(Item::Line(l)) if table_label(&l.line.text)))?;
    if !rest.iter().skip(at).all(own) {
        return None;
    }
    let title = rest.split_off(at).into_iter().filter_map(|item| {
        if let Item::Line(l) = item {
            Some(l.line)
        } else {
            None
        }
    });
    Some(title.collect())
}

/// The same title again, or one that says that the table goes on.
fn continued(title: &[TextLine], known: &[TextLine]) -> bool {
    let text = printed(title).to_lowercase();
    !text.is_empty() && (text == printed(known).to_lowercase() || text.contains("fortsat"))
}

/// `Tabel 2`, `Tabel 2: …`
fn table_label(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let first = words
        .next()
        .is_some_and(|w| w.eq_ignore_ascii_case("tabel"));
    first
        && words
            .next()
            .is_some_and(|w| w.starts_with(|c: char| c.is_ascii_digit()))
}

/// A table at the top of the next page or of the next column that has the columns of the one before.
fn continues(before: &ReportTable, table: &ReportTable) -> bool {
    let columns = |t: &ReportTable| t.rows.iter().map(Vec::len).max();
    let next_page = table.page == before.page + 1;
    let next_column = table.page == before.page
        && table.bbox.x0 > before.bbox.x1
        && table.bbox.y0 < before.bbox.y1;
    (next_page || next_column)
        && columns(before) == columns(table)
        && (before.bbox.width() - table.bbox.width()).abs() < 8.0
}

fn add_table(prose: &mut Prose, lexicon: &ReportLexicon, table: &ReportTable) {
    let key = evaluation::key(lexicon, table);
    prose.add_table(&table.rows, key);
}

/// Headings begin sections; their levels follow from their numbers, else from their type sizes.
fn sections(parts: Vec<Part>) -> Vec<ReportSectionTranscript> {
    let mut sizes: Vec<f32> = Vec::new();
    let rounded = |lines: &[TextLine]| {
        lines
            .iter()
            .map(|l| (l.size * 2.0).round() / 2.0)
            .fold(0.0, f32::max)
    };
    for part in &parts {
        if let Part::Heading(lines) = part
            && !sizes.contains(&rounded(lines))
        {
            sizes.push(rounded(lines));
        }
    }
    sizes.sort_by(|a, b| b.total_cmp(a));
    let mut out: Vec<ReportSectionTranscript> = Vec::new();
    for part in parts {
        match part {
            Part::Heading(heading) => {
                let rank = sizes
                    .iter()
                    .position(|s| *s == rounded(&heading))
                    .unwrap_or(0)
                    + 1;
                let text = heading.first().map(|l| l.text.as_str()).unwrap_or_default();
                out.push(ReportSectionTranscript {
                    level: u8::try_from(depth(text).unwrap_or(rank).clamp(1, 9)).unwrap_or(9),
                    heading,
                    ..ReportSectionTranscript::default()
                });
            }
            Part::Block { block, boxed } => {
                if out.is_empty() {
                    out.push(ReportSectionTranscript {
                        level: 1,
                        ..ReportSectionTranscript::default()
                    });
                }
                if let Some(section) = out.last_mut() {
                    if boxed && !matches!(block, TextBlock::Table { .. }) {
                        section
                            .call_outs
                            .push(u32::try_from(section.blocks.len()).unwrap_or(u32::MAX));
                    }
                    section.blocks.push(block);
                }
            }
        }
    }
    out
}

/// The depth that a heading's number tells: 2 for `2.1 …`, 1 for `Bilag 1 …`.
fn depth(heading: &str) -> Option<usize> {
    let mut words = heading.split_whitespace();
    let first = words.next()?;
    if first.eq_ignore_ascii_case("bilag") {
        let number = words.next()?.trim_end_matches([':', '.', ',']);
        let counted = number.len() <= 2 && number.bytes().all(|b| b.is_ascii_alphanumeric());
        return counted.then_some(1);
    }
    numbered(heading).then(|| first.trim_end_matches(['.', ')']).split('.').count())
}
