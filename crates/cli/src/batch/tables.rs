//! The tables over all documents of an output folder: the documents are read back a few at a time, in
//! the order of their file names, so that neither the number of inputs nor the order in which they
//! were read matters.

use std::fs::{self, File};
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};
use uip::model::Document;
use uip_exporter::{Error, Export, Options, Provenance, Sink};

use super::folder::{OutputFolder, OutputTrouble, TABLES, file_digest};
use super::record::{Entry, Program, RunRecord, TableFile};
use crate::commands::TableOptions;
use crate::input::hex;
use crate::limits::MIB;
use crate::output::{AtomicFile, sync_folder};

/// What is said where [`Tables::unlinked`].
pub(crate) const UNLINKED: &str =
    "removed: the lineage, which was made from other results; uip link makes it anew";

/// The tables of a folder and what they were made from.
#[derive(Debug)]
pub(crate) struct Tables {
    /// The files.
    pub(crate) files: Vec<TableFile>,
    /// Hash of the documents and the options: the same key means the same tables.
    pub(crate) key: String,
    /// They had to be written.
    pub(crate) written: bool,
    /// What `uip link` had made from the documents before was removed.
    pub(crate) unlinked: bool,
}

/// Brings the tables up to date: those of the last run stay where nothing has changed.
pub(crate) fn refresh_tables(
    folder: &OutputFolder,
    last: Option<RunRecord>,
    program: &Program,
    entries: &[Entry],
    options: &TableOptions,
    language: &str,
    jobs: usize,
) -> Result<Tables, OutputTrouble> {
    let key = key(program, entries, options, language);
    match last {
        Some(last) if are_current(folder, &last, &key) => Ok(Tables {
            files: last.tables,
            key,
            written: false,
            unlinked: false,
        }),
        _ => Ok(Tables {
            // First, so that no killed run leaves chains of documents that are not there any more.
            unlinked: folder.remove_lineage()?,
            files: build(folder, entries, options, language, jobs)?,
            key,
            written: true,
        }),
    }
}

fn key(program: &Program, entries: &[Entry], options: &TableOptions, language: &str) -> String {
    let mut hash = Sha256::new();
    let formats = options.formats();
    let names = formats.iter().map(|format| format.name());
    let fields = [program.sha256.as_str(), language, options.dialect.name()]
        .into_iter()
        .chain(names)
        .chain(
            documents(entries)
                .into_iter()
                .flat_map(|(output, sha256)| [output, sha256]),
        );
    for field in fields {
        hash.update(field);
        hash.update([0]);
    }
    hex(&hash.finalize())
}

/// The results and their hashes, in the order of their names, each once.
fn documents(entries: &[Entry]) -> Vec<(&str, &str)> {
    let mut documents: Vec<(&str, &str)> = entries
        .iter()
        .filter_map(|entry| Some((entry.output.as_deref()?, entry.output_sha256.as_deref()?)))
        .collect();
    documents.sort_unstable();
    documents.dedup();
    documents
}

/// Whether the folder holds the tables of this key, whole.
fn are_current(folder: &OutputFolder, record: &RunRecord, key: &str) -> bool {
    record.tables_key == key
        && record.tables.iter().all(|table| {
            file_digest(&folder.root().join(&table.file)).is_ok_and(|hash| hash == table.sha256)
        })
}

