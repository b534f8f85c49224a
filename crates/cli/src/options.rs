//! The switches that say how documents are read, shared by the commands that read.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum, ValueHint};

use crate::Exit;
use crate::input::{FileName, read_file, read_first_line};
use crate::isolation::{Ocr, PdfLimit, Setup, Template};
use crate::limits::{Limits, MIB};
use crate::outcome::Failure;
use crate::reading::{extend, set_limit};
use crate::report::Report;

/// How documents are read.
#[derive(Args, Clone, Debug)]
pub(crate) struct ReadingOptions {
    /// Language of the findings
    #[arg(long, value_enum, default_value_t)]
    pub(crate) lang: Lang,
    /// Folder of .toml files that add headings, phases and areas to the built-in templates
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) templates: Option<PathBuf>,
    /// Sets a limit of the PDF reader, such as pages=50000; the message of a document that hits a
    /// limit names it
    #[arg(long = "limit", value_name = "NAME=VALUE", value_parser = parse_limit)]
    pub(crate) pdf_limits: Vec<PdfLimit>,
    /// Which pages are recognised as pictures, by the program tesseract
    #[arg(long, value_enum, default_value_t)]
    pub(crate) ocr: OcrMode,
    /// The tesseract to use instead of the one in the search path
    #[arg(long, value_name = "PROGRAM", value_hint = ValueHint::ExecutablePath)]
    pub(crate) tesseract: Option<PathBuf>,
    /// File whose first line is the password of encrypted PDFs
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) password_file: Option<PathBuf>,
}

/// Checks the name at once, so that a misspelt one is wrong use and not a document's failure.
fn parse_limit(text: &str) -> Result<PdfLimit, String> {
    let limit = text
        .split_once('=')
        .and_then(|(name, value)| {
            Some(PdfLimit {
                name: name.trim().to_owned(),
                value: value.trim().parse().ok()?,
            })
        })
        .ok_or_else(|| "write NAME=VALUE with a whole number, such as pages=50000".to_owned())?;
    set_limit(&mut uip::Limits::default(), &limit)?;
    Ok(limit)
}

/// Language of the findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    /// Danish
    #[default]
    Da,
    /// English
    En,
}

impl Lang {
    /// The name that the worker is told.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Da => "da",
            Self::En => "en",
        }
    }
}

/// Which pages are recognised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum OcrMode {
    /// Pictures without text that can be used
    #[default]
    Auto,
    /// All pages, whatever text they hold
    Always,
    /// None
    Never,
}

impl OcrMode {
    /// The name that the worker is told.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Always => "always",
            Self::Never => "never",
        }
    }
}

/// A file that an option names cannot be used.
#[derive(Debug)]
pub(crate) struct OptionTrouble {
    name: FileName,
    failure: Failure,
}

impl OptionTrouble {
    fn new(path: &Path, failure: Failure) -> Self {
        Self {
            name: FileName::new(path.as_os_str()),
            failure,
        }
    }

    /// Prints it. Nothing was read.
    pub(crate) fn print(&self, report: &Report) -> Exit {
        report.failure(&self.name, &self.failure);
        Exit::WrongUse
    }
}

impl ReadingOptions {
    /// What a worker needs to know.
    pub(crate) fn setup(&self, limits: Limits) -> Result<Setup, OptionTrouble> {
        let mut templates = Vec::new();
        if let Some(folder) = &self.templates {
            templates = read_templates(folder)?;
            // A template that cannot be understood is said once, not for every document.
            extend(&mut uip::Lexicon::default(), &templates)
                .map_err(|(file, failure)| OptionTrouble::new(&folder.join(file), failure))?;
        }
        Ok(Setup {
            language: self.lang.name().to_owned(),
            templates,
            parent: std::process::id(),
            pdf_limits: self.pdf_limits.clone(),
            ocr: Ocr {
                mode: self.ocr.name().to_owned(),
                program: self.tesseract.clone(),
                jobs: None,
            },
            limits,
        })
    }

    /// The password, if there is a file for it.
    pub(crate) fn password(&self) -> Result<Option<String>, OptionTrouble> {
        self.password_file
            .as_deref()
            .map(|path| read_first_line(path).map_err(|failure| OptionTrouble::new(path, failure)))
            .transpose()
    }
}

/// The template files of a folder, in the order of their names.
fn read_templates(folder: &Path) -> Result<Vec<Template>, OptionTrouble> {
    /// A lexicon of every heading ever used is under 100 KiB.
    const LARGEST: u64 = 4 * MIB;
    let trouble = |error: std::io::Error| {
        OptionTrouble::new(
            folder,
            Failure::new("templates", format!("the folder cannot be read: {error}")),
        )
    };
    let mut paths = Vec::new();
    for entry in folder.read_dir().map_err(trouble)? {
        let path = entry.map_err(trouble)?.path();
        if path.extension().is_some_and(|suffix| suffix == "toml") {
            paths.push(path);
        }
    }
    paths.sort();
    if paths.is_empty() {
        return Err(OptionTrouble::new(
            folder,
            Failure::new("templates", "the folder holds no .toml file"),
        ));
    }
    paths
        .iter()
        .map(|path| {
            let bytes =
                read_file(path, LARGEST).map_err(|failure| OptionTrouble::new(path, failure))?;
            let text = String::from_utf8(bytes).map_err(|_| {
                OptionTrouble::new(
                    path,
                    Failure::new("templates", "the file is not UTF-8 text"),
                )
            })?;
            Ok(Template {
                file: path
                    .file_name()
                    .map(|name| name.to_string_lossy().into_owned())
                    .unwrap_or_default(),
                text,
            })
        })
        .collect()
}
