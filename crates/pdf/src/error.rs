//! Why a PDF cannot be read at all, in words for the person who runs the program.

use std::fmt;

/// Why a PDF cannot be read: a kind for programs, a sentence for people, the page where known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    kind: ErrorKind,
    page: Option<u32>,
}

/// What kind of failure it is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// There is no `%PDF-` within the first 1,024 bytes (ISO 32000-2, Annex I).
    NotAPdf {
        /// What the bytes look like instead.
        looks_like: LooksLike,
    },
    /// The document is encrypted and neither the empty password nor the given one opens it.
    PasswordNeeded {
        /// Whether a password was given, so that it must be wrong.
        given: bool,
    },
    /// The document is encrypted in a way that cannot be read (public keys, unknown algorithms).
    UnsupportedEncryption,
    /// It begins as a PDF, but no page can be found in it.
    Damaged,
    /// A limit of [`Limits`](crate::Limits) was hit.
    LimitExceeded {
        /// The field's name, e.g. `stream_bytes`.
        limit: &'static str,
        /// The limit's value.
        value: u64,
    },
    /// A fault in this program or a library under it: the reading was given up.
    Internal {
        /// What the fault said.
        message: String,
    },
}

/// What a file that is no PDF seems to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LooksLike {
    /// No bytes at all.
    Empty,
    /// A web page, often an error page that was saved in place of the document.
    Html,
    /// XML.
    Xml,
    /// A Word, Excel or PowerPoint document of the kind that lies in a ZIP archive.
    Office,
    /// An OpenDocument file.
    OpenDocument,
    /// Another ZIP archive.
    Zip,
    /// A Word, Excel or PowerPoint document of the old kind.
    OldOffice,
    /// Data packed by gzip.
    Gzip,
    /// Rich text.
    Rtf,
    /// PostScript.
    PostScript,
    /// An image: PNG, JPEG, TIFF or GIF.
    Image,
    /// Text of some kind.
    Text,
    /// Something else.
    Unknown,
}

impl LooksLike {
    /// Looks at the first bytes.
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
        let holds = |needle: &[u8]| memchr::memmem::find(head, needle).is_some();
        let text = head.trim_ascii_start();
        let text = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
        let begins = |prefix: &[u8]| {
            text.get(..prefix.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
        };
        if bytes.is_empty() {
            Self::Empty
        } else if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
            if holds(b"[Content_Types].xml") || holds(b"word/") || holds(b"xl/") || holds(b"ppt/") {
                Self::Office
            } else if holds(b"application/vnd.oasis.opendocument") {
                Self::OpenDocument
            } else {
                Self::Zip
            }
        } else if head.starts_with(b"\xD0\xCF\x11\xE0") {
            Self::OldOffice
        } else if head.starts_with(b"\x1F\x8B") {
            Self::Gzip
        } else if head.starts_with(b"\x89PNG")
            || head.starts_with(b"\xFF\xD8\xFF")
            || head.starts_with(b"GIF8")
            || head.starts_with(b"II*\0")
            || head.starts_with(b"MM\0*")
        {
            Self::Image
        } else if begins(b"<!doctype html") || begins(b"<html") || begins(b"<head") {
            Self::Html
        } else if begins(b"<?xml") {
            if holds(b"<html") {
                Self::Html
            } else {
                Self::Xml
            }
        } else if begins(b"{\\rtf") {
            Self::Rtf
        } else if begins(b"%!PS") {
            Self::PostScript
        } else if std::str::from_utf8(head).map_or_else(
            |error| error.error_len().is_none() && error.valid_up_to() > 0,
            |_| true,
        ) && !head.contains(&0)
        {
            Self::Text
        } else {
            Self::Unknown
        }
    }

    /// The name of the format in a sentence.
    fn words(self) -> &'static str {
        match self {
            Self::Empty => "the file is empty",
            Self::Html => "it looks like a web page (HTML); was an error page saved in its place?",
            Self::Xml => "it looks like XML",
            Self::Office => "it looks like a Word, Excel or PowerPoint document",
            Self::OpenDocument => "it looks like an OpenDocument file",
            Self::Zip => "it looks like a ZIP archive; unpack it first",
            Self::OldOffice => "it looks like an old Word, Excel or PowerPoint document",
            Self::Gzip => "it looks like gzip data; unpack it first",
            Self::Rtf => "it looks like rich text (RTF)",
            Self::PostScript => "it looks like PostScript",
            Self::Image => "it looks like an image",
            Self::Text => "it looks like plain text",
            Self::Unknown => "it has no `%PDF-` within its first 1024 bytes",
        }
    }
}

impl Error {
    pub(crate) fn new(kind: ErrorKind) -> Self {
        Self { kind, page: None }
    }

    pub(crate) fn limit(limit: &'static str, value: u64) -> Self {
        Self::new(ErrorKind::LimitExceeded { limit, value })
    }

    /// Notes the page, unless a page is already noted.
    pub(crate) fn on_page(mut self, page: u32) -> Self {
        self.page.get_or_insert(page);
        self
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> &ErrorKind {
        &self.kind
    }

    /// The page at which it happened, counted from 1, where that is known.
    pub fn page(&self) -> Option<u32> {
        self.page
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            ErrorKind::NotAPdf { looks_like } => {
                write!(f, "not a PDF: {}", looks_like.words())?;
            }
            ErrorKind::PasswordNeeded { given: false } => {
                f.write_str("the PDF is encrypted: a password is needed to read it")?;
            }
            ErrorKind::PasswordNeeded { given: true } => {
                f.write_str("the PDF is encrypted and the given password does not open it")?;
            }
            ErrorKind::UnsupportedEncryption => {
                f.write_str(
                    "the PDF is encrypted for other readers than those with a password, or its encryption is damaged; open it in the program that it was made for and print it to a new PDF",
                )?;
            }
            ErrorKind::Damaged => {
                f.write_str(
                    "the PDF is damaged or cut off: no page can be found in it; fetch it again from where it came",
                )?;
            }
            ErrorKind::LimitExceeded { limit, value } => write!(
                f,
                "the PDF goes over the limit `{limit}` ({value}); raise the limit if the file is to be trusted"
            )?,
            ErrorKind::Internal { message } => {
                write!(
                    f,
                    "the PDF could not be read because of a program fault: {message}"
                )?;
            }
        }
        match self.page {
            Some(page) => write!(f, " (page {page})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {}
