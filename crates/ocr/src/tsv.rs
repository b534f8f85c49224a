//! What `tesseract … tsv` prints: a line a word, with the page, block, paragraph and line that it is in.

/// A word as recognised, its box in pixels of the picture that was given.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Seen {
    /// Which of the pictures, counted from 0; later, which cell of the page.
    pub(crate) picture: usize,
    /// Which line of that picture: block, paragraph, line.
    pub(crate) line: (u32, u32, u32),
    /// Left, top, right, bottom of its ink.
    pub(crate) bbox: [f32; 4],
    /// Certainty, 0 to 1.
    pub(crate) confidence: f32,
    /// Part of its box that is ink, where that was looked at; it tells a bullet from a letter.
    pub(crate) ink: Option<f32>,
    /// The text, never empty, without white space at its ends.
    pub(crate) text: String,
}

/// The words of a TSV output. Lines that are none (headers, blocks, warnings) are passed over.
pub(crate) fn words(tsv: &str) -> Vec<Seen> {
    tsv.lines().filter_map(word).collect()
}

fn word(line: &str) -> Option<Seen> {
    /// The level of words: page, block, paragraph, line, word.
    const WORD: u32 = 5;
    let mut fields = line.splitn(12, '\t');
    let mut number = || fields.next()?.parse::<u32>().ok();
    if number()? != WORD {
        return None;
    }
    let picture = usize::try_from(number()?.checked_sub(1)?).ok()?;
    let line = (number()?, number()?, number()?);
    number()?;
    let [x, y, width, height] = [number()?, number()?, number()?, number()?].map(|v| v as f32);
    let confidence: f32 = fields.next()?.parse().ok()?;
    let text = fields.next()?.trim();
    (!text.is_empty()).then(|| Seen {
        picture,
        line,
        bbox: [x, y, x + width, y + height],
        confidence: (confidence / 100.0).clamp(0.0, 1.0),
        ink: None,
        text: text.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_two_pictures() {
        let tsv = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
            1\t1\t0\t0\t0\t0\t0\t0\t640\t480\t-1\t\n\
            5\t1\t2\t1\t3\t1\t10\t20\t30\t40\t96.5\tmio.\n\
            5\t1\t2\t1\t3\t2\t50\t20\t30\t40\t95\t \n\
            5\t2\t1\t1\t1\t1\t1\t2\t3\t4\t0\t\"kr\n\
            5\t0\t1\t1\t1\t1\t1\t2\t3\t4\t0\tx\n\
            5\t1\t1\t1\n";
        assert_eq!(
            words(tsv),
            [
                Seen {
                    picture: 0,
                    line: (2, 1, 3),
                    bbox: [10.0, 20.0, 40.0, 60.0],
                    confidence: 0.965,
                    ink: None,
                    text: "mio.".to_owned()
                },
                Seen {
                    picture: 1,
                    line: (1, 1, 1),
                    bbox: [1.0, 2.0, 4.0, 6.0],
                    confidence: 0.0,
                    ink: None,
                    text: "\"kr".to_owned()
                },
            ]
        );
    }
}
