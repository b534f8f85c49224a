//! The steps' results one by one, for looking at how a document was read.

use sha2::{Digest as _, Sha256};
use uip_layout::PageLayout;
use uip_model::{Document, PageSet, Transcript};

use crate::{Error, Options, hexadecimal, read_pages};

/// Everything that the steps made of one document.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Steps {
    /// What the pages show.
    pub pages: PageSet,
    /// Lines and tables by geometry alone, a page each; the extractor takes page furniture off them
    /// and joins tables over page breaks.
    pub layouts: Vec<PageLayout>,
    /// The structure, text as printed.
    pub transcript: Transcript,
    /// The document with its findings, the same as [`crate::extract`] gives.
    pub document: Document,
}

/// Reads a document as [`crate::extract`] does and keeps what each step gave.
///
/// ```
/// let bytes = std::fs::read("../../fixtures/release-2022-form/typst.pdf")?;
/// let options = uip::Options::default();
/// let steps = uip::steps(&bytes, &options)?;
/// assert_eq!(steps.pages.pages.len(), steps.layouts.len());
/// assert_eq!(steps.document, uip::extract(&bytes, &options)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// As [`crate::extract`].
pub fn steps(bytes: &[u8], options: &Options) -> Result<Steps, Error> {
    let pages = read_pages(bytes, &options.pdf, options)?;
    let layouts = pages.pages.iter().map(uip_layout::layout).collect();
    let transcript = uip_extractor::transcribe(&pages, &options.lexicon);
    let mut document = uip_normaliser::normalise(transcript.clone());
    #[cfg(feature = "ocr")]
    crate::ocr::doubts(&pages).tell(&mut document);
    document.source.file.clone_from(&options.file);
    document.source.file_hex.clone_from(&options.file_hex);
    document.source.sha256 = hexadecimal(&Sha256::digest(bytes));
    let document = uip_auditor::audit(document, options.language);
    Ok(Steps {
        pages,
        layouts,
        transcript,
        document,
    })
}
