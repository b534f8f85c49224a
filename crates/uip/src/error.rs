//! Why a document cannot be read at all.

use uip_pdf::{ErrorKind, LooksLike};

/// Why a document cannot be read at all. It prints as one sentence with its cause.
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
