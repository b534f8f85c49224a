//! One picture read: what its pixels show and what its letters say, turned where it lies on its head.

use std::time::Duration;

use uip_model::{Direction, Rect, Ruling, Shape};

use crate::allowance::Allowance;
use crate::picture::{self, Picture};
use crate::pieces::{self, Piece};
use crate::tesseract::{Failure, Segmentation, Tesseract};
use crate::tsv::Seen;
use crate::{marks, need, readings, unread};

/// What was seen on a page, in points of the page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reading {
    /// Width and height of the page as it is read.
    pub(crate) size: (f32, f32),
    pub(crate) words: Vec<Seen>,
    /// Boxes, and whether they are ticked.
    pub(crate) boxes: Vec<(Rect, bool)>,
    pub(crate) rulings: Vec<Ruling>,
    pub(crate) shapes: Vec<Shape>,
    /// By which right angle the page lay turned, clockwise: 0, 90, 180 or 270.
    pub(crate) turned_degrees: u16,
}

/// Reads a picture. Where the words make no sense it is read once more on its head, and on its side if its
/// pixels do not speak against it, in the time that is left: the pixels do not always tell how a page lies,
/// capitals and figures look much alike from above and below.
pub(crate) fn read(
    picture: Picture,
    tesseract: &Tesseract,
    time: Duration,
) -> Result<Reading, Failure> {
    let allowance = Allowance::new(time);
    let (reading, side) = upright(picture, tesseract, &allowance)?;
    let Some((side, degrees)) = side.filter(|_| reading.is_doubtful()) else {
        return Ok(reading);
    };
    let side = picture::by_right_angles(&side, degrees);
    // What was read stays, whatever the other attempt comes to; it is told to be doubtful.
    Ok(match upright(side, tesseract, &allowance) {
        Ok((turned, _)) if turned.is_better_than(&reading) => Reading {
            turned_degrees: (turned.turned_degrees + degrees) % 360,
            ..turned
        },
        _ => reading,
    })
}

/// Reads a picture as its pixels say that it lies, or on its head; and gives it back where it may lie on its
/// side, with the angle.
fn upright(
    picture: Picture,
    tesseract: &Tesseract,
    allowance: &Allowance,
) -> Result<(Reading, Option<(Picture, u16)>), Failure> {
    let mut analysis = picture::analyse(picture);
    let mut clean = picture::without_rulings(&analysis);
    let points = 72.0 / clean.dpi;
    let mut reading = Reading {
        size: (clean.width as f32 * points, clean.height as f32 * points),
        words: Vec::new(),
        boxes: std::mem::take(&mut analysis.boxes),
        rulings: std::mem::take(&mut analysis.rulings),
        shapes: std::mem::take(&mut analysis.shapes),
        turned_degrees: analysis.turned_degrees,
    };
    // The pixels of all others would be held while the letters are read.
    let side = analysis
        .perhaps_degrees
        .map(|degrees| (std::mem::take(&mut analysis.upright), degrees));
    drop(analysis);
    reading.words = words(&clean, &reading.rulings, tesseract, allowance)?;
    if !reading.is_doubtful() {
        return Ok((reading, None));
    }
    clean.grey.reverse();
    let mut turned = reading.on_its_head();
    // What was read stays here too.
    if let Ok(words) = words(&clean, &turned.rulings, tesseract, allowance) {
        turned.words = words;
    }
    Ok(if turned.is_better_than(&reading) {
        (turned, None)
    } else {
        (reading, side)
    })
}

impl Reading {
    /// Whether words were read that are no Danish and of which the recognition is not certain: letters
    /// upside down, another script, a picture too poor. A list of names has few everyday words too, but
    /// its letters are certain.
    pub(crate) fn is_doubtful(&self) -> bool {
        /// Mean certainty. On twelve pages of scans it is 0.93 or more, and 0.45 or less on their heads.
        const CERTAIN: f32 = 0.7;
        self.is_prose() == Some(false) && self.certainty() < CERTAIN
    }

    /// Whether this, and not the same page on its head, is how the page is read: by both measures, since a
    /// page that is no prose either way stays as its pixels say that it lies.
    fn is_better_than(&self, other: &Self) -> bool {
        self.is_prose() == Some(true) && self.certainty() > other.certainty()
    }

    fn is_prose(&self) -> Option<bool> {
        need::is_prose(self.words.iter().map(|word| word.text.as_str()))
    }

    /// The words' mean certainty.
    fn certainty(&self) -> f32 {
        let sum: f32 = self.words.iter().map(|word| word.confidence).sum();
        sum / self.words.len().max(1) as f32
    }

