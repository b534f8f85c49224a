//! Specks: dust on the glass and noise of a copier, alone on the paper. Recognition takes them for
//! full stops, quotation marks and letters.

use super::raster::Raster;
use super::strokes::connected;

/// Specks with their pale edges are no wider and no higher than this, in points: the dot of an `i` or a full
/// stop of twelve points is as large.
const LARGEST: f32 = 1.7;

/// What belongs to a letter has ink within this across and down, in points: the stem of an `r` or `T` before
/// the full stop, the stem below the dot.
const ALONE: (f32, f32) = (5.0, 1.7);

/// So often specks are held against each other.
const ROUNDS: usize = 6;

/// Darker pixels are ink, here also what is pale: a speck's edge.
const INK: u8 = 190;

/// Paints specks over with paper.
pub(super) fn without_specks(picture: &mut Raster, dpi: f32) {
    let pixels = |points: f32| (points * dpi / 72.0).round().max(1.0) as usize;
    let largest = pixels(LARGEST);
    let around = (pixels(ALONE.0), pixels(ALONE.1));
    let mut runs: Vec<(usize, usize, usize)> = Vec::new();
    for y in 0..picture.height {
        let mut open = None;
        for (x, value) in picture.row(y).iter().chain([&u8::MAX]).enumerate() {
            match (open, *value < INK) {
                (None, true) => open = Some(x),
                (Some(start), false) => {
                    runs.push((y, start, x));
                    open = None;
                }
                _ => {}
            }
        }
    }
    let mut specks: Vec<[usize; 4]> = connected(&runs)
        .iter()
        .filter_map(|group| extent(group))
        .filter(|[left, top, right, bottom]| right - left <= largest && bottom - top <= largest)
        .collect();
    // What is beside other specks only is one of them. A row of dots behind a word loses one a round, so the
    // rounds are counted; what is not settled by then stays.
    for _ in 0..ROUNDS {
        let mut clean = picture.clone();
        specks.iter().for_each(|speck| paint(&mut clean, *speck));
        let before = specks.len();
        specks.retain(|speck| is_alone(&clean, *speck, around));
        if specks.len() == before {
            *picture = clean;
            return;
        }
    }
}

/// Paper in the box.
fn paint(picture: &mut Raster, [left, top, right, bottom]: [usize; 4]) {
    for y in top..bottom {
        if let Some(pixels) = picture.row_mut(y).get_mut(left..right) {
            pixels.fill(u8::MAX);
        }
    }
}

/// Left, top, and one past right and bottom of runs (row, first, one past the last).
fn extent(runs: &[(usize, usize, usize)]) -> Option<[usize; 4]> {
    Some([
        runs.iter().map(|r| r.1).min()?,
        runs.first()?.0,
        runs.iter().map(|r| r.2).max()?,
        runs.last()?.0 + 1,
    ])
}

/// Whether there is only paper in the box and so far across and down around it.
fn is_alone(
    picture: &Raster,
    [left, top, right, bottom]: [usize; 4],
    (across, down): (usize, usize),
) -> bool {
    let columns = left.saturating_sub(across)..(right + across).min(picture.width);
    (top.saturating_sub(down)..(bottom + down).min(picture.height)).all(|y| {
        let row = picture.row(y).get(columns.clone()).unwrap_or_default();
        row.iter().all(|value| *value >= INK)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page at 72 dpi has pixels of a point; here four to a point.
    fn drawn(boxes: &[[usize; 4]]) -> Raster {
        let mut raster = Raster::filled(80, 60, u8::MAX);
        for [left, top, right, bottom] in boxes {
            for y in *top..*bottom {
                raster.row_mut(y)[*left..*right].fill(20);
            }
        }
        raster
    }

    #[test]
    fn what_stands_alone_and_is_small_is_dust() {
        let letter = [10, 10, 14, 40];
        let stop = [24, 36, 28, 40];
        let dash = [44, 10, 56, 14];
        let speck = [60, 40, 65, 44];
        let mut picture = drawn(&[letter, stop, dash, speck]);
        without_specks(&mut picture, 288.0);
        assert_eq!(picture, drawn(&[letter, stop, dash]));
    }

    #[test]
    fn dots_after_a_word_stay_and_two_specks_do_not() {
        let word = [4, 10, 8, 34];
        let dots = [[10, 30, 14, 34], [18, 30, 22, 34], [26, 30, 30, 34]];
        let kept: Vec<_> = dots.into_iter().chain([word]).collect();
        let specks = [[60, 50, 64, 54], [67, 50, 71, 54]];
        let all: Vec<_> = kept.iter().copied().chain(specks).collect();
        let mut picture = drawn(&all);
        without_specks(&mut picture, 288.0);
        assert_eq!(picture, drawn(&kept));
    }
}
