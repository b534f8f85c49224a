//! Probes: each takes any bytes, makes the input of one step from them, runs the reading from there
//! to its end, and panics where a step does not keep its promise. The fuzz targets under `fuzz/` call
//! them, and `tests/probes.rs` does with what is known.

mod content;
mod pages;
mod text;

pub use content::{content, pdf_of_content};
pub use pages::{bytes_of_pages, pages, pages_of_bytes};
pub use text::text;

use uip::model::{Document, PageSet};
use uip::{ErrorKind, Limits, Options};
use uip_extractor::Lexicon;

/// A whole PDF, or what claims to be one.
pub fn document(bytes: &[u8]) {
    let mut options = Options::default();
    options.pdf.limits = limits();
    read(bytes, &options);
}

/// Reads a PDF; an error is an answer, a fault is none.
fn read(bytes: &[u8], options: &Options) {
    match uip_pdf::read(bytes, &options.pdf) {
        Ok(pages) => {
            check_pages(&pages);
            transcribe(&pages, &options.lexicon);
        }
        Err(error) => {
            if let ErrorKind::Internal { message } = error.kind() {
                panic!("{message}");
            }
            assert!(!error.to_string().is_empty());
        }
    }
}

/// Limits that every fixture keeps and that end a costly input within a second, so that a search
/// gets on.
fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.pages = 100;
    limits.objects = 100_000;
    limits.stream_bytes = 4 << 20;
    limits.document_bytes = 16 << 20;
    limits.operators = 500_000;
    limits.glyphs = 100_000;
    limits.drawings = 100_000;
    limits.comparisons = 10_000_000;
    limits.form_calls = 1_000;
    limits.cmap_bytes = 1 << 20;
    limits
}

/// What the `pdf` step promises of its pages.
fn check_pages(set: &PageSet) {
    for page in &set.pages {
        assert!(page.width.is_finite() && page.width > 0.0);
        assert!(page.height.is_finite() && page.height > 0.0);
        for word in &page.words {
            let shown = &word.text;
            assert!(!shown.is_empty(), "a word without text");
            assert!(
                !shown.contains(|c: char| c.is_whitespace() || c.is_control()),
                "{shown:?}"
            );
            let (first, end) = word.chars;
            assert!(first < end && end as usize <= page.chars.len(), "{shown:?}");
            assert!(usize::from(word.font) < page.fonts.len(), "{shown:?}");
            let sides = [word.bbox.x0, word.bbox.y0, word.bbox.x1, word.bbox.y1];
            assert!(sides.iter().all(|v| v.is_finite()), "{shown:?}: {sides:?}");
        }
        for ruling in &page.rulings {
            let places = [ruling.at, ruling.from, ruling.to, ruling.width];
            assert!(places.iter().all(|v| v.is_finite()), "{ruling:?}");
            assert!(ruling.from <= ruling.to, "{ruling:?}");
        }
    }
}

/// From pages to the end.
fn transcribe(pages: &PageSet, lexicon: &Lexicon) {
    let transcript = uip_extractor::transcribe(pages, lexicon);
    finish(transcript);
}

/// From a transcript to the end.
fn finish(transcript: uip::model::Transcript) {
    let document = uip_normaliser::normalise(transcript);
    let document = uip_auditor::audit(document, uip::Language::English);
    check_document(&document);
}

/// What holds for every document.
fn check_document(document: &Document) {
    let ledger = &document.coverage;
    assert_eq!(
        ledger.characters,
        ledger.assigned + ledger.furniture + ledger.unassigned,
        "the ledger adds up"
    );
    let initiatives = document.initiatives.iter().flat_map(|i| &i.findings);
    for finding in document.findings.iter().chain(initiatives) {
        assert!(!finding.message.is_empty(), "{finding:?}");
        // It is said, so nobody is misled; a search for such places sets the variable.
        let strict = std::env::var_os("UIP_FUZZ_STRICT").is_some();
        assert!(!strict || finding.code != "claimed_twice", "{finding:?}");
    }
    let json = serde_json::to_value(document).unwrap();
    for evidence in &document.evidence {
        assert!(
            json.pointer(&evidence.path).is_some(),
            "evidence of nothing: {evidence:?}"
        );
    }
}
