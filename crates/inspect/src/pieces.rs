//! The transcript as a flat list of pieces in printed order: initiatives, sections, blocks, cells.

use uip::model::{
    AreaHeading, BudgetTranscript, Choice, Colour, InitiativeTranscript, Match, Origin, Rect,
    ReportSectionTranscript, TextBlock, TextLine, Transcript, merge_origins,
};

/// One piece of the transcript.
#[derive(Clone, Debug, Default)]
pub(crate) struct Piece<'a> {
    /// How deep it lies, from 0.
    pub(crate) depth: usize,
    /// What it is: `initiative`, `section`, `paragraph`, `cell`, …
    pub(crate) kind: &'static str,
    /// What the reading says of it: label, key, certainty, tick.
    pub(crate) note: String,
    /// Its lines.
    pub(crate) lines: Vec<&'a TextLine>,
    /// Places that are not its lines': a drawn arrow, an empty cell.
    pub(crate) drawn: Vec<Origin>,
}

impl<'a> Piece<'a> {
    fn new(depth: usize, kind: &'static str, note: impl Into<String>) -> Self {
        Self {
            depth,
            kind,
            note: note.into(),
            ..Self::default()
        }
    }

    fn lines(mut self, lines: impl IntoIterator<Item = &'a TextLine>) -> Self {
        self.lines.extend(lines);
        self
    }

    /// Its box on a page; `None` where nothing of it stands there.
    pub(crate) fn place(&self, page: u32) -> Option<Rect> {
        let lines = self.lines.iter().map(|line| Origin {
            page: line.page,
            bbox: line.bbox,
        });
        let places = merge_origins(lines.chain(self.drawn.iter().copied()));
        let own = places.into_iter().find(|place| place.page == page)?;
        Some(own.bbox)
    }
}

/// How a match is printed: `phase 1.00`, with the nearest wording where it is not the same.
pub(crate) fn matched(found: &Match) -> String {
    if found.certainty >= 0.995 || found.nearest.is_empty() {
        return format!("{} {:.2}", found.key, found.certainty);
    }
    format!(
        "{} {:.2} (nearest {:?})",
        found.key, found.certainty, found.nearest
    )
}

/// A colour as `#rrggbb`.
pub(crate) fn hex(colour: Colour) -> String {
    format!("#{:02x}{:02x}{:02x}", colour.r, colour.g, colour.b)
}

/// All pieces of a transcript.
pub(crate) fn pieces(transcript: &Transcript) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    if !transcript.front.is_empty() {
        out.push(Piece::new(0, "front", "before the first initiative"));
    }
    blocks(&transcript.front, 1, &mut out);
    let mut area: Option<&AreaHeading> = None;
    for initiative in &transcript.initiatives {
        // Initiatives under one area heading share its lines.
        if let Some(heading) = initiative.area.as_ref().filter(|own| area != Some(*own)) {
            let key = heading.key.as_deref().unwrap_or("unknown");
            out.push(Piece::new(0, "area", key).lines(&heading.lines));
        }
        area = initiative.area.as_ref();
        self::initiative(initiative, &mut out);
    }
    if !transcript.back.is_empty() {
        out.push(Piece::new(0, "back", "after the last initiative"));
    }
    blocks(&transcript.back, 1, &mut out);
    if let Some(portfolio) = &transcript.portfolio {
        for table in &portfolio.tables {
            let note = table.area.as_deref().unwrap_or_default();
            out.push(Piece::new(0, "appendix table", note).lines(&table.title));
            for header in &table.header {
                out.push(Piece::new(1, "header cell", "").lines(header));
            }
            for (r, row) in table.rows.iter().enumerate() {
                for (c, cell) in row.iter().enumerate() {
                    let mut note = format!("{}.{}", r + 1, c + 1);
                    if cell.marked {
                        note.push_str(" marked");
                    }
                    let mut piece = Piece::new(1, "cell", note).lines(&cell.lines);
                    piece.drawn.clone_from(&cell.origin);
                    out.push(piece);
                }
            }
        }
        report(&portfolio.sections, &mut out);
    }
    if let Some(evaluation) = &transcript.evaluation {
        report(&evaluation.sections, &mut out);
    }
    out
}

fn report<'a>(sections: &'a [ReportSectionTranscript], out: &mut Vec<Piece<'a>>) {
    for section in sections {
        let note = format!("level {}", section.level);
        out.push(Piece::new(0, "part", note).lines(&section.heading));
        blocks(&section.blocks, 1, out);
    }
}

