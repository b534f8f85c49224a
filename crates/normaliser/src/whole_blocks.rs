//! Puts blocks together that a page break or uneven leading cut: a paragraph or list item that goes
//! on in the paragraph below it.

use uip_model::{TextBlock, TextLine};

/// The blocks with those put together that were one.
pub(crate) fn whole_blocks(blocks: Vec<TextBlock>) -> Vec<TextBlock> {
    let mut whole: Vec<TextBlock> = Vec::with_capacity(blocks.len());
    for block in blocks {
        let TextBlock::Paragraph { lines } = block else {
            whole.push(block);
            continue;
        };
        let open = whole.last_mut().and_then(|last| match last {
            TextBlock::Paragraph { lines } => Some((lines, true)),
            TextBlock::Bullets { items, .. } | TextBlock::Numbered { items, .. } => {
                items.last_mut().map(|item| (item, false))
            }
            _ => None,
        });
        match open {
            Some((open, paragraph)) if goes_on(open, &lines, paragraph) => open.extend(lines),
            _ => whole.push(TextBlock::Paragraph { lines }),
        }
    }
    whole
}

/// Whether the lines below go on with the paragraph or item above: behind a word that ends no
/// sentence, or in a small letter behind a line that is open and, on the same page, full or a sentence's.
fn goes_on(above: &[TextLine], below: &[TextLine], paragraph: bool) -> bool {
    let (Some(last), Some(first)) = (above.last(), below.first()) else {
        return false;
    };
    if first.page != last.page && first.page != last.page + 1 {
        return false;
    }
    let text = last.text.trim_end();
    let end = text.chars().next_back().unwrap_or('.');
    let begin = first.text.trim_start().chars().next().unwrap_or('.');
    if OPEN_WORDS.contains(&text.rsplit(' ').next().unwrap_or_default()) {
        return begin.is_alphanumeric();
    }
    let open_end = end.is_alphanumeric() || matches!(end, ',' | '-' | '\u{ad}' | '\u{2010}' | '/');
    let full = last.page != first.page || text.chars().count() >= FULL_LINE;
    // A sentence that has begun, in a narrow column.
    let begun = above
        .first()
        .is_some_and(|l| l.text.starts_with(char::is_uppercase));
    let sentence = paragraph && begun && text.chars().count() >= NARROW_LINE;
    open_end && (full || sentence) && begin.is_lowercase()
}

/// Words that no paragraph ends with.
const OPEN_WORDS: [&str; 18] = [
    "og", "eller", "samt", "til", "i", "af", "for", "med", "på", "at", "som", "der", "en", "et",
    "den", "det", "om", "fra",
];

/// Characters of a line that was wrapped because it was full, rather than ended.
const FULL_LINE: usize = 60;

/// Characters of a line of running text in a narrow column.
const NARROW_LINE: usize = 25;

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(page: u32, text: &str) -> TextBlock {
        let line = TextLine {
            text: text.to_owned(),
            page,
            ..TextLine::default()
        };
        TextBlock::Paragraph { lines: vec![line] }
    }

    fn count(blocks: Vec<TextBlock>) -> usize {
        whole_blocks(blocks).len()
    }

    #[test]
    fn cut_paragraphs_are_put_together() {
        let cut = vec![
            paragraph(1, "Der støttes unge,"),
            paragraph(2, "som har brug for det."),
        ];
        assert_eq!(count(cut), 1);
        let word = vec![paragraph(1, "Et tæt samar-"), paragraph(2, "bejde.")];
        assert_eq!(count(word), 1);
        let name = vec![
            paragraph(1, "Midler til Social- og"),
            paragraph(1, "Boligstyrelsen."),
        ];
        assert_eq!(count(name), 1);
        let narrow = vec![
            paragraph(1, "Formålet med screeningen er at samle"),
            paragraph(1, "viden om en metode."),
        ];
        assert_eq!(count(narrow), 1);
        let full = "Der afsættes en del midler til en pulje, som kan søges af fire til fem";
        assert_eq!(
            count(vec![paragraph(1, full), paragraph(1, "kommuner.")]),
            1
        );
        let item = TextBlock::Bullets {
            mark: "-".to_owned(),
            items: vec![vec![TextLine {
                text: "flere unge".to_owned(),
                page: 1,
                ..TextLine::default()
            }]],
        };
        assert_eq!(count(vec![item, paragraph(2, "får hjælp")]), 1);
    }

    #[test]
    fn whole_paragraphs_stay_apart() {
        let ended = vec![paragraph(1, "Der støttes unge."), paragraph(2, "og børn")];
        assert_eq!(count(ended), 2);
        let short = vec![paragraph(1, "fælles mål"), paragraph(1, "en fast kontakt")];
        assert_eq!(count(short), 2);
        let capital = vec![
            paragraph(1, "Der støttes unge"),
            paragraph(2, "Børn støttes"),
        ];
        assert_eq!(count(capital), 2);
        let far = vec![
            paragraph(1, "Der støttes unge,"),
            paragraph(3, "som har brug for det."),
        ];
        assert_eq!(count(far), 2);
    }
}
