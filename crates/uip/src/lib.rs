#![doc = include_str!("../README.md")]

mod error;
mod steps;

pub use error::Error;
pub use steps::{Steps, steps};
pub use uip_auditor::Language;
pub use uip_extractor::{Lexicon, LexiconError};
pub use uip_model as model;
pub use uip_model::Document;
#[cfg(feature = "ocr")]
pub use uip_ocr as ocr;
pub use uip_pdf::{ErrorKind, Limits, LooksLike};

use sha2::{Digest as _, Sha256};

/// How a document is read.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Options {
    /// The file's name, for `source.file`.
    pub file: Option<String>,
    /// The name's bytes in hexadecimal where it is not UTF-8, for `source.file_hex`.
    pub file_hex: Option<String>,
    /// How the PDF is read: password and limits.
    pub pdf: uip_pdf::Options,
    /// How pages that are pictures are recognised.
    #[cfg(feature = "ocr")]
    pub ocr: ocr::Options,
    /// What headings, phases and tables are called.
    pub lexicon: Lexicon,
    /// Language of the findings.
    pub language: Language,
}

/// Reads a document: what is printed, what it means, and what does not add up.
///
/// The same bytes and options give the same document, on every machine; pages that are pictures, with
/// the same version of `tesseract`. A document that is none of
/// the programme's comes back as [`model::Kind::Unknown`] with a finding.
///
/// # Errors
/// When nothing can be returned: not a PDF, a password is needed, a limit was hit.
pub fn extract(bytes: &[u8], options: &Options) -> Result<Document, Error> {
    let mut pdf = options.pdf.clone();
    pdf.characters = uip_pdf::Characters::Dropped;
    let pages = read_pages(bytes, &pdf, options)?;
    let transcript = uip_extractor::transcribe(&pages, &options.lexicon);
    #[cfg(feature = "ocr")]
    let doubts = ocr::doubts(&pages);
    // Nothing after this step asks for the words' fonts and colours.
    drop(pages);
    let mut document = uip_normaliser::normalise(transcript);
    #[cfg(feature = "ocr")]
    doubts.tell(&mut document);
    document.source.file.clone_from(&options.file);
    document.source.file_hex.clone_from(&options.file_hex);
    document.source.sha256 = hexadecimal(&Sha256::digest(bytes));
    Ok(uip_auditor::audit(document, options.language))
}

/// What the pages show, recognised where they are pictures, misreadings repaired.
fn read_pages(
    bytes: &[u8],
    pdf: &uip_pdf::Options,
    options: &Options,
) -> Result<model::PageSet, Error> {
    #[allow(unused_mut, reason = "without recognition nothing is changed")]
    let mut pages = uip_pdf::read(bytes, pdf)?;
    #[cfg(feature = "ocr")]
    ocr::recognise(
        &mut pages,
        bytes,
        options.pdf.password.as_deref(),
        &options.ocr,
    );
    #[cfg(feature = "ocr")]
    uip_extractor::repair(&mut pages, &options.lexicon);
    Ok(pages)
}

/// Two lower-case digits a byte.
fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