/// Writes the tables anew. What was made, in the order of the names.
fn build(
    folder: &OutputFolder,
    entries: &[Entry],
    options: &TableOptions,
    language: &str,
    jobs: usize,
) -> Result<Vec<TableFile>, OutputTrouble> {
    let export_options = Options {
        formats: options.formats(),
        dialect: options.dialect,
        language: match language {
            "en" => uip_exporter::Language::English,
            _ => uip_exporter::Language::Danish,
        },
        provenance: Provenance {
            program: format!("uip {}", env!("CARGO_PKG_VERSION")),
            // No time: the same documents give the same bytes.
            created: None,
        },
    };
    let tables = folder.tables();
    let trouble = |error: Error| match error {
        Error::Write { file, source } => OutputTrouble::io(&tables.join(file))(source),
        other => OutputTrouble::other(&tables, other.to_string()),
    };
    let sink = FolderSink {
        root: tables.clone(),
    };
    let mut export = Export::new(&export_options, sink).map_err(trouble)?;
    let paths: Vec<PathBuf> = documents(entries)
        .into_iter()
        .map(|(output, _)| folder.root().join(output))
        .collect();
    rayon::ThreadPoolBuilder::new()
        .num_threads(jobs)
        .build_global()
        .map_err(|error| OutputTrouble::other(&tables, error.to_string()))?;
    for portion in portions(&paths)? {
        export.push_all(&read_back(portion)?).map_err(trouble)?;
    }
    let summary = export.finish().map_err(trouble)?;
    let mut made = Vec::with_capacity(summary.files.len());
    for file in summary.files {
        let sha256 = match file.sha256 {
            Some(sha256) => sha256,
            None => {
                let path = tables.join(&file.name);
                file_digest(&path).map_err(OutputTrouble::io(&path))?
            }
        };
        made.push(TableFile {
            file: format!("{TABLES}/{}", file.name),
            sha256,
        });
    }
    made.sort_by(|one, other| one.file.cmp(&other.file));
    sync_folder(&tables).map_err(OutputTrouble::io(&tables))?;
    Ok(made)
}

/// Results that are in memory together: so many bytes of JSON, or one that is larger. A release's are
/// under 2 MiB.
const PORTION: u64 = 8 * MIB;

/// Cuts the results into portions without changing their order.
fn portions(paths: &[PathBuf]) -> Result<Vec<&[PathBuf]>, OutputTrouble> {
    let mut portions = Vec::new();
    let (mut first, mut size) = (0, 0);
    for (index, path) in paths.iter().enumerate() {
        let bytes = fs::metadata(path).map_err(unreadable(path))?.len();
        if size > 0 && size + bytes > PORTION {
            portions.extend(paths.get(first..index));
            (first, size) = (index, 0);
        }
        size += bytes;
    }
    portions.extend(paths.get(first..).filter(|rest| !rest.is_empty()));
    Ok(portions)
}

/// Reads results back, on the threads of rayon's pool.
fn read_back(paths: &[PathBuf]) -> Result<Vec<Document>, OutputTrouble> {
    paths
        .par_iter()
        .map(|path| read_document(path).map_err(unreadable(path)))
        .collect()
}

fn read_document(path: &Path) -> io::Result<Document> {
    let file = File::open(path)?;
    if file.metadata()?.len() > PORTION {
        // Slower, but its text need not lie in memory beside what it says.
        return Ok(serde_json::from_reader(BufReader::with_capacity(
            1 << 16,
            file,
        ))?);
    }
    Ok(serde_json::from_slice(&fs::read(path)?)?)
}

fn unreadable(path: &Path) -> impl Fn(io::Error) -> OutputTrouble + '_ {
    move |error| OutputTrouble::other(path, format!("cannot be read back: {error}"))
}

/// Files below a folder, each appearing whole when it is committed.
struct FolderSink {
    root: PathBuf,
}

impl FolderSink {
    fn target(&self, name: &str) -> io::Result<PathBuf> {
        let target = self.root.join(name);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        Ok(target)
    }
}

impl Sink for FolderSink {
    type File = AtomicFile;

    fn create(&mut self, name: &str) -> io::Result<AtomicFile> {
        AtomicFile::create(&self.target(name)?)
    }

    fn path(&mut self, name: &str) -> io::Result<PathBuf> {
        AtomicFile::free_path(&self.target(name)?)
    }

    fn commit(&mut self, _name: &str, file: AtomicFile) -> io::Result<()> {
        file.commit()
    }

    fn commit_path(&mut self, name: &str, path: &Path) -> io::Result<()> {
        AtomicFile::adopt(path, &self.target(name)?)?.commit()
    }

    fn temporary(&self) -> Option<PathBuf> {
        Some(self.root.clone())
    }
}
