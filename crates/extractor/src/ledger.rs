//! The ledger: every visible character is in a line or mark of the transcript, is furniture, or is a
//! leftover.
//!
//! It is added up from the transcript itself, not from notes taken on the way: a word that a step
//! drops is missing here, and one that two blocks hold is found.

use uip_layout::{lines, text_of};
use uip_model::{
    CellPiece, Coverage, EvaluationTranscript, Finding, InitiativeTranscript, Leftover, MarkWord,
    Origin, PageSet, PortfolioTranscript, ReportSectionTranscript, TextBlock, TextLine, Transcript,
    Visibility,
};

/// Leftovers listed one by one; a document with more is not a UIP document, and the sum says so.
const MAX_LEFTOVERS: usize = 2_000;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Claim {
    None,
    Field,
    Furniture,
}

/// Adds up the ledger and puts it into the transcript, with a finding for every word that two places
/// claim.
pub(crate) fn close(transcript: &mut Transcript, pages: &PageSet) {
    let mut claims: Vec<Vec<Claim>> = pages
        .pages
        .iter()
        .map(|p| vec![Claim::None; p.words.len()])
        .collect();
    let mut doubled: Vec<(u32, u32)> = Vec::new();
    let mut claim = |page: u32, word: u32, kind: Claim| {
        let slot = (page as usize)
            .checked_sub(1)
            .and_then(|p| claims.get_mut(p))
            .and_then(|p| p.get_mut(word as usize));
        match slot {
            Some(slot) if *slot == Claim::None => *slot = kind,
            _ => doubled.push((page, word)),
        }
    };
    each_line(transcript, &mut |line| {
        line.words
            .iter()
            .for_each(|w| claim(line.page, w.word, Claim::Field))
    });
    transcript
        .marks
        .iter()
        .for_each(|m: &MarkWord| claim(m.page, m.word, Claim::Field));
    transcript
        .furniture
        .iter()
        .for_each(|m| claim(m.page, m.word, Claim::Furniture));

    let mut coverage = Coverage::default();
    for (page, claims) in pages.pages.iter().zip(&claims) {
        let mut left: Vec<u32> = Vec::new();
        for (i, (word, claim)) in page.words.iter().zip(claims).enumerate() {
            let n = word.text.chars().filter(|c| !c.is_whitespace()).count() as u64;
            if word.visibility != Visibility::Visible && *claim == Claim::None {
                coverage.hidden += n;
                continue;
            }
            coverage.characters += n;
            match claim {
                Claim::Field => coverage.assigned += n,
                Claim::Furniture => coverage.furniture += n,
                Claim::None => {
                    coverage.unassigned += n;
                    left.extend(u32::try_from(i));
                }
            }
        }
        for line in lines(page, &left) {
            if coverage.leftovers.len() < MAX_LEFTOVERS {
                let line = text_of(page, &line);
                coverage.leftovers.push(Leftover {
                    page: page.number,
                    bbox: line.bbox,
                    text: line.text,
                });
            }
        }
    }
    transcript.coverage = coverage;
    for (page, word) in doubled {
        let found = (page as usize)
            .checked_sub(1)
            .and_then(|p| pages.pages.get(p))
            .and_then(|p| p.words.get(word as usize));
        let origin = found
            .map(|w| Origin { page, bbox: w.bbox })
            .into_iter()
            .collect();
        let text = found.map_or("", |w| w.text.as_str());
        transcript
            .findings
            .push(Finding::new("claimed_twice", origin).arg("text", text));
    }
}

/// Calls the function with every line of the transcript; lines that initiatives share (their area's
/// heading) once.
pub fn each_line<'a>(transcript: &'a Transcript, f: &mut impl FnMut(&'a TextLine)) {
    transcript.front.iter().for_each(|b| block_lines(b, f));
    let mut area = None;
    for initiative in &transcript.initiatives {
        // Initiatives under one area heading share its lines.
        if area != Some(&initiative.area) {
            initiative
                .area
                .iter()
                .flat_map(|a| &a.lines)
                .for_each(&mut *f);
        }
        area = Some(&initiative.area);
        initiative_lines(initiative, f);
    }
    transcript.back.iter().for_each(|b| block_lines(b, f));
    if let Some(PortfolioTranscript { tables, sections }) = &transcript.portfolio {
        for table in tables {
            table.title.iter().for_each(&mut *f);
            table.header.iter().flatten().for_each(&mut *f);
            table.areas.iter().flat_map(|a| &a.lines).for_each(&mut *f);
            table
                .rows
                .iter()
                .flatten()
                .flat_map(|c| &c.lines)
                .for_each(&mut *f);
        }
        sections.iter().for_each(|s| section_lines(s, f));
    }
    if let Some(EvaluationTranscript { sections, .. }) = &transcript.evaluation {
        sections.iter().for_each(|s| section_lines(s, f));
    }
}

fn section_lines<'a>(section: &'a ReportSectionTranscript, f: &mut impl FnMut(&'a TextLine)) {
    section.heading.iter().for_each(&mut *f);
    section.blocks.iter().for_each(|b| block_lines(b, f));
}

fn initiative_lines<'a>(initiative: &'a InitiativeTranscript, f: &mut impl FnMut(&'a TextLine)) {
    initiative.heading.iter().for_each(&mut *f);
    for row in &initiative.rows {
        row.heading.iter().for_each(&mut *f);
        row.blocks.iter().for_each(|b| block_lines(b, f));
    }
    for budget in &initiative.budgets {
        budget
            .header
            .iter()
            .chain(budget.rows.iter().flatten())
            .flat_map(|c| &c.lines)
            .for_each(&mut *f);
        budget.caption.iter().for_each(&mut *f);
    }
    initiative.notes.iter().for_each(|b| block_lines(b, f));
}

fn block_lines<'a>(block: &'a TextBlock, f: &mut impl FnMut(&'a TextLine)) {
    match block {
        TextBlock::Paragraph { lines }
        | TextBlock::SubHeading { lines, .. }
        | TextBlock::Footnote { lines, .. } => lines.iter().for_each(f),
        TextBlock::Bullets { items, .. } | TextBlock::Numbered { items, .. } => {
            items.iter().flatten().for_each(f)
        }
        TextBlock::Checkboxes { items } | TextBlock::Arrows { items, .. } => {
            items.iter().flat_map(|c| &c.lines).for_each(f)
        }
        TextBlock::Table { header, rows, .. } => {
            header.iter().flatten().for_each(&mut *f);
            rows.iter()
                .flatten()
                .flatten()
                .flat_map(|p: &CellPiece| &p.lines)
                .for_each(f);
        }
    }
}
