//! One PDF of the fixtures, its truth, and what was read from it.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

/// One PDF, what is printed in it, and what was read from it.
#[derive(Debug)]
pub struct Case {
    /// The PDF's path below `fixtures/`: `release-2022-form/typst.pdf`.
    pub name: String,
    /// The PDF.
    pub path: PathBuf,
    /// `source.json` of the case's folder; of a trial, the JSON beside the PDF.
    pub truth: Value,
    /// The document as JSON.
    pub document: Value,
    /// The document as the bytes of its JSON.
    pub bytes: Vec<u8>,
}

/// The folder `fixtures/`.
pub fn fixtures() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures"))
}

/// Every PDF that has a truth, in the order of the names, read once a program.
pub fn cases() -> &'static [Case] {
    static CASES: OnceLock<Vec<Case>> = OnceLock::new();
    CASES.get_or_init(|| {
        let mut found = Vec::new();
        pdfs(&fixtures(), &mut found);
        let cases = read_all(&found);
        assert!(!cases.is_empty(), "no PDF with a truth in {:?}", fixtures());
        cases
    })
}

/// The PDFs below a folder that have a truth, with it.
fn pdfs(folder: &Path, found: &mut Vec<(PathBuf, PathBuf)>) {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|e| panic!("{folder:?}: {e}"));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            pdfs(&path, found);
        } else if path.extension().is_some_and(|e| e == "pdf") {
            let truths = [folder.join("source.json"), path.with_extension("json")];
            if let Some(truth) = truths.into_iter().find(|t| t.is_file()) {
                found.push((path, truth));
            }
        }
    }
}

fn read_all(found: &[(PathBuf, PathBuf)]) -> Vec<Case> {
    let next = AtomicUsize::new(0);
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let mut cases: Vec<Case> = std::thread::scope(|scope| {
        let work = || {
            let mut cases = Vec::new();
            while let Some((pdf, truth)) = found.get(next.fetch_add(1, Ordering::Relaxed)) {
                cases.push(read(pdf, truth));
            }
            cases
        };
        let threads: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        threads
            .into_iter()
            .flat_map(|t| t.join().unwrap())
            .collect()
    });
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    cases
}

fn read(pdf: &Path, truth: &Path) -> Case {
    let name = pdf.strip_prefix(fixtures()).unwrap();
    let truth = std::fs::read(truth).unwrap();
    let bytes = json(pdf);
    Case {
        name: name.to_str().unwrap().replace('\\', "/"),
        path: pdf.to_owned(),
        truth: serde_json::from_slice(&truth).unwrap(),
        document: serde_json::from_slice(&bytes).unwrap(),
        bytes,
    }
}

/// The document of a PDF as JSON.
fn json(pdf: &Path) -> Vec<u8> {
    let bytes = std::fs::read(pdf).unwrap();
    let mut options = uip::Options::default();
    options.file = pdf.file_name().map(|n| n.to_string_lossy().into_owned());
    let document =
        uip::extract(&bytes, &options).unwrap_or_else(|e| panic!("{}: {e}", pdf.display()));
    serde_json::to_vec_pretty(&document).unwrap()
}

impl Case {
    /// The folder below `fixtures/`, or for a trial its number: the name of its expectations.
    pub fn topic(&self) -> &str {
        match self.name.split_once('/') {
            Some(("trials", _)) | None => self.name.trim_end_matches(".pdf"),
            Some((folder, _)) => folder,
        }
    }

    /// Reads the PDF once more.
    pub fn again(&self) -> Vec<u8> {
        json(&self.path)
    }
}
