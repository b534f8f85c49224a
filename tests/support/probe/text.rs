//! Lines of text: as amounts, periods and cells of their own, joined, and as what every kind of
//! section of an initiative says.

use uip::model::{
    BudgetCell, BudgetTranscript, CellPiece, InitiativeTranscript, Kind, Match, Origin, Rect,
    RowTranscript, TextBlock, TextLine, TextWord, Transcript,
};
use uip_normaliser::{Unit, Vocabulary, amount, cell, join, period};

/// The keys of the sections in turn, as the lexicon has them.
const KEYS: [&str; 14] = [
    "title",
    "recipients",
    "purpose",
    "description",
    "target_group",
    "theme_target",
    "schedule",
    "duration",
    "phase",
    "pool_criteria",
    "direct_grants",
    "economy",
    "evaluation",
    "other",
];

/// Any bytes as lines of text. A line `#` begins the next section.
pub fn text(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let printed: Vec<String> = text.split('\n').map(shown).collect();
    let mut earlier = None;
    for line in &printed {
        if let Ok(amount) = amount(line) {
            assert!(
                amount
                    .min
                    .is_none_or(|min| amount.max.is_none_or(|max| min <= max))
            );
        }
        for unit in [Unit::Kroner, Unit::Thousand, Unit::Million, Unit::Billion] {
            // A value or an error; either is an answer.
            let _ = cell(line, unit);
        }
        if let Ok(period) = period(line, earlier) {
            earlier = period.end.or(period.start);
        }
    }
    let lines: Vec<TextLine> = (1..)
        .zip(&printed)
        .map(|(n, line)| line_of(n, line))
        .collect();
    check_join(&lines);
    super::finish(transcript(&lines));
}

/// As the `pdf` and `layout` steps give lines: no controls, words separated by single spaces.
fn shown(line: &str) -> String {
    let line: String = line.chars().filter(|c| !c.is_control()).collect();
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn line_of(n: u16, text: &str) -> TextLine {
    let y = f32::from(n) * 14.0;
    let place = |start: usize, end: usize| {
        Rect::new(
            70.0 + 5.0 * start as f32,
            y,
            70.0 + 5.0 * end as f32,
            y + 11.0,
        )
    };
    let mut words = Vec::new();
    let mut start = 0;
    for (number, word) in text.split(' ').filter(|word| !word.is_empty()).enumerate() {
        let end = start + word.len();
        words.push(TextWord {
            start: u32::try_from(start).unwrap(),
            end: u32::try_from(end).unwrap(),
            bbox: place(start, end),
            word: u32::from(n) * 1_000 + u32::try_from(number).unwrap(),
        });
        start = end + 1;
    }
    TextLine {
        text: text.to_owned(),
        page: 1,
        bbox: place(0, text.len()),
        words,
        bold: false,
        italic: false,
        size: 11.0,
    }
}

/// Every decision at a line end can be taken back, and the text has its places. Inside a line, soft
/// hyphens and what has no width go, and the kinds of hyphen become one; so letters and digits are
/// compared.
fn check_join(lines: &[TextLine]) {
    let mut vocabulary = Vocabulary::default();
    let mut cut = false;
    for line in lines {
        cut = vocabulary.add_line(&line.text, cut);
    }
    let joined = join(lines, &vocabulary);
    let letters = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let printed: String = lines.iter().map(|line| letters(&line.text)).collect();
    assert_eq!(letters(&joined.printed()), printed);
    if !joined.text.is_empty() {
        assert!(!joined.origin(0..joined.text.len()).is_empty());
    }
}

/// A release with one initiative whose sections hold the lines, as paragraphs, lists and tables in
/// turn, and whose budget holds them as cells.
fn transcript(lines: &[TextLine]) -> Transcript {
    let mut initiative = InitiativeTranscript {
        label: "1.1".to_owned(),
        heading: lines.first().cloned().into_iter().collect(),
        ..InitiativeTranscript::default()
    };
    let parts: Vec<&[TextLine]> = lines.split(|line| line.text == "#").collect();
    for (n, part) in parts.iter().enumerate() {
        let key = KEYS[n % KEYS.len()];
        let number = (n + 1).to_string();
        initiative.rows.push(RowTranscript {
            marker: format!("{number})"),
            number,
            heading: part.first().cloned().into_iter().collect(),
            matched: Match {
                key: key.to_owned(),
                nearest: String::new(),
                certainty: 1.0,
            },
            blocks: blocks(part.get(1..).unwrap_or_default(), n / KEYS.len()),
            origin: Vec::new(),
        });
    }
    initiative.budgets.push(budget(lines));
    Transcript {
        pages: 1,
        kind: Kind::Release,
        initiatives: vec![initiative],
        ..Transcript::default()
    }
}

fn blocks(lines: &[TextLine], form: usize) -> Vec<TextBlock> {
    let items = || lines.chunks(2).map(<[TextLine]>::to_vec);
    let paragraph = TextBlock::Paragraph {
        lines: lines.to_vec(),
    };
    match form % 4 {
        0 => vec![paragraph],
        1 => vec![TextBlock::Bullets {
            mark: "•".to_owned(),
            items: items().collect(),
        }],
        2 => vec![TextBlock::Table {
            matched: Match {
                key: "timetable".to_owned(),
                nearest: String::new(),
                certainty: 1.0,
            },
            header: Vec::new(),
            rows: lines
                .chunks(2)
                .map(|row| row.iter().map(|line| vec![piece(line)]).collect())
                .collect(),
        }],
        _ => vec![
            TextBlock::Numbered {
                labels: (1..).zip(items()).map(|(n, _)| format!("{n}.")).collect(),
                items: items().collect(),
            },
            paragraph,
        ],
    }
}

fn piece(line: &TextLine) -> CellPiece {
    CellPiece {
        mark: String::new(),
        lines: vec![line.clone()],
    }
}

/// The first line's words are the header, each further line's words a row.
fn budget(lines: &[TextLine]) -> BudgetTranscript {
    let cells = |line: &TextLine| -> Vec<BudgetCell> {
        line.text
            .split(' ')
            .map(|word| BudgetCell {
                lines: vec![line_of(1, word)],
                origin: Some(Origin {
                    page: 1,
                    bbox: line.bbox,
                }),
            })
            .collect()
    };
    let header = lines.first().map(cells).unwrap_or_default();
    let rows = lines
        .iter()
        .skip(1)
        .take(6)
        .map(|line| {
            let mut row = cells(line);
            row.resize(header.len(), BudgetCell::default());
            row
        })
        .collect();
    BudgetTranscript {
        header,
        rows,
        turned: false,
        caption: lines.get(7..8).unwrap_or_default().to_vec(),
    }
}
