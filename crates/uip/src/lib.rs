//! Reads Danish UIP programme documents (PDF) into structured data that can be trusted.

pub use uip_auditor::Language;
pub use uip_extractor::Lexicon;
pub use uip_model as model;
pub use uip_model::Document;

pub use uip_pdf::{ErrorKind, Limits, LooksLike};

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// How a document is read.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Options {
    /// The file's name, for `source.file`.
    pub file: Option<String>,
    /// The name's bytes in hexadecimal where it is not UTF-8, for `source.file_hex`.
    pub file_hex: Option<String>,
    /// How the PDF is read.
    pub pdf: uip_pdf::Options,
    /// The lexicon.
    pub lexicon: Lexicon,
    /// Language of the findings.
    pub language: Language,
}

/// Why a document cannot be read at all.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct Error(#[from] uip_pdf::Error);

impl Error {
    /// What kind of failure it is.
    pub fn kind(&self) -> &ErrorKind {
        self.0.kind()
    }

    /// The page at which it happened, counted from 1, where that is known.
    pub fn page(&self) -> Option<u32> {
        self.0.page()
    }

    /// Stable name of the kind in snake case.
    pub fn code(&self) -> &'static str {
        match self.kind() {
            ErrorKind::NotAPdf {
                looks_like: LooksLike::Empty,
            } => "empty_file",
            ErrorKind::NotAPdf { .. } => "not_a_pdf",
            ErrorKind::PasswordNeeded { given: false } => "password_needed",
            ErrorKind::PasswordNeeded { given: true } => "wrong_password",
            ErrorKind::UnsupportedEncryption => "unsupported_encryption",
            ErrorKind::Damaged => "damaged",
            ErrorKind::LimitExceeded { .. } => "limit_exceeded",
            ErrorKind::Internal { .. } => "internal_error",
            _ => "unreadable",
        }
    }
}

/// Reads a document.
///
/// ```
/// let bytes = std::fs::read("../../fixtures/release-2022-form/typst.pdf")?;
/// let document = uip::extract(&bytes, &uip::Options::default())?;
/// assert_eq!(document.kind, uip::model::Kind::Release);
/// for initiative in &document.initiatives {
///     println!("{}: {:?} kr.", initiative.title, initiative.budget.as_ref().map(|b| b.total));
/// }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// When nothing can be returned: not a PDF, a password is needed, a limit was hit.
pub fn extract(bytes: &[u8], options: &Options) -> Result<Document, Error> {
    let pages = uip_pdf::read(bytes, &options.pdf)?;
    let transcript = uip_extractor::transcribe(&pages, &options.lexicon);
    drop(pages);
    let mut document = uip_normaliser::normalise(transcript);
    document.source.file.clone_from(&options.file);
    document.source.file_hex.clone_from(&options.file_hex);
    document.source.sha256 = sha256(bytes);
    Ok(uip_auditor::audit(document, options.language))
}

/// SHA-256 in lower-case hexadecimal digits.
fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}
