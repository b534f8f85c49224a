//! Reads Danish UIP programme documents (PDF) into structured data that can be trusted.

pub use uip_auditor::Language;
pub use uip_extractor::Lexicon;
pub use uip_model as model;
pub use uip_model::Document;

/// How a document is read.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Options {
    /// The file's name, for `source.file`.
    pub file: Option<String>,
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

/// Reads a document.
///
/// # Errors
/// When nothing can be returned: not a PDF, a password is needed, a limit was hit.
pub fn extract(bytes: &[u8], options: &Options) -> Result<Document, Error> {
    let pages = uip_pdf::read(bytes, &options.pdf)?;
    let transcript = uip_extractor::transcribe(&pages, &options.lexicon);
    let mut document = uip_normaliser::normalise(transcript);
    document.source.file.clone_from(&options.file);
    Ok(uip_auditor::audit(document, options.language))
}
