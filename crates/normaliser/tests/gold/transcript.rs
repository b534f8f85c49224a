//! Makes the transcript that a perfect extractor would give from a gold file.

use std::sync::LazyLock;

use serde_json::Value;
use uip_extractor::Lexicon;
use uip_model::*;

/// How the text lies on the page.
#[derive(Clone, Copy)]
pub(crate) enum Layout {
    /// Every paragraph on one long line.
    Straight,
    /// Lines of so many characters, words cut by hyphens.
    Wrapped { columns: usize },
}

/// The transcript of a gold file.
pub(crate) fn of(gold: &Value, layout: Layout) -> Transcript {
    let pen = Pen { layout };
    let mut area = None;
    let mut initiatives = Vec::new();
    for item in array(&gold["items"]) {
        if item["type"] == "area" {
            let name = string(&item["text"]);
            let key = if name.to_lowercase().contains("voks") {
                "voksne"
            } else {
                "børn_og_unge"
            };
            area = Some(AreaHeading {
                key: Some(key.to_owned()),
                lines: pen.lines(name),
            });
        } else {
            initiatives.push(initiative(item, area.clone(), &pen));
        }
    }
    let front = array(&gold["front"]);
    Transcript {
        pages: 1,
        kind: Kind::Release,
        front: front
            .iter()
            .map(|l| TextBlock::Paragraph {
                lines: pen.lines(string(l)),
            })
            .collect(),
        initiatives,
        ..Transcript::default()
    }
}

struct Pen {
    layout: Layout,
}

impl Pen {
    fn lines(&self, text: &str) -> Vec<TextLine> {
        let printed = match self.layout {
            Layout::Straight => vec![text.to_owned()],
            Layout::Wrapped { columns } => wrap(text, columns),
        };
        printed
            .into_iter()
            .enumerate()
            .map(|(n, text)| line(text, n))
            .collect()
    }
}

fn line(text: String, n: usize) -> TextLine {
    let mut words = Vec::new();
    let mut start = 0;
    for word in text.split(' ') {
        let end = start + word.len();
        let y = n as f32 * 12.0;
        words.push(TextWord {
            start: start as u32,
            end: end as u32,
            bbox: Rect::new(start as f32 * 5.0, y, end as f32 * 5.0, y + 10.0),
            word: 0,
        });
        start = end + 1;
    }
    TextLine {
        text,
        page: 1,
        words,
        ..TextLine::default()
    }
}

/// Wraps at spaces, behind hyphens and slashes inside words, and inside long words with a hyphen
/// before a consonant and a vowel.
fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let mut rest = word.to_owned();
        loop {
            let line = lines.last_mut().unwrap();
            let used = line.chars().count() + usize::from(!line.is_empty());
            if used + rest.chars().count() <= columns {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(&rest);
                break;
            }
            let room = columns.saturating_sub(used);
            if let Some((head, tail)) = cut(&rest, room) {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(&head);
                rest = tail;
            } else if line.is_empty() {
                line.push_str(&rest);
                break;
            }
            lines.push(String::new());
        }
    }
    lines
}

fn cut(word: &str, room: usize) -> Option<(String, String)> {
    let chars: Vec<char> = word.chars().collect();
    let text = |range: &[char]| -> String { range.iter().collect() };
    for at in (2..chars.len().saturating_sub(2)).rev() {
        let (before, here, next) = (chars[at - 1], chars[at], chars[at + 1]);
        if matches!(before, '-' | '/') && here.is_alphanumeric() && at <= room {
            return Some((text(&chars[..at]), text(&chars[at..])));
        }
        let vowel = |c: char| "aeiouyæøå".contains(c);
        let small = chars[at - 2..at + 2].iter().all(|c| c.is_lowercase());
        let syllable =
            small && !vowel(here) && vowel(next) && chars[..at].iter().any(|c| vowel(*c));
        if syllable && at < room {
            return Some((text(&chars[..at]) + "-", text(&chars[at..])));
        }
    }
    None
}

fn initiative(item: &Value, area: Option<AreaHeading>, pen: &Pen) -> InitiativeTranscript {
    let label = string(&item["facts"]["id_label"]);
    let heading = string(&item["heading"])
        .strip_prefix(label)
        .unwrap()
        .trim_start_matches([':', ' ']);
    let budget = &item["budget"];
    let cells = |row: &Value| -> Vec<BudgetCell> {
        let cells = array(row);
        cells.iter().map(|c| budget_cell(string(c), pen)).collect()
    };
    InitiativeTranscript {
        label: label.to_owned(),
        heading: pen.lines(heading),
        area,
        rows: array(&item["rows"]).iter().map(|r| row(r, pen)).collect(),
        budgets: vec![BudgetTranscript {
            header: cells(&budget["header"]),
            rows: array(&budget["rows"]).iter().map(cells).collect(),
            caption: budget["caption"]
                .as_str()
                .map(|c| pen.lines(c))
                .unwrap_or_default(),
            ..BudgetTranscript::default()
        }],
        ..InitiativeTranscript::default()
    }
}

