//! The steps of a reading, each with the input that the step before it made of a fixture.
//!
//! `cargo bench -p uip-benches`; `cargo bench -p uip-benches -- normalise` for one of them.

#![expect(clippy::expect_used, reason = "a benchmark without its fixture ends")]

use std::fs;
use std::path::PathBuf;

use divan::{Bencher, black_box};
use uip_exporter::{Export, Format, Memory};
use uip_model::{Document, PageSet, Transcript};

/// A release by each producer.
const FILES: [&str; 3] = ["typst", "libreoffice", "chromium"];

fn main() {
    divan::main();
}

fn bytes(producer: &str) -> Vec<u8> {
    let fixtures = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../fixtures");
    let path = fixtures.join("release-2022-form").join(producer);
    fs::read(path.with_extension("pdf")).expect("the fixture is there")
}

fn pages(producer: &str) -> PageSet {
    uip_pdf::read(&bytes(producer), &uip_pdf::Options::default()).expect("the fixture is read")
}

fn transcript(producer: &str) -> Transcript {
    uip_extractor::transcribe(&pages(producer), &uip_extractor::Lexicon::default())
}

fn document(producer: &str) -> Document {
    let document = uip_normaliser::normalise(transcript(producer));
    uip_auditor::audit(document, uip_auditor::Language::Danish)
}

#[divan::bench(args = FILES)]
fn pdf(bencher: Bencher<'_, '_>, producer: &str) {
    let bytes = bytes(producer);
    let options = uip_pdf::Options::default();
    bencher.bench(|| uip_pdf::read(black_box(&bytes), &options));
}

#[divan::bench(args = FILES)]
fn layout(bencher: Bencher<'_, '_>, producer: &str) {
    let set = pages(producer);
    bencher.bench(|| -> Vec<_> { set.pages.iter().map(uip_layout::layout).collect() });
}

/// What each start of the program pays.
#[divan::bench]
fn lexicon() -> uip_extractor::Lexicon {
    uip_extractor::Lexicon::default()
}

#[divan::bench(args = FILES)]
fn extractor(bencher: Bencher<'_, '_>, producer: &str) {
    let set = pages(producer);
    let lexicon = uip_extractor::Lexicon::default();
    bencher.bench(|| uip_extractor::transcribe(black_box(&set), &lexicon));
}

#[divan::bench(args = FILES)]
fn normaliser(bencher: Bencher<'_, '_>, producer: &str) {
    let transcript = transcript(producer);
    bencher
        .with_inputs(|| transcript.clone())
        .bench_values(uip_normaliser::normalise);
}

#[divan::bench(args = FILES)]
fn auditor(bencher: Bencher<'_, '_>, producer: &str) {
    let document = uip_normaliser::normalise(transcript(producer));
    bencher
        .with_inputs(|| document.clone())
        .bench_values(|document| uip_auditor::audit(document, uip_auditor::Language::Danish));
}

#[divan::bench(args = FILES)]
fn json(bencher: Bencher<'_, '_>, producer: &str) {
    let document = document(producer);
    bencher.bench(|| {
        let mut out = Vec::new();
        uip_exporter::write_json(black_box(&document), &mut out).map(|()| out)
    });
}

#[divan::bench(args = FILES)]
fn csv(bencher: Bencher<'_, '_>, producer: &str) {
    let document = document(producer);
    let options = uip_exporter::Options {
        formats: vec![Format::Csv],
        ..uip_exporter::Options::default()
    };
    bencher.bench(|| {
        let mut export = Export::new(&options, Memory::default())?;
        export.push(black_box(&document))?;
        export.finish()
    });
}
