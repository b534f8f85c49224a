//! `uip validate`: documents against the JSON Schema, tables against their data package.

use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};
use uip_exporter::{DocumentValidator, Problem, validate_package};

use crate::Exit;
use crate::input::{FileName, read_file};
use crate::limits::MIB;
use crate::outcome::Failure;
use crate::report::Report;

/// A result of 2,000 pages is about half as large as this.
const LARGEST_JSON: u64 = 512 * MIB;

/// Folders in folders are looked through to this depth; an output folder has two.
const DEEPEST: usize = 16;

/// Checks documents (.json, .ndjson) against the JSON Schema, and the tables of a datapackage.json
/// against their description: columns, types, keys, references, sizes and hashes.
///
/// A folder is looked through for all three; JSON files in it that are neither are passed over.
#[derive(Args)]
#[command(after_long_help = "Examples:
  uip validate out
  uip validate out/datapackage.json uip-2022.json

Exit codes: 0 all valid, 1 something is wrong or cannot be read, 2 wrong use.")]
pub(crate) struct Validate {
    /// Files and folders
    #[arg(required = true)]
    paths: Vec<PathBuf>,
}

/// What has been checked.
#[derive(Default)]
struct Tally {
    files: u64,
    problems: u64,
}

impl Validate {
    /// Runs the command.
    pub(crate) fn run(self) -> Exit {
        let report = Report::default();
        let validator = match DocumentValidator::new() {
            Ok(validator) => validator,
            Err(problem) => {
                report.trouble("schema", &problem.to_string());
                return Exit::SomeFailed;
            }
        };
        let mut tally = Tally::default();
        for path in &self.paths {
            let before = tally.files;
            if path.is_dir() {
                let mut files = Vec::new();
                if let Err(error) = walk(path, DEEPEST, &mut files) {
                    tally.problems += 1;
                    let failure = Failure::new("input", error.to_string());
                    report.failure(&FileName::new(path.as_os_str()), &failure);
                }
                for file in files {
                    check(&file, false, &validator, &report, &mut tally);
                }
            } else {
                check(path, true, &validator, &report, &mut tally);
            }
            if tally.files == before {
                tally.problems += 1;
                let failure = Failure::new("input", "there is nothing to check");
                report.failure(&FileName::new(path.as_os_str()), &failure);
            }
        }
        let Tally { files, problems } = tally;
        report.note(
            &format!("{files} files checked, {problems} problems"),
            || json!({ "event": "validated", "files": files, "problems": problems }),
        );
        if problems == 0 {
            Exit::AllRead
        } else {
            Exit::SomeFailed
        }
    }
}

/// The files of a folder that may be checked, sorted by name; links are not followed.
fn walk(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (path, kind) = (entry.path(), entry.file_type()?);
        let suffix = path.extension().and_then(|suffix| suffix.to_str());
        if kind.is_dir() && depth > 0 {
            walk(&path, depth - 1, files)?;
        } else if kind.is_file() && matches!(suffix, Some("json" | "ndjson")) {
            files.push(path);
        }
    }
    Ok(())
}

/// Checks a file. One that was not named but found is passed over where it is no document.
fn check(
    path: &Path,
    is_named: bool,
    validator: &DocumentValidator,
    report: &Report,
    tally: &mut Tally,
) {
    let name = FileName::new(path.as_os_str());
    let bytes = match read_file(path, LARGEST_JSON) {
        Ok(bytes) => bytes,
        Err(failure) => {
            tally.files += 1;
            tally.problems += 1;
            report.failure(&name, &failure);
            return;
        }
    };
    let is_lines = path.extension().is_some_and(|suffix| suffix == "ndjson");
    let problems = if path.file_name().is_some_and(|n| n == "datapackage.json") {
        let folder = path.parent().unwrap_or(Path::new(""));
        validate_package(&name.path, &bytes, &mut |table| open(&folder.join(table)))
    } else if is_lines {
        validator.validate_lines(&name.path, &bytes)
    } else if is_named || is_document(&bytes) {
        validator.validate(&name.path, &bytes)
    } else {
        return;
    };
    tally.files += 1;
    tally.problems += problems.len() as u64;
    for problem in &problems {
        report.failure(&place(path, &name, problem), &failure(problem));
    }
}

/// A document of any version says which it is.
fn is_document(bytes: &[u8]) -> bool {
    match serde_json::from_slice::<Value>(bytes) {
        Ok(value) => value.get("schema_version").is_some() && value.get("coverage").is_some(),
        // What is broken JSON is told, not passed over.
        Err(_) => true,
    }
}

/// Opens a table; only a regular file is one.
fn open(path: &Path) -> io::Result<Box<dyn Read>> {
    if !fs::symlink_metadata(path)?.is_file() {
        return Err(io::Error::other("not a regular file"));
    }
    Ok(Box::new(BufReader::new(File::open(path)?)))
}

/// The file that a problem is about: the checked one, or a table of its package.
fn place(path: &Path, name: &FileName, problem: &Problem) -> FileName {
    if problem.file == name.path {
        return name.clone();
    }
    let table = path.with_file_name(&problem.file);
    FileName::new(table.as_os_str())
}

fn failure(problem: &Problem) -> Failure {
    let message = if problem.place.is_empty() {
        problem.message.clone()
    } else {
        format!("{}: {}", problem.place, problem.message)
    };
    Failure::new("invalid", message)
}
