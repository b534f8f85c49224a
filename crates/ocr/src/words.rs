//! From recognised words to the words of a page: places in points, a baseline and a size a line, and
//! a box for each character.

use std::collections::BTreeMap;

use uip_model::{Char, Colour, Font, Page, Rect, Visibility, Word};

use crate::tsv::Seen;

/// Height of capitals, digits and ascenders above the baseline as a part of the font size; 0.66 in
/// Times, 0.72 in Arial.
const ASCENT: f32 = 0.69;

/// Height of `x`: 0.45 in Times, 0.52 in Arial.
const X_HEIGHT: f32 = 0.48;

/// Ascent and descent of a word's box, as the fonts of printed releases have them.
const BOX: (f32, f32) = (0.89, 0.22);

/// Sizes closer than this part of each other are one size, measured with the roughness of pixels.
const SAME_SIZE: f32 = 0.09;

/// What reaches above the height of `x`.
fn is_tall(c: char) -> bool {
    c.is_uppercase() || c.is_ascii_digit() || "bdfhkltß".contains(c)
}

/// What sits on the baseline and is as high as `x`.
fn is_low(c: char) -> bool {
    "acemnorsuvwxzæø".contains(c)
}

/// What sits on the baseline.
fn stands(c: char) -> bool {
    (is_tall(c) && !"Q".contains(c)) || is_low(c) || "iåéäö.:!?%".contains(c)
}

/// What reaches neither above capitals nor below the baseline, so that a word's box is its height.
fn hangs(c: char) -> bool {
    "gjpqyQ,;()[]{}|/_§@".contains(c)
}

/// What a line's words say together.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Measure {
    /// The baseline at x = 0 and its rise a point, in points of the page.
    baseline: f32,
    slope: f32,
    /// Font size; 0 where no letter says it.
    size: f32,
}

/// Puts the words and the boxes to tick on the page. `seen` has its boxes in points of the page; all
/// words of a line have its key in `line` and `picture`.
pub(crate) fn put(page: &mut Page, seen: &[Seen], boxes: &[(Rect, bool)]) {
    let mut lines: BTreeMap<_, Vec<&Seen>> = BTreeMap::new();
    for word in seen {
        lines
            .entry((word.picture, word.line))
            .or_default()
            .push(word);
    }
    // All lines of a page lie alike.
    let slopes = lines.values().filter_map(|words| slope(&feet(words)));
    let slope = median(slopes.collect()).unwrap_or(0.0);
    let mut lines: Vec<(Measure, Vec<&Seen>)> = lines
        .into_values()
        .map(|words| (Measure::of(&words, slope), words))
        .collect();
    settle_sizes(&mut lines);
    page.fonts = vec![Font {
        name: "ocr".to_owned(),
        ..Font::default()
    }];
    page.words.clear();
    page.chars.clear();
    for (measure, words) in &lines {
        for (index, word) in words.iter().enumerate() {
            let text = if index == 0 && is_bullet(measure, word) {
                "•".to_owned()
            } else {
                cleaned(&word.text)
            };
            put_word(page, measure, word, text);
        }
    }
    for (bbox, ticked) in boxes {
        put_box(page, &lines, bbox, *ticked);
    }
}

/// Whether what was read as a short word is a round dot at half the height of letters.
fn is_bullet(measure: &Measure, word: &Seen) -> bool {
    /// A disc fills 0.79 of its box.
    const FULL: f32 = 0.6;
    let [x0, y0, x1, y1] = word.bbox;
    let (width, height) = (x1 - x0, y1 - y0);
    let middle = measure.baseline + measure.slope * x0 - (y0 + y1) / 2.0;
    word.ink.is_some_and(|ink| ink > FULL)
        && (0.7..1.4).contains(&(width / height.max(0.01)))
        && (0.12..0.55).contains(&(height / measure.size.max(0.01)))
        && (0.15..0.55).contains(&(middle / measure.size.max(0.01)))
}

/// Puts a box on the line that it stands in.
fn put_box(page: &mut Page, lines: &[(Measure, Vec<&Seen>)], bbox: &Rect, ticked: bool) {
    let beside = lines
        .iter()
        .filter_map(|(measure, words)| {
            let nearest = words
                .iter()
                .map(|w| (w.bbox[0] - bbox.x1).max(bbox.x0 - w.bbox[2]).max(0.0))
                .min_by(f32::total_cmp)?;
            let off = (measure.baseline - bbox.y1).abs();
            (off < 0.5 * bbox.height()).then_some((nearest, measure))
        })
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, measure)| *measure);
    let measure = beside.unwrap_or(Measure {
        baseline: bbox.y1,
        slope: 0.0,
        size: bbox.height() / ASCENT,
    });
    let seen = Seen {
        picture: 0,
        line: (0, 0, 0),
        bbox: [bbox.x0, bbox.y0, bbox.x1, bbox.y1],
        confidence: 1.0,
        ink: None,
        text: String::new(),
    };
    let text = if ticked { "☒" } else { "☐" };
    put_word(page, &measure, &seen, text.to_owned());
}

fn median(mut values: Vec<f32>) -> Option<f32> {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied()
}

/// The middles and feet of the words that stand on the baseline.
fn feet(words: &[&Seen]) -> Vec<(f32, f32)> {
    words
        .iter()
        .filter(|w| w.text.chars().any(stands) && !w.text.chars().any(hangs))
        .map(|w| ((w.bbox[0] + w.bbox[2]) / 2.0, w.bbox[3]))
        .collect()
}

