//! Reads a PDF into pages of words, rulings, shapes and images with their geometry. Knows PDF, no
//! Danish.
//!
//! The file's syntax (objects, cross-references, encryption, operators) is read by `hayro-syntax`,
//! fonts without a character map by `hayro-font`; this crate runs the content streams, since it
//! wants places and colours and no outlines or pixels, and since the limits must hold while a
//! stream is run.
//!
//! ```no_run
//! let bytes = std::fs::read("release.pdf")?;
//! let set = uip_pdf::read(&bytes, &uip_pdf::Options::default())?;
//! for page in &set.pages {
//!     println!("page {}: {} words", page.number, page.words.len());
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_syntax::object::Dict;
use uip_model::{Finding, Origin, Page, PageSet, Rect, Visibility};

mod among_words;
mod annotations;
mod character;
mod code_table;
mod colour;
mod document;
mod drawing;
mod encoding;
mod error;
mod figure_glyphs;
mod font;
mod font_codes;
mod font_dict;
mod inline_image;
mod interpret;
mod layers;
mod limits;
mod marked_content;
mod named;
mod page;
mod painting;
mod path;
mod place;
mod rulings;
mod scan;
mod sequence;
mod shading;
mod show_array;
mod soft_hyphen;
mod state;
mod symbols;
mod text;
mod unpack;
mod visibility;
mod words;
mod x_object;
mod xref;

pub use error::{Error, ErrorKind, LooksLike};
pub use limits::Limits;

use font::FontStore;
use interpret::Reading;
use layers::Layers;
use limits::Account;
use page::PageRead;

/// How a PDF is read.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Options {
    /// The password, tried when the empty one does not open the file.
    pub password: Option<String>,
    /// What the document may cost.
    pub limits: Limits,
    /// Whether pages keep their characters.
    pub characters: Characters,
}

/// Whether pages keep [`Page::chars`], most of what a page takes in memory: words have their texts and
/// places without them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Characters {
    /// For whoever looks at single characters.
    #[default]
    Kept,
    /// [`Page::chars`] is empty; a word's range in it only tells how many it has.
    Dropped,
}

/// Reads all pages of a PDF.
///
/// # Errors
/// When nothing can be returned: not a PDF, a password is needed, no page can be found, a limit
/// was hit. What is merely unusual is a finding.
pub fn read(bytes: &[u8], options: &Options) -> Result<PageSet, Error> {
    // A panic in a dependency is an error of this file and of no other. Nothing that the closure
    // changed is looked at afterwards, so unwinding cannot leave anything half done.
    catch_unwind(AssertUnwindSafe(|| read_document(bytes, options))).unwrap_or_else(|panic| {
        let message = panic
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "no message".to_owned());
        Err(Error::new(ErrorKind::Internal { message }))
    })
}

fn read_document(bytes: &[u8], options: &Options) -> Result<PageSet, Error> {
    let pdf = document::open(bytes, options)?;
    let catalogue = pdf
        .xref()
        .get::<Dict<'_>>(pdf.xref().root_id())
        .unwrap_or_default();
    let mut reading = Reading {
        fonts: FontStore::default(),
        layers: Layers::read(&catalogue),
        account: Account::new(&options.limits),
    };
    let mut set = PageSet {
        metadata: document::metadata(&pdf),
        pages: Vec::with_capacity(pdf.pages().len()),
        findings: document::findings(bytes, &pdf),
    };
    let (mut damaged, mut fontless, mut others) = (Vec::new(), Vec::new(), Vec::new());
    for (number, pdf_page) in (1..).zip(pdf.pages().iter()) {
        let mut read = page::read_page(pdf_page, number, &mut reading)
            .map_err(|error| error.on_page(number))?;
        if read.damaged_streams > 0 {
            damaged.push(whole(&read.page));
        }
        if read.font_missing {
            fontless.push(whole(&read.page));
        }
        set.findings.extend(doubtful(&read));
        let scan = scan::settle(&mut read.page);
        let is_scan = scan.is_some();
        others.extend(scan);
        others.extend(page_findings(&read.page, is_scan));
        if options.characters == Characters::Dropped {
            read.page.chars = Vec::new();
        }
        set.pages.push(read.page);
    }
    if !damaged.is_empty() {
        set.findings
            .push(Finding::new("pdf_stream_damaged", damaged));
    }
    if !fontless.is_empty() {
        set.findings
            .push(Finding::new("pdf_font_missing", fontless));
    }
    set.findings.append(&mut others);
    Ok(set)
}

/// Findings about what of a page may not be as it is read.
fn doubtful(read: &PageRead) -> Vec<Finding> {
    let page = read.page.number;
    let places =
        |boxes: &[Rect]| uip_model::merge_origins(boxes.iter().map(|&bbox| Origin { page, bbox }));
    let doubts = &read.doubts;
    let mut findings: Vec<Finding> = [
        ("text_partly_hidden", &doubts.partly_hidden),
        ("text_struck_out", &doubts.struck),
        ("text_contradicts_font", &doubts.contradicted),
        ("picture_among_words", &read.pictures),
    ]
    .into_iter()
    .filter(|(_, boxes)| !boxes.is_empty())
    .map(|(code, boxes)| {
        Finding::new(code, places(boxes))
            .arg("page", page)
            .arg("words", boxes.len())
    })
    .collect();
    if !read.unread.kinds.is_empty() {
        let kinds: Vec<&str> = read.unread.kinds.iter().map(String::as_str).collect();
        findings.push(
            Finding::new("annotations_not_read", places(&read.unread.places))
                .arg("page", page)
                .arg("kinds", kinds.join(", ")),
        );
    }
    findings
}

/// The place of a whole page.
fn whole(page: &Page) -> Origin {
    Origin {
        page: page.number,
        bbox: Rect::new(0.0, 0.0, page.width, page.height),
    }
}

/// Findings about one page: text without characters, text that nobody sees.
fn page_findings(page: &Page, is_scan: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    if page.unmapped_glyphs > 0 {
        let share = f64::from(page.unmapped_glyphs) / page.chars.len().max(1) as f64;
        findings.push(
            Finding::new("text_unreadable", vec![whole(page)])
                .arg("page", page.number)
                .arg("glyphs", page.unmapped_glyphs)
                .arg("percent", format!("{:.0}", (share * 100.0).min(100.0))),
        );
    }
    let hidden = page
        .words
        .iter()
        .filter(|word| !matches!(word.visibility, Visibility::Visible | Visibility::Doubled));
    let count = hidden.clone().count();
    // What lies unseen on a scan, its finding covers.
    if count > 0 && (page::visible_words(page) > 0 || !is_scan) {
        let origins = hidden.map(|word| Origin {
            page: page.number,
            bbox: word.bbox,
        });
        findings.push(
            Finding::new("hidden_text", uip_model::merge_origins(origins))
                .arg("page", page.number)
                .arg("words", count),
        );
    }
    findings
}