    /// What the pixels show of the same page turned by 180 degrees, without words.
    fn on_its_head(&self) -> Self {
        let (width, height) = self.size;
        let place = |(x, y): (f32, f32)| (width - x, height - y);
        let area = |r: &Rect| Rect::new(width - r.x1, height - r.y1, width - r.x0, height - r.y0);
        let ruling = |ruling: &Ruling| {
            let (across, along) = match ruling.direction {
                Direction::Horizontal => (height, width),
                Direction::Vertical => (width, height),
            };
            Ruling {
                at: across - ruling.at,
                from: along - ruling.to,
                to: along - ruling.from,
                ..*ruling
            }
        };
        let shape = |shape: &Shape| Shape {
            bbox: area(&shape.bbox),
            points: shape.points.iter().copied().map(place).collect(),
            ..shape.clone()
        };
        Self {
            size: self.size,
            words: Vec::new(),
            // They stand from top to bottom.
            boxes: self
                .boxes
                .iter()
                .rev()
                .map(|(bbox, ticked)| (area(bbox), *ticked))
                .collect(),
            rulings: self.rulings.iter().rev().map(ruling).collect(),
            shapes: self.shapes.iter().rev().map(shape).collect(),
            turned_degrees: (self.turned_degrees + 180) % 360,
        }
    }
}

/// The words of a clean picture, in points of the page.
fn words(
    clean: &Picture,
    rulings: &[Ruling],
    tesseract: &Tesseract,
    allowance: &Allowance,
) -> Result<Vec<Seen>, Failure> {
    let pieces = pieces::cut(clean, rulings);
    let outside: Vec<Piece> = pieces.outside.into_iter().collect();
    let mut words = read_pieces(&outside, tesseract, Segmentation::Page, allowance)?;
    words.extend(read_pieces(
        &pieces.cells,
        tesseract,
        Segmentation::Block,
        allowance,
    )?);
    marks::settle(&mut words, clean);
    unread::doubt(&mut words, clean);
    let points = 72.0 / clean.dpi;
    for word in &mut words {
        word.bbox = word.bbox.map(|v| v * points);
    }
    Ok(words)
}

/// Reads pieces; the words have their places in the whole picture and their piece's cell.
fn read_pieces(
    pieces: &[Piece],
    tesseract: &Tesseract,
    segmentation: Segmentation,
    allowance: &Allowance,
) -> Result<Vec<Seen>, Failure> {
    let mut readings: Vec<Vec<Seen>> = vec![Vec::new(); pieces.len()];
    let pictures = pieces.iter().map(|piece| &piece.picture);
    for mut word in tesseract.read(pictures, segmentation, allowance)? {
        let (Some(piece), Some(reading)) =
            (pieces.get(word.picture), readings.get_mut(word.picture))
        else {
            continue;
        };
        let [x0, y0, x1, y1] = word.bbox.map(|v| v / piece.scale);
        let (x, y) = piece.at;
        word.bbox = [x0 + x, y0 + y, x1 + x, y1 + y];
        word.picture = piece.cell;
        reading.push(word);
    }
    let mut words = Vec::new();
    let mut rest = pieces.iter().zip(readings).peekable();
    while let Some((piece, reading)) = rest.next() {
        let mut readings = vec![reading];
        while let Some((_, reading)) = rest.next_if(|(next, _)| next.cell == piece.cell) {
            readings.push(reading);
        }
        words.extend(readings::settled(readings, &piece.picture));
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use uip_model::Colour;

    use super::*;

    fn ruling(direction: Direction, at: f32, from: f32, to: f32) -> Ruling {
        Ruling {
            direction,
            at,
            from,
            to,
            width: 1.0,
            colour: Colour::default(),
        }
    }

    #[test]
    fn what_the_pixels_show_is_turned_with_the_page() {
        use Direction::{Horizontal, Vertical};
        let arrow = |points: [(f32, f32); 3], bbox, order| Shape {
            bbox,
            points: points.to_vec(),
            fill: None,
            stroke: None,
            order,
        };
        let reading = Reading {
            size: (600.0, 800.0),
            words: Vec::new(),
            boxes: vec![
                (Rect::new(50.0, 100.0, 60.0, 110.0), true),
                (Rect::new(50.0, 200.0, 60.0, 210.0), false),
            ],
            rulings: vec![
                ruling(Horizontal, 300.0, 40.0, 500.0),
                ruling(Vertical, 40.0, 300.0, 350.0),
            ],
            shapes: vec![arrow(
                [(100.0, 400.0), (150.0, 420.0), (100.0, 440.0)],
                Rect::new(100.0, 400.0, 150.0, 440.0),
                7,
            )],
            turned_degrees: 0,
        };
        let turned = reading.on_its_head();
        assert_eq!(
            turned,
            Reading {
                boxes: vec![
                    (Rect::new(540.0, 590.0, 550.0, 600.0), false),
                    (Rect::new(540.0, 690.0, 550.0, 700.0), true),
                ],
                rulings: vec![
                    ruling(Vertical, 560.0, 450.0, 500.0),
                    ruling(Horizontal, 500.0, 100.0, 560.0),
                ],
                shapes: vec![arrow(
                    [(500.0, 400.0), (450.0, 380.0), (500.0, 360.0)],
                    Rect::new(450.0, 360.0, 500.0, 400.0),
                    7,
                )],
                turned_degrees: 180,
                ..reading.clone()
            }
        );
        assert_eq!(turned.on_its_head(), reading);
    }
}