impl Measure {
    fn of(words: &[&Seen], slope: f32) -> Self {
        let feet = feet(words);
        let foot = median(feet.iter().map(|(x, y)| y - slope * x).collect());
        let of_all = |what: fn(&Seen) -> f32| median(words.iter().map(|w| what(w)).collect());
        let baseline = foot.unwrap_or_else(|| {
            // Only words with descenders: these take a quarter of their height.
            let bottom = of_all(|w| w.bbox[3]).unwrap_or(0.0);
            bottom - 0.24 * of_all(|w| w.bbox[3] - w.bbox[1]).unwrap_or(0.0)
        });
        let above = |w: &Seen| baseline + slope * (w.bbox[0] + w.bbox[2]) / 2.0 - w.bbox[1];
        let heights = |chosen: fn(&str) -> bool, part: f32| {
            let chosen = words.iter().filter(|w| chosen(&w.text));
            median(chosen.map(|w| above(w) / part).collect())
        };
        let tall = |text: &str| {
            text.chars().any(is_tall) && !text.contains(['Å', 'É', '(', '[', '/', '|'])
        };
        let low = |text: &str| text.chars().all(is_low);
        Self {
            baseline,
            slope,
            size: heights(tall, ASCENT)
                .or_else(|| heights(low, X_HEIGHT))
                .unwrap_or(0.0),
        }
    }
}

/// The rise of a line over its feet, from its first third to its last; `None` for short lines.
fn slope(feet: &[(f32, f32)]) -> Option<f32> {
    /// Points; below this the feet's roughness is more than the rise.
    const LONG: f32 = 150.0;
    /// Tangent of more degrees than a scan lies askew.
    const STEEP: f32 = 0.05;
    let mut feet = feet.to_vec();
    feet.sort_by(|a, b| a.0.total_cmp(&b.0));
    let third = feet.len() / 3;
    let middle = |part: &[(f32, f32)]| {
        Some((
            median(part.iter().map(|p| p.0).collect())?,
            median(part.iter().map(|p| p.1).collect())?,
        ))
    };
    let first = feet.get(..third).and_then(middle)?;
    let last = feet.get(feet.len() - third..).and_then(middle)?;
    (last.0 - first.0 > LONG)
        .then(|| ((last.1 - first.1) / (last.0 - first.0)).clamp(-STEEP, STEEP))
}

/// Gives lines of about one size the same size, the commonest first, so that the roughness of pixels
/// makes no headings; lines without a size get the commonest.
fn settle_sizes(lines: &mut [(Measure, Vec<&Seen>)]) {
    let mut weights: Vec<(f32, usize)> = lines
        .iter()
        .filter(|(measure, _)| measure.size > 0.0)
        .map(|(measure, words)| (measure.size, words.iter().map(|w| w.text.len()).sum()))
        .collect();
    let mut sizes: Vec<f32> = Vec::new();
    while !weights.is_empty() {
        let near = |a: f32, b: f32| (a - b).abs() <= SAME_SIZE * a.max(b);
        let weight = |size: f32| -> usize {
            weights
                .iter()
                .filter(|(other, _)| near(size, *other))
                .map(|(_, weight)| weight)
                .sum()
        };
        let best = weights
            .iter()
            .map(|(size, _)| (weight(*size), *size))
            .max_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        let Some((_, centre)) = best else { break };
        let members: Vec<f32> = weights
            .iter()
            .filter(|(size, _)| near(centre, *size))
            .map(|(size, _)| *size)
            .collect();
        weights.retain(|(size, _)| !near(centre, *size));
        sizes.push(median(members).unwrap_or(centre));
    }
    let common = sizes.first().copied().unwrap_or(10.0);
    for (measure, _) in lines {
        let own = measure.size;
        measure.size = if own > 0.0 {
            sizes
                .iter()
                .copied()
                .min_by(|a, b| (a - own).abs().total_cmp(&(b - own).abs()))
                .unwrap_or(own)
        } else {
            common
        };
    }
}

fn put_word(page: &mut Page, measure: &Measure, seen: &Seen, text: String) {
    let [x0, _, x1, _] = seen.bbox;
    let baseline = measure.baseline + measure.slope * (x0 + x1) / 2.0;
    let first = page.chars.len();
    let total: f32 = text.chars().map(share).sum();
    let mut x = x0;
    for c in text.chars() {
        let end = x + (x1 - x0) * share(c) / total.max(0.01);
        page.chars.push(Char {
            value: c,
            raw: c,
            x0: x,
            x1: end,
        });
        x = end;
    }
    let index = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    page.words.push(Word {
        text,
        chars: (index(first), index(page.chars.len())),
        bbox: Rect::new(
            x0,
            baseline - BOX.0 * measure.size,
            x1,
            baseline + BOX.1 * measure.size,
        ),
        baseline,
        size: measure.size,
        font: 0,
        colour: Colour::default(),
        glued: false,
        visibility: Visibility::Visible,
        confidence: Some(seen.confidence),
    });
}

/// Danish prints no em dash; it is how a longer en dash is taken.
fn cleaned(text: &str) -> String {
    text.replace('—', "–")
}

/// About how wide a character is beside others.
fn share(c: char) -> f32 {
    match c {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.3,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '-' | 'I' => 0.37,
        'm' | 'w' | 'æ' | 'M' | 'W' | 'Æ' | '%' => 0.85,
        c if c.is_uppercase() => 0.7,
        _ => 0.5,
    }
}
