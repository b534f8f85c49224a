//! Joins lines, decides hyphens, reads amounts, periods, counts and recipients. Knows Danish, no page
//! geometry.

mod hyphen;
mod join;
mod tokens;
mod vocabulary;

pub use join::{Joined, LineEnd, Seam, join};
pub use vocabulary::Vocabulary;

use uip_model::{Document, Transcript};

/// Makes the document from the transcript.
pub fn normalise(_transcript: Transcript) -> Document {
    Document::default()
}
