//! Limits on what one document may cost, each on by default, and the account of what was used.

use crate::Error;

/// What one document may cost. Every limit is far above any real release and low enough that a
/// hostile file ends in an error within seconds and some hundred megabytes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Size of the file in bytes.
    pub file_bytes: u64,
    /// Number of pages.
    pub pages: u64,
    /// Number of indirect objects.
    pub objects: u64,
    /// Bytes that one stream may unpack to.
    pub stream_bytes: u64,
    /// Bytes that all streams together may unpack to, each counted as often as it is unpacked.
    pub document_bytes: u64,
    /// Filters that one stream may name.
    pub filters: u64,
    /// Operators in all content streams, counted as often as they are run.
    pub operators: u64,
    /// Glyphs drawn.
    pub glyphs: u64,
    /// Paths, path segments, shapes and images drawn.
    pub drawings: u64,
    /// Words times the areas that may lie over or under them.
    pub comparisons: u64,
    /// Form XObjects inside each other.
    pub form_depth: u64,
    /// Form XObjects and annotations drawn, counted as often as they are drawn.
    pub form_calls: u64,
    /// Graphics states saved inside each other (`q` without `Q`).
    pub saved_states: u64,
    /// Entries of a font's width arrays (`/W`, `/Widths`).
    pub font_widths: u64,
    /// Entries in a document's `ToUnicode` and other character maps, in bytes of their text.
    pub cmap_bytes: u64,
    /// Pixels that an image may say it has, and all images of a page together.
    pub image_pixels: u64,
}

impl Limits {
    /// A release has some 2 MB; a scanned one some 50.
    pub const FILE_BYTES: u64 = 512 << 20;
    /// Whole archives bound together have some thousand pages.
    pub const PAGES: u64 = 20_000;
    /// A tagged PDF has about a hundred objects a page.
    pub const OBJECTS: u64 = 4_000_000;
    /// A page of a map or plan may unpack to some ten megabytes.
    pub const STREAM_BYTES: u64 = 128 << 20;
    /// 2,000 pages of 100 kB, and as much again for fonts.
    pub const DOCUMENT_BYTES: u64 = 1 << 30;
    /// One compression inside one text encoding is all that producers write.
    pub const FILTERS: u64 = 8;
    /// A dense page has some ten thousand operators.
    pub const OPERATORS: u64 = 30_000_000;
    /// A dense page has some 6,000 glyphs.
    pub const GLYPHS: u64 = 20_000_000;
    /// A dense page has some thousand lines; a map some hundred thousand segments.
    pub const DRAWINGS: u64 = 5_000_000;
    /// A dense page has some 500 words and 200 coloured cells.
    pub const COMPARISONS: u64 = 500_000_000;
    /// Producers nest forms two or three deep.
    pub const FORM_DEPTH: u64 = 28;
    /// A page has some hundred form fields at most.
    pub const FORM_CALLS: u64 = 200_000;
    /// ISO 32000-1, Annex C asks for 28; broken producers forget a `Q` here and there.
    pub const SAVED_STATES: u64 = 20_000;
    /// A CID is a 16-bit number.
    pub const FONT_WIDTHS: u64 = 1 << 17;
    /// A font with all 65,536 codes needs about 2 MB.
    pub const CMAP_BYTES: u64 = 32 << 20;
    /// A0 at 600 dpi has 550 million.
    pub const IMAGE_PIXELS: u64 = 1 << 30;
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: Self::FILE_BYTES,
            pages: Self::PAGES,
            objects: Self::OBJECTS,
            stream_bytes: Self::STREAM_BYTES,
            document_bytes: Self::DOCUMENT_BYTES,
            filters: Self::FILTERS,
            operators: Self::OPERATORS,
            glyphs: Self::GLYPHS,
            drawings: Self::DRAWINGS,
            comparisons: Self::COMPARISONS,
            form_depth: Self::FORM_DEPTH,
            form_calls: Self::FORM_CALLS,
            saved_states: Self::SAVED_STATES,
            font_widths: Self::FONT_WIDTHS,
            cmap_bytes: Self::CMAP_BYTES,
            image_pixels: Self::IMAGE_PIXELS,
        }
    }
}

/// What has been used of the limits so far, over the whole document.
#[derive(Debug)]
pub(crate) struct Account<'l> {
    pub(crate) limits: &'l Limits,
    document_bytes: u64,
    operators: u64,
    glyphs: u64,
    drawings: u64,
    comparisons: u64,
    form_calls: u64,
    cmap_bytes: u64,
}

impl<'l> Account<'l> {
    pub(crate) fn new(limits: &'l Limits) -> Self {
        Self {
            limits,
            document_bytes: 0,
            operators: 0,
            glyphs: 0,
            drawings: 0,
            comparisons: 0,
            form_calls: 0,
            cmap_bytes: 0,
        }
    }

    /// Bytes that the next stream may unpack to: the limit of one stream or what is left.
    pub(crate) fn stream_allowance(&self) -> u64 {
        self.limits.stream_bytes.min(
            self.limits
                .document_bytes
                .saturating_sub(self.document_bytes),
        )
    }

    /// The error for a stream that wanted more than [`Self::stream_allowance`].
    pub(crate) fn stream_error(&self) -> Error {
        if self.stream_allowance() < self.limits.stream_bytes {
            Error::limit("document_bytes", self.limits.document_bytes)
        } else {
            Error::limit("stream_bytes", self.limits.stream_bytes)
        }
    }

    pub(crate) fn unpacked(&mut self, bytes: usize) -> Result<(), Error> {
        spend(
            &mut self.document_bytes,
            bytes as u64,
            "document_bytes",
            self.limits.document_bytes,
        )
    }

    pub(crate) fn operators(&mut self, count: u64) -> Result<(), Error> {
        spend(
            &mut self.operators,
            count,
            "operators",
            self.limits.operators,
        )
    }

    pub(crate) fn glyphs(&mut self, count: usize) -> Result<(), Error> {
        spend(&mut self.glyphs, count as u64, "glyphs", self.limits.glyphs)
    }

    pub(crate) fn drawings(&mut self, count: usize) -> Result<(), Error> {
        spend(
            &mut self.drawings,
            count as u64,
            "drawings",
            self.limits.drawings,
        )
    }

    pub(crate) fn comparisons(&mut self, count: usize) -> Result<(), Error> {
        spend(
            &mut self.comparisons,
            count as u64,
            "comparisons",
            self.limits.comparisons,
        )
    }

    pub(crate) fn form_call(&mut self, depth: u64) -> Result<(), Error> {
        if depth > self.limits.form_depth {
            return Err(Error::limit("form_depth", self.limits.form_depth));
        }
        spend(
            &mut self.form_calls,
            1,
            "form_calls",
            self.limits.form_calls,
        )
    }

    pub(crate) fn cmap(&mut self, bytes: usize) -> Result<(), Error> {
        spend(
            &mut self.cmap_bytes,
            bytes as u64,
            "cmap_bytes",
            self.limits.cmap_bytes,
        )
    }
}

fn spend(used: &mut u64, more: u64, limit: &'static str, value: u64) -> Result<(), Error> {
    *used = used.saturating_add(more);
    if *used > value {
        return Err(Error::limit(limit, value));
    }
    Ok(())
}
