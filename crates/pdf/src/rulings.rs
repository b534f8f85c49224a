//! Makes rulings of strips: pieces of one line are joined (dashes, dots, borders cell by cell),
//! lines drawn twice or side by side become one.

use uip_model::{Direction, Ruling};

use crate::drawing::Strip;
use crate::painting::MAX_LINE_WIDTH;

/// Lines whose middles lie this close, in points, are one line drawn twice.
const SAME_LINE: f32 = 1.0;

/// Pieces of one line may stand this far apart, in points: the corners of cells.
const CORNER_GAP: f32 = 1.6;

/// Dashes and dots may stand apart by this many times their length.
const DASH_GAP: f32 = 2.5;

/// Pieces up to this long are dashes or dots.
const MAX_DASH: f32 = 6.0;

/// Shorter lines bound nothing: no line of text fits between them.
const MIN_LENGTH: f32 = 4.0;

/// A piece of a line in one direction.
#[derive(Clone, Copy, Debug)]
struct Piece {
    at: f32,
    from: f32,
    to: f32,
    width: f32,
    strip: usize,
}

/// The page's rulings, horizontal ones first, each kind from the top left on.
pub(crate) fn make_rulings(strips: &[Strip]) -> Vec<Ruling> {
    let mut rulings = lines(strips, Direction::Horizontal);
    rulings.extend(lines(strips, Direction::Vertical));
    rulings
}

fn lines(strips: &[Strip], direction: Direction) -> Vec<Ruling> {
    let mut pieces: Vec<Piece> = strips
        .iter()
        .enumerate()
        .filter_map(|(strip, line)| {
            let bbox = &line.bbox;
            let (thin, long) = match direction {
                Direction::Horizontal => (bbox.height(), bbox.width()),
                Direction::Vertical => (bbox.width(), bbox.height()),
            };
            // Dots count in both directions.
            let fits = thin <= long || (thin <= MAX_LINE_WIDTH && long <= MAX_LINE_WIDTH);
            let piece = match direction {
                Direction::Horizontal => Piece {
                    at: bbox.mid_y(),
                    from: bbox.x0,
                    to: bbox.x1,
                    width: thin,
                    strip,
                },
                Direction::Vertical => Piece {
                    at: bbox.mid_x(),
                    from: bbox.y0,
                    to: bbox.y1,
                    width: thin,
                    strip,
                },
            };
            fits.then_some(piece)
        })
        .collect();
    pieces.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut rulings = Vec::new();
    let mut rest = pieces.as_mut_slice();
    while let Some(first) = rest.first() {
        let start = first.at;
        let mut count = 1;
        let mut reach = start;
        // A band of pieces whose neighbours lie close; a band ends where it would grow thick.
        while let Some(next) = rest.get(count) {
            if next.at - reach > SAME_LINE || next.at - start > 2.0 * SAME_LINE {
                break;
            }
            reach = next.at;
            count += 1;
        }
        let (band, after) = rest.split_at_mut(count);
        join(band, direction, strips, &mut rulings);
        rest = after;
    }
    rulings
}

/// Joins the pieces of one band from its beginning to its end.
fn join(band: &mut [Piece], direction: Direction, strips: &[Strip], rulings: &mut Vec<Ruling>) {
    band.sort_by(|a, b| a.from.total_cmp(&b.from).then(a.to.total_cmp(&b.to)));
    let mut open: Option<Joined> = None;
    for piece in band.iter() {
        let length = piece.to - piece.from;
        match &mut open {
            Some(line) if line.takes(piece) => line.add(piece, length),
            _ => {
                rulings.extend(open.take().and_then(|line| line.ruling(direction, strips)));
                open = Some(Joined::new(piece, length));
            }
        }
    }
    rulings.extend(open.and_then(|line| line.ruling(direction, strips)));
}

/// A line that grows piece by piece.
struct Joined {
    from: f32,
    to: f32,
    /// The longest piece gives place, width and colour.
    longest: Piece,
    longest_length: f32,
    /// Length of the last piece, for the gaps of dashes.
    last_length: f32,
}

impl Joined {
    fn new(piece: &Piece, length: f32) -> Self {
        Self {
            from: piece.from,
            to: piece.to,
            longest: *piece,
            longest_length: length,
            last_length: length,
        }
    }

    fn takes(&self, piece: &Piece) -> bool {
        let gap = piece.from - self.to;
        let dash = self.last_length.max(piece.to - piece.from);
        let dashed = if dash <= MAX_DASH {
            DASH_GAP * dash
        } else {
            0.0
        };
        gap <= dashed.max(CORNER_GAP)
    }

    fn add(&mut self, piece: &Piece, length: f32) {
        self.to = self.to.max(piece.to);
        self.last_length = length;
        if length > self.longest_length {
            self.longest = *piece;
            self.longest_length = length;
        }
    }

    fn ruling(self, direction: Direction, strips: &[Strip]) -> Option<Ruling> {
        (self.to - self.from >= MIN_LENGTH).then(|| Ruling {
            direction,
            at: self.longest.at,
            from: self.from,
            to: self.to,
            width: self.longest.width,
            colour: strips
                .get(self.longest.strip)
                .map(|strip| strip.colour)
                .unwrap_or_default(),
        })
    }
}
