//! Pages that are pictures of text: rendered by `hayro`, recognised by the program `tesseract`, given
//! back as words with their places and their certainty.
//!
//! [`picture`] is the pure part: what can be seen in the pixels without reading them (how far the
//! paper lies askew, ruling lines, boxes, arrows).

mod allowance;
mod doubt;
mod glyphs;
mod marks;
mod need;
pub mod picture;
mod pieces;
mod reading;
mod readings;
mod recognise;
mod render;
mod room;
mod tesseract;
mod tiff;
mod tsv;
mod unread;
mod words;

/// On a machine that has more to do, a page may take so many times its time on the clock: with ten programs
/// for each processor it takes ten times as long.
pub const BUSY: u32 = 10;

pub use doubt::{Doubts, doubts};
pub use recognise::{Mode, Moment, Options, Watcher, jobs, recognise};
pub use tesseract::{Missing, Tesseract};
