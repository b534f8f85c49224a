//! The tables over all documents of an output folder: the documents are read back one at a time, in
//! the order of their file names, so that neither the number of inputs nor the order in which they
//! were read matters.

use std::fs::{self, File};
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, sync_channel};

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
    each_document(&paths, jobs, |document| {
        export.push(&document).map_err(trouble)
    })?;
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

/// Reads results back, each on one of several threads, and hands them over in their order: putting
/// JSON together again is half of the work, and rows can only be written one after another.
fn each_document(
    paths: &[PathBuf],
    threads: usize,
    mut each: impl FnMut(Document) -> Result<(), OutputTrouble>,
) -> Result<(), OutputTrouble> {
    std::thread::scope(|scope| {
        let queues: Vec<Receiver<io::Result<Ahead>>> = (0..threads.max(1))
            .map(|first| {
                let (sender, receiver) = sync_channel(1);
                let paths = paths.iter().skip(first).step_by(threads.max(1));
                scope.spawn(move || {
                    // It ends early where nobody listens any more, after trouble.
                    paths
                        .map(|path| read_ahead(path))
                        .try_for_each(|read| sender.send(read))
                });
                receiver
            })
            .collect();
        for (path, queue) in paths.iter().zip(queues.iter().cycle()) {
            let read = match queue.recv() {
                Ok(Ok(Ahead::Document(document))) => Ok(*document),
                Ok(Ok(Ahead::Large)) => read_document(path),
                Ok(Err(error)) => Err(error),
                Err(_) => Err(io::ErrorKind::Other.into()),
            };
            let document = read.map_err(|error| {
                OutputTrouble::other(path, format!("cannot be read back: {error}"))
            })?;
            each(document)?;
        }
        Ok(())
    })
}

/// A result that was read before its turn.
enum Ahead {
    Document(Box<Document>),
    /// Too large to lie in memory beside others: it is read when its turn comes.
    Large,
}

fn read_ahead(path: &Path) -> io::Result<Ahead> {
    /// The result of a release is under 2 MiB.
    const LARGE: u64 = 8 * MIB;
    if fs::metadata(path)?.len() > LARGE {
        return Ok(Ahead::Large);
    }
    Ok(Ahead::Document(serde_json::from_slice(&fs::read(path)?)?))
}

fn read_document(path: &Path) -> io::Result<Document> {
    Ok(serde_json::from_reader(BufReader::with_capacity(
        1 << 16,
        File::open(path)?,
    ))?)
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