fn initiative<'a>(initiative: &'a InitiativeTranscript, out: &mut Vec<Piece<'a>>) {
    let mut head =
        Piece::new(0, "initiative", initiative.label.as_str()).lines(&initiative.heading);
    head.drawn.clone_from(&initiative.label_origin);
    out.push(head);
    for row in &initiative.rows {
        let note = format!("{} {}", row.marker, matched(&row.matched));
        out.push(Piece::new(1, "section", note.trim()).lines(&row.heading));
        blocks(&row.blocks, 2, out);
    }
    for table in &initiative.budgets {
        budget(table, out);
    }
    if !initiative.notes.is_empty() {
        out.push(Piece::new(1, "notes", "outside the sections"));
    }
    blocks(&initiative.notes, 2, out);
}

fn budget<'a>(table: &'a BudgetTranscript, out: &mut Vec<Piece<'a>>) {
    let note = if table.turned { "years as rows" } else { "" };
    out.push(Piece::new(1, "budget", note).lines(&table.caption));
    let header = table
        .header
        .iter()
        .map(|cell| ("header cell", String::new(), cell));
    let rows = table.rows.iter().enumerate().flat_map(|(r, row)| {
        let cells = row.iter().enumerate();
        cells.map(move |(c, cell)| ("cell", format!("{}.{}", r + 1, c + 1), cell))
    });
    for (kind, note, cell) in header.chain(rows) {
        let mut piece = Piece::new(2, kind, note).lines(&cell.lines);
        piece.drawn.extend(cell.origin);
        out.push(piece);
    }
}

fn blocks<'a>(blocks: &'a [TextBlock], depth: usize, out: &mut Vec<Piece<'a>>) {
    for block in blocks {
        match block {
            TextBlock::Paragraph { lines } => {
                out.push(Piece::new(depth, "paragraph", "").lines(lines));
            }
            TextBlock::SubHeading { lines, matched } => {
                let note = self::matched(matched);
                out.push(Piece::new(depth, "sub-heading", note).lines(lines));
            }
            TextBlock::Bullets { mark, items } => {
                for item in items {
                    out.push(Piece::new(depth, "item", mark.as_str()).lines(item));
                }
            }
            TextBlock::Numbered { labels, items } => {
                for (i, item) in items.iter().enumerate() {
                    let label = labels.get(i).map(String::as_str).unwrap_or_default();
                    out.push(Piece::new(depth, "item", label).lines(item));
                }
            }
            TextBlock::Checkboxes { items } => {
                out.extend(items.iter().map(|item| choice(depth, "box", item)));
            }
            TextBlock::Arrows { items, by } => {
                let note = if by.is_empty() {
                    "none stands out".to_owned()
                } else {
                    format!("the chosen one stands out by its {by}")
                };
                out.push(Piece::new(depth, "arrows", note));
                out.extend(items.iter().map(|item| choice(depth + 1, "arrow", item)));
            }
            TextBlock::Table {
                matched,
                header,
                rows,
            } => {
                out.push(Piece::new(depth, "table", self::matched(matched)));
                for cell in header {
                    out.push(Piece::new(depth + 1, "header cell", "").lines(cell));
                }
                for (r, row) in rows.iter().enumerate() {
                    for (c, cell) in row.iter().enumerate() {
                        let note = format!("{}.{}", r + 1, c + 1);
                        let lines = cell.iter().flat_map(|piece| &piece.lines);
                        out.push(Piece::new(depth + 1, "cell", note).lines(lines));
                    }
                }
            }
            TextBlock::Footnote { mark, lines } => {
                out.push(Piece::new(depth, "footnote", mark.as_str()).lines(lines));
            }
        }
    }
}

fn choice<'a>(depth: usize, kind: &'static str, item: &'a Choice) -> Piece<'a> {
    let mut piece = Piece::new(depth, kind, chosen(item)).lines(&item.lines);
    piece.drawn.clone_from(&item.origin);
    piece
}

/// A box or arrow in words: whether it is chosen, its mark and fill, and what the name matches.
pub(crate) fn chosen(item: &Choice) -> String {
    let mut note = if item.chosen { "[x]" } else { "[ ]" }.to_owned();
    if !item.mark.is_empty() {
        note.push_str(&format!(" mark {}", item.mark));
    }
    if let Some(fill) = item.fill {
        note.push_str(&format!(" fill {}", hex(fill)));
    }
    format!("{note} {}", matched(&item.matched))
}