fn budget_cell(text: &str, pen: &Pen) -> BudgetCell {
    BudgetCell {
        lines: if text.is_empty() {
            Vec::new()
        } else {
            pen.lines(text)
        },
        origin: None,
    }
}

fn row(row: &Value, pen: &Pen) -> RowTranscript {
    let heading = string(&row["heading"]);
    RowTranscript {
        number: string(&row["number"]).to_owned(),
        marker: string(&row["marker"]).to_owned(),
        heading: pen.lines(heading),
        matched: matched(heading),
        blocks: array(&row["body"]).iter().map(|b| block(b, pen)).collect(),
        origin: Vec::new(),
    }
}

fn block(block: &Value, pen: &Pen) -> TextBlock {
    let items = |key: &str| -> Vec<Vec<TextLine>> {
        array(&block[key])
            .iter()
            .map(|t| pen.lines(string(t)))
            .collect()
    };
    if let Some(text) = block["p"].as_str() {
        let lines = if text == "[figure]" {
            Vec::new()
        } else {
            pen.lines(text)
        };
        return TextBlock::Paragraph { lines };
    }
    if let Some(text) = block["sub"].as_str() {
        return TextBlock::SubHeading {
            lines: pen.lines(text),
            matched: matched(text),
        };
    }
    if block.get("bullets").is_some() {
        return TextBlock::Bullets {
            mark: string(&block["mark"]).to_owned(),
            items: items("bullets"),
        };
    }
    if block.get("numbered").is_some() {
        let items = items("numbered");
        let style = block["style"].as_str().unwrap_or("1.");
        let labels = match block.get("labels") {
            Some(labels) => array(labels).iter().map(|l| string(l).to_owned()).collect(),
            None => (0..items.len()).map(|i| label(style, i)).collect(),
        };
        return TextBlock::Numbered { labels, items };
    }
    if block.get("checkboxes").is_some() {
        let items = array(&block["checkboxes"])
            .iter()
            .map(|c| choice(string(&c[0]), c[1] == true, pen))
            .collect();
        return TextBlock::Checkboxes { items };
    }
    if block.get("chevrons").is_some() {
        let active = block["active"].as_u64().unwrap();
        let items = array(&block["chevrons"])
            .iter()
            .enumerate()
            .map(|(i, name)| choice(string(name), i as u64 == active, pen))
            .collect();
        return TextBlock::Arrows {
            items,
            by: "fill".to_owned(),
        };
    }
    if let Some(text) = block["footnote"].as_str() {
        return TextBlock::Footnote {
            mark: String::new(),
            lines: pen.lines(text),
        };
    }
    let three = block["columns"] == 3;
    let mut rows = array(&block["timetable"]).iter().map(|row| {
        let piece = |t: &Value, mark: &str| CellPiece {
            mark: mark.to_owned(),
            lines: pen.lines(string(t)),
        };
        let pieces = match row[1].as_array() {
            Some(many) => many.iter().map(|t| piece(t, "-")).collect(),
            None => vec![piece(&row[1], "")],
        };
        let mut cells = vec![vec![piece(&row[0], "")], pieces];
        if three {
            // The last entry is a column of its own.
            let last = match row.get(2) {
                Some(last) => piece(last, ""),
                None => cells[1].pop().unwrap(),
            };
            cells.push(vec![last]);
        }
        cells
    });
    let header = rows.next().unwrap();
    TextBlock::Table {
        matched: key("timetable"),
        header: header
            .into_iter()
            .map(|mut cell| cell.remove(0).lines)
            .collect(),
        rows: rows.collect(),
    }
}

fn label(style: &str, i: usize) -> String {
    let (head, tail) = style.split_at(style.len() - 1);
    match head {
        "A" => format!("{}{tail}", char::from(b'A' + i as u8)),
        _ => format!("{}{tail}", i + 1),
    }
}

fn choice(name: &str, chosen: bool, pen: &Pen) -> Choice {
    let phase = name.to_lowercase();
    let phase = ["screening", "modning", "afprøvning", "udbredelse"]
        .into_iter()
        .find(|p| phase.starts_with(p))
        .unwrap();
    Choice {
        lines: pen.lines(name),
        matched: key(phase),
        chosen,
        ..Choice::default()
    }
}

fn key(key: &str) -> Match {
    Match {
        key: key.to_owned(),
        nearest: String::new(),
        certainty: 1.0,
    }
}

/// What the lexicon that the program ships with says of a heading.
fn matched(heading: &str) -> Match {
    let found = LEXICON.section(heading);
    if found.certainty < uip_extractor::LIKELY {
        return key("other");
    }
    found
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::default);

fn array(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn string(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
