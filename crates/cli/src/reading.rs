//! The use of the library: options from the setup, a document from bytes. Everything that depends on
//! the library's interface stands here.

use uip::model::{Document, Kind};

use crate::isolation::{Job, Setup, Template};
use crate::outcome::{Failure, Outcome};

/// Reads documents with one set of options.
pub(crate) struct Reader {
    options: uip::Options,
}

impl Reader {
    /// Prepares the options.
    ///
    /// # Errors
    /// When a template cannot be understood.
    pub(crate) fn new(setup: &Setup) -> Result<Self, Failure> {
        let mut options = uip::Options::default();
        options.lexicon = lexicon(&setup.templates).map_err(|(_, failure)| failure)?;
        options.language = match setup.language.as_str() {
            "en" => uip::Language::English,
            _ => uip::Language::Danish,
        };
        Ok(Self { options })
    }

    /// Reads one document.
    pub(crate) fn read(&mut self, job: &Job, bytes: &[u8]) -> Result<Document, (Outcome, Failure)> {
        self.options.file.clone_from(&job.file);
        self.options.file_hex.clone_from(&job.file_hex);
        self.options.pdf.password.clone_from(&job.password);
        uip::extract(bytes, &self.options).map_err(|error| failure(&error))
    }
}

fn failure(error: &uip::Error) -> (Outcome, Failure) {
    let mut message = error.to_string();
    let outcome = match error.kind() {
        // A fault in this program, and not the document's: it may be gone in the next version.
        uip::ErrorKind::Internal { .. } => Outcome::Crashed,
        uip::ErrorKind::PasswordNeeded { .. } => {
            message
                .push_str("; --password-file FILE names a file whose first line is the password");
            Outcome::Refused
        }
        _ => Outcome::Refused,
    };
    (
        outcome,
        Failure {
            code: error.code().to_owned(),
            page: error.page(),
            message,
        },
    )
}

/// The built-in lexicon and the user's templates. An error names the template's file.
pub(crate) fn lexicon(templates: &[Template]) -> Result<uip::Lexicon, (String, Failure)> {
    let mut lexicon = uip::Lexicon::default();
    for template in templates {
        lexicon
            .extend(&template.file, &template.text)
            .map_err(|error| {
                (
                    template.file.clone(),
                    Failure::new("template", error.to_string()),
                )
            })?;
    }
    Ok(lexicon)
}

/// The kind's name in JSON.
pub(crate) fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Release => "release",
        Kind::Portfolio => "portfolio",
        Kind::Evaluation => "evaluation",
        Kind::Unknown => "unknown",
    }
}
