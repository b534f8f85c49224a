//! Documents for the commands that compare and sum up: from JSON files, output folders or PDFs.

use std::path::{Path, PathBuf};

use uip::model::Document;

use crate::Exit;
use crate::input::{FileName, read_file};
use crate::isolation::{Broken, Job, Setup, Worker};
use crate::limits::MIB;
use crate::outcome::Failure;
use crate::report::Report;

/// A result of 2,000 pages is about half as large as this.
const LARGEST_JSON: u64 = 512 * MIB;

/// An input that gives no documents.
#[derive(Debug)]
pub(crate) struct NoDocument {
    name: FileName,
    failure: Failure,
}

impl NoDocument {
    fn new(path: &Path, failure: Failure) -> Self {
        Self {
            name: FileName::new(path.as_os_str()),
            failure,
        }
    }

    /// Prints it.
    pub(crate) fn print(&self, report: &Report) -> Exit {
        report.failure(&self.name, &self.failure);
        Exit::SomeFailed
    }
}

/// Reads all documents that the inputs give, in the order of the inputs and of the names within.
pub(crate) fn load(inputs: &[PathBuf], setup: &Setup) -> Result<Vec<Document>, NoDocument> {
    let mut worker = Worker::new(setup.clone());
    let mut documents = Vec::new();
    for input in inputs {
        if !input.is_dir() {
            documents.push(load_file(input, &mut worker)?);
            continue;
        }
        let before = documents.len();
        for file in folder_files(input)? {
            documents.push(load_file(&file, &mut worker)?);
        }
        if documents.len() == before {
            return Err(NoDocument::new(
                input,
                Failure::new("input", "the folder holds neither results nor PDFs"),
            ));
        }
    }
    Ok(documents)
}

/// Whether this is the output folder of a batch that came to its end.
pub(crate) fn is_output_folder(folder: &Path) -> bool {
    folder.join("run.json").is_file() && folder.join("documents").is_dir()
}

/// The results of an output folder; in any other folder the JSON and PDF files that it holds.
fn folder_files(folder: &Path) -> Result<Vec<PathBuf>, NoDocument> {
    let folder = if is_output_folder(folder) {
        folder.join("documents")
    } else {
        folder.to_owned()
    };
    let unreadable = |error: std::io::Error| {
        NoDocument::new(
            &folder,
            Failure::new("input", format!("the folder cannot be read: {error}")),
        )
    };
    let mut files = Vec::new();
    for entry in folder.read_dir().map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let hidden = path
            .file_name()
            .is_none_or(|name| name.as_encoded_bytes().starts_with(b"."));
        if !hidden && (has_suffix(&path, "json") || has_suffix(&path, "pdf")) && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn has_suffix(path: &Path, wanted: &str) -> bool {
    path.extension()
        .is_some_and(|suffix| suffix.eq_ignore_ascii_case(wanted))
}

fn load_file(path: &Path, worker: &mut Worker) -> Result<Document, NoDocument> {
    let failed = |failure| NoDocument::new(path, failure);
    if has_suffix(path, "json") {
        let bytes = read_file(path, LARGEST_JSON).map_err(failed)?;
        return parse(&bytes).map_err(failed);
    }
    let bytes = read_file(path, worker.limits().file_bytes()).map_err(failed)?;
    let mut json = Vec::new();
    let reading = worker
        .read(&Job::named(path), bytes, &mut json)
        .map_err(|broken| {
            let (Broken::Start(error) | Broken::Write(error)) = broken;
            failed(Failure::new("worker", error.to_string()))
        })?;
    match reading.failure {
        Some(failure) => Err(failed(failure)),
        None => parse(&json).map_err(failed),
    }
}

fn parse(json: &[u8]) -> Result<Document, Failure> {
    let document: Document = serde_json::from_slice(json).map_err(|error| {
        Failure::new(
            "not_a_document",
            format!("this is no document of uip extract or uip batch: {error}"),
        )
    })?;
    let wanted = uip::model::SCHEMA_VERSION;
    if major(&document.schema_version) == major(wanted) {
        Ok(document)
    } else {
        Err(Failure::new(
            "other_version",
            format!(
                "the document has format version {:?}, this program reads {wanted}; read the PDF again",
                document.schema_version
            ),
        ))
    }
}

fn major(version: &str) -> &str {
    version.split('.').next().unwrap_or(version)
}
