//! The use of the library: options from the setup, a document from bytes. Everything that depends on
//! the library's interface stands here.

use uip::model::{Document, Kind};
use uip_inspect::View;

use crate::isolation::{Job, PdfLimit, Setup, Template, beside_recognition};
use crate::outcome::{Failure, Outcome};

/// Reads documents with one set of options.
pub(crate) struct Reader {
    options: uip::Options,
}

impl Reader {
    /// Prepares the options. `watcher` is told when pages are recognised.
    ///
    /// # Errors
    /// When a template cannot be understood.
    pub(crate) fn new(
        setup: &Setup,
        watcher: impl Fn(uip::ocr::Moment) + Send + Sync + 'static,
    ) -> Result<Self, Failure> {
        let mut options = uip::Options::default();
        extend(&mut options.lexicon, &setup.templates).map_err(|(_, failure)| failure)?;
        options.ocr.mode = match setup.ocr.mode.as_str() {
            "always" => uip::ocr::Mode::Always,
            "never" => uip::ocr::Mode::Never,
            _ => uip::ocr::Mode::Auto,
        };
        options.ocr.program.clone_from(&setup.ocr.program);
        options.ocr.page_time = setup.limits.ocr_page();
        options.ocr.pages = setup.limits.ocr_pages;
        options.ocr.jobs = setup.ocr.jobs;
        let programs = uip::ocr::jobs(setup.ocr.jobs);
        options.ocr.memory = Some(beside_recognition(&setup.limits, programs));
        options.ocr.watcher = Some(uip::ocr::Watcher::new(watcher));
        for limit in &setup.pdf_limits {
            set_limit(&mut options.pdf.limits, limit)
                .map_err(|message| Failure::new("limit", message))?;
        }
        options.language = match setup.language.as_str() {
            "en" => uip::Language::English,
            _ => uip::Language::Danish,
        };
        Ok(Self { options })
    }

    /// Reads one document.
    pub(crate) fn read(&mut self, job: &Job, bytes: &[u8]) -> Result<Document, (Outcome, Failure)> {
        self.take(job);
        uip::extract(bytes, &self.options).map_err(|error| failure(&error))
    }

    /// Reads one document and shows something of it.
    pub(crate) fn show(
        &mut self,
        job: &Job,
        view: &View,
        bytes: &[u8],
    ) -> Result<String, (Outcome, Failure)> {
        self.take(job);
        uip_inspect::show(bytes, &self.options, view).map_err(|error| match error {
            uip_inspect::Error::Read(error) => failure(&error),
            other => {
                let failure = Failure::new(other.code(), other.to_string());
                (Outcome::Refused, failure)
            }
        })
    }

    fn take(&mut self, job: &Job) {
        self.options.file.clone_from(&job.file);
        self.options.file_hex.clone_from(&job.file_hex);
        self.options.pdf.password.clone_from(&job.password);
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
        uip::ErrorKind::LimitExceeded { limit, .. } => {
            message.push_str("; --limit ");
            message.push_str(limit);
            message.push_str("=VALUE sets another");
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

/// Adds the user's templates to a lexicon. An error names the template's file.
pub(crate) fn extend(
    lexicon: &mut uip::Lexicon,
    templates: &[Template],
) -> Result<(), (String, Failure)> {
    templates.iter().try_for_each(|template| {
        let added = lexicon.extend(&template.file, &template.text);
        added.map_err(|error| {
            let failure = Failure::new("template", error.to_string());
            (template.file.clone(), failure)
        })
    })
}

/// Sets a limit of the PDF reader by its name.
pub(crate) fn set_limit(limits: &mut uip::Limits, limit: &PdfLimit) -> Result<(), String> {
    let fields: [(&str, &mut u64); 16] = [
        ("file_bytes", &mut limits.file_bytes),
        ("pages", &mut limits.pages),
        ("objects", &mut limits.objects),
        ("stream_bytes", &mut limits.stream_bytes),
        ("document_bytes", &mut limits.document_bytes),
        ("filters", &mut limits.filters),
        ("operators", &mut limits.operators),
        ("glyphs", &mut limits.glyphs),
        ("drawings", &mut limits.drawings),
        ("comparisons", &mut limits.comparisons),
        ("form_depth", &mut limits.form_depth),
        ("form_calls", &mut limits.form_calls),
        ("saved_states", &mut limits.saved_states),
        ("font_widths", &mut limits.font_widths),
        ("cmap_bytes", &mut limits.cmap_bytes),
        ("image_pixels", &mut limits.image_pixels),
    ];
    let names = fields.each_ref().map(|(name, _)| *name).join(", ");
    match fields.into_iter().find(|(name, _)| *name == limit.name) {
        Some((_, field)) => {
            *field = limit.value;
            Ok(())
        }
        None => Err(format!(
            "there is no limit {}; there are {names}",
            limit.name
        )),
    }
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
