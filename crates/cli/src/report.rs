//! What is said to people, on standard error: `file.pdf:page: code: message`, or one JSON object a
//! line.

use std::io::{self, Write};
use std::path::Path;

use clap::ValueEnum;
use serde_json::{Value, json};

use crate::Exit;
use crate::input::{FileName, escape};
use crate::outcome::{Failure, Notice};

/// How messages are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// Lines for people
    #[default]
    Text,
    /// One JSON object a line
    Json,
}

/// Writes messages to standard error.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Report {
    format: LogFormat,
    quiet: bool,
}

impl Report {
    /// Quiet: only failures.
    pub(crate) fn new(format: LogFormat, quiet: bool) -> Self {
        Self { format, quiet }
    }

    /// Findings and progress are not wanted.
    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// How messages are written.
    pub(crate) fn format(&self) -> LogFormat {
        self.format
    }

    /// A document without a result.
    pub(crate) fn failure(&self, name: &FileName, failure: &Failure) {
        self.line(
            || place(name, failure.page, &failure.code, &failure.message),
            || {
                json!({
                    "event": "failure", "path": name.path, "path_hex": name.path_hex,
                    "code": failure.code, "page": failure.page, "message": failure.message,
                })
            },
        );
    }

    /// The findings of a document.
    pub(crate) fn notices(&self, name: &FileName, notices: &[Notice]) {
        if self.quiet {
            return;
        }
        for notice in notices {
            self.line(
                || place(name, notice.page, &notice.code, &notice.message),
                || {
                    json!({
                        "event": "finding", "path": name.path, "path_hex": name.path_hex,
                        "code": notice.code, "severity": notice.severity, "page": notice.page,
                        "message": notice.message,
                    })
                },
            );
        }
    }

    /// Trouble that is not a document's: always said.
    pub(crate) fn trouble(&self, code: &str, message: &str) {
        self.line(
            || format!("uip: {code}: {}", escape(message)),
            || json!({ "event": "trouble", "code": code, "message": message }),
        );
    }

    /// Says what went wrong with writing a result, if anything did.
    pub(crate) fn written(&self, target: Option<&Path>, written: io::Result<()>) -> Exit {
        match written {
            Ok(()) => Exit::AllRead,
            Err(error) => {
                let target = target.map_or_else(
                    || "standard output".to_owned(),
                    |target| FileName::new(target.as_os_str()).shown(),
                );
                self.trouble("output", &format!("cannot write {target}: {error}"));
                Exit::SomeFailed
            }
        }
    }

    /// Something that a person may like to know.
    pub(crate) fn note(&self, text: &str, event: impl FnOnce() -> Value) {
        if !self.quiet {
            self.line(|| text.to_owned(), event);
        }
    }

    /// A line for people, where messages are for people.
    pub(crate) fn note_text(&self, text: &str) {
        if !self.quiet && self.format == LogFormat::Text {
            self.line(|| text.to_owned(), || Value::Null);
        }
    }

    /// An event, where messages are JSON.
    pub(crate) fn event(&self, event: impl FnOnce() -> Value) {
        if self.format == LogFormat::Json {
            self.line(String::new, event);
        }
    }

    fn line(&self, text: impl FnOnce() -> String, event: impl FnOnce() -> Value) {
        let mut line = match self.format {
            LogFormat::Text => text(),
            LogFormat::Json => event().to_string(),
        };
        line.push('\n');
        // Where standard error is closed there is nobody to tell.
        let _ = std::io::stderr().write_all(line.as_bytes());
    }
}

fn place(name: &FileName, page: Option<u32>, code: &str, message: &str) -> String {
    let name = if name.path == "-" {
        "standard input".to_owned()
    } else {
        name.shown()
    };
    let message = escape(message);
    match page {
        Some(page) => format!("{name}:{page}: {code}: {message}"),
        None => format!("{name}: {code}: {message}"),
    }
}
