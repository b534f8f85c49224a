//! The output folder: one run at a time, every file whole, and what earlier runs left to take over.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use uip_programme::Lineage;

use super::identity::is_output_name;
use super::journal::{self, Journal};
use super::record::{Entry, FORMAT, RunRecord};
use crate::input::{FileName, hex};
use crate::output::{AtomicFile, remove_stale, sync_folder};

/// The documents' folder.
pub(crate) const DOCUMENTS: &str = "documents";
/// The tables' folder.
pub(crate) const TABLES: &str = "tables";
/// What `uip link` makes of a folder's documents, beside its tables.
pub(crate) const LINEAGE: &str = "lineage.json";
/// The run record.
const RECORD: &str = "run.json";

/// The output folder cannot be used.
#[derive(Debug)]
pub(crate) struct OutputTrouble {
    /// The file or folder.
    pub(crate) path: PathBuf,
    /// What went wrong.
    pub(crate) cause: Cause,
}

/// What went wrong with the output.
#[derive(Debug)]
pub(crate) enum Cause {
    /// Another run holds the folder.
    Busy,
    /// The system's answer.
    Io(io::Error),
    /// Something that can be said in words.
    Other(String),
}

impl OutputTrouble {
    /// The system's answer about a path.
    pub(crate) fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |error| Self {
            path,
            cause: Cause::Io(error),
        }
    }

    /// Something that can be said in words.
    pub(crate) fn other(path: &Path, message: impl Into<String>) -> Self {
        Self {
            path: path.to_owned(),
            cause: Cause::Other(message.into()),
        }
    }
}

impl fmt::Display for OutputTrouble {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = FileName::new(self.path.as_os_str()).shown();
        match &self.cause {
            Cause::Busy => write!(
                to,
                "another run is writing to {path}; wait until it has ended or choose another folder"
            ),
            Cause::Io(error) => write!(
                to,
                "cannot write {path}: {error}; what is there is unchanged, and the same command \
                 goes on where this run stopped"
            ),
            Cause::Other(message) => write!(to, "{path}: {message}"),
        }
    }
}

/// An output folder that this run alone writes to.
#[derive(Debug)]
pub(crate) struct OutputFolder {
    root: PathBuf,
    /// Released by the system when the process ends, however it ends.
    _lock: File,
}

impl OutputFolder {
    /// Makes the folder if it is not there, takes it for this run, and clears away what killed runs
    /// left half-written.
    pub(crate) fn take(root: &Path) -> Result<Self, OutputTrouble> {
        if fs::metadata(root).is_ok_and(|found| !found.is_dir()) {
            let message = "this is no folder; the results need one";
            return Err(OutputTrouble::other(root, message));
        }
        fs::create_dir_all(root).map_err(OutputTrouble::io(root))?;
        let lock = lock(root)?;
        let folder = Self {
            root: root.to_owned(),
            _lock: lock,
        };
        for part in [folder.documents(), folder.tables()] {
            fs::create_dir_all(&part).map_err(OutputTrouble::io(&part))?;
            remove_stale(&part).map_err(OutputTrouble::io(&part))?;
        }
        remove_stale(root).map_err(OutputTrouble::io(root))?;
        Ok(folder)
    }

    /// The folder of the documents.
    pub(crate) fn documents(&self) -> PathBuf {
        self.root.join(DOCUMENTS)
    }

    /// The folder of the tables.
    pub(crate) fn tables(&self) -> PathBuf {
        self.root.join(TABLES)
    }

    /// Removes what `uip link` made of the folder's documents; whether there was any.
    pub(crate) fn remove_lineage(&self) -> Result<bool, OutputTrouble> {
        let tables = Lineage::default().tables().into_iter();
        let tables = tables.map(|t| self.tables().join(format!("{}.csv", t.name)));
        let mut any = false;
        for path in std::iter::once(self.root.join(LINEAGE)).chain(tables) {
            match fs::remove_file(&path) {
                Ok(()) => any = true,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(OutputTrouble::io(&path)(error)),
            }
        }
        Ok(any)
    }

    /// The folder itself.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The record of the last run that came to its end. One in another format counts as none.
    pub(crate) fn record(&self) -> Result<Option<RunRecord>, OutputTrouble> {
        read_record(&self.root)
    }

    /// What earlier runs know, by the key of the result: from the record's inputs and, later, the
    /// journal.
    pub(crate) fn known(
        &self,
        recorded: Vec<Entry>,
    ) -> Result<BTreeMap<String, Entry>, OutputTrouble> {
        let journal = journal::entries(&self.root)
            .map_err(OutputTrouble::io(&self.root.join(journal::NAME)))?;
        Ok(recorded
            .into_iter()
            .chain(journal)
            .filter(Entry::is_lasting)
            .filter_map(|entry| Some((entry.key.clone()?, entry)))
            .collect())
    }

    /// Begins or goes on with the journal.
    pub(crate) fn journal(&self) -> Result<Journal, OutputTrouble> {
        Journal::open(&self.root).map_err(OutputTrouble::io(&self.root.join(journal::NAME)))
    }

    /// Whether the entry's result lies in the folder, whole.
    pub(crate) fn holds(&self, entry: &Entry) -> bool {
        match (&entry.output, &entry.output_sha256) {
            (Some(output), Some(sha256)) => {
                file_digest(&self.root.join(output)).is_ok_and(|digest| digest == *sha256)
            }
            _ => false,
        }
    }

    /// Copies a result from another output folder, unless it lies here already. A result that is not
    /// what its entry says is an error.
    pub(crate) fn copy(&self, entry: &Entry, from: &Path) -> Result<(), OutputTrouble> {
        let (Some(output), Some(sha256)) = (&entry.output, &entry.output_sha256) else {
            return Ok(());
        };
        if self.holds(entry) {
            return Ok(());
        }
        let source = from.join(output);
        let bytes = fs::read(&source)
            .map_err(|error| OutputTrouble::other(&source, format!("cannot be read: {error}")))?;
        // The name comes from a file: it must be one of ours before anything is written there.
        let own = output
            .strip_prefix(DOCUMENTS)
            .and_then(|name| name.strip_prefix('/'))
            .is_some_and(|name| is_output_name(name) && !name.contains('/'));
        if !own || hex(&Sha256::digest(&bytes)) != *sha256 {
            return Err(OutputTrouble::other(
                &source,
                "is not the result that run.json names; run the batch of this part again",
            ));
        }
        self.write(output, &bytes)
    }

    /// Writes a whole file into the folder.
    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), OutputTrouble> {
        let path = self.root.join(name);
        AtomicFile::create(&path)
            .and_then(|mut file| file.write_all(bytes).and_then(|()| file.commit()))
            .map_err(OutputTrouble::io(&path))
    }

    /// Ends the run: writes its record, removes results of inputs that are no longer there, and the
    /// journal. How many results were removed.
    pub(crate) fn finish(
        &self,
        record: &RunRecord,
        journal: Journal,
        prune: bool,
    ) -> Result<u64, OutputTrouble> {
        sync_folder(&self.documents()).map_err(OutputTrouble::io(&self.documents()))?;
        let mut json = serde_json::to_vec_pretty(record)
            .map_err(|error| OutputTrouble::other(&self.root, error.to_string()))?;
        json.push(b'\n');
        self.write(RECORD, &json)?;
        let removed = if prune { self.prune(record)? } else { 0 };
        journal
            .remove()
            .and_then(|()| sync_folder(&self.root))
            .map_err(OutputTrouble::io(&self.root))?;
        Ok(removed)
    }

    /// Removes results that this run's record does not name. Files that are not called as results are
    /// called are left alone.
    fn prune(&self, record: &RunRecord) -> Result<u64, OutputTrouble> {
        let documents = self.documents();
        let kept: BTreeSet<&str> = record
            .inputs
            .iter()
            .filter_map(|entry| entry.output.as_deref())
            .filter_map(|output| output.strip_prefix(DOCUMENTS)?.strip_prefix('/'))
            .collect();
        let mut removed = 0;
        for entry in fs::read_dir(&documents).map_err(OutputTrouble::io(&documents))? {
            let entry = entry.map_err(OutputTrouble::io(&documents))?;
            let name = entry.file_name();
            let stale = name
                .to_str()
                .is_some_and(|name| is_output_name(name) && !kept.contains(name));
            if stale {
                let path = entry.path();
                fs::remove_file(&path).map_err(OutputTrouble::io(&path))?;
                removed += 1;
            }
        }
        Ok(removed)
    }
}

/// The record in a folder, if there is one in this format.
pub(crate) fn read_record(root: &Path) -> Result<Option<RunRecord>, OutputTrouble> {
    let path = root.join(RECORD);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(OutputTrouble::io(&path)(error)),
    };
    Ok(serde_json::from_slice::<RunRecord>(&bytes)
        .ok()
        .filter(|record| record.format == FORMAT))
}

/// SHA-256 of a file's bytes.
pub(crate) fn file_digest(path: &Path) -> io::Result<String> {
    let mut hash = Sha256::new();
    io::copy(&mut File::open(path)?, &mut hash)?;
    Ok(hex(&hash.finalize()))
}

/// Locks the folder itself, so that nothing is left behind and nothing can be stale.
#[cfg(unix)]
fn lock(root: &Path) -> Result<File, OutputTrouble> {
    let folder = File::open(root).map_err(OutputTrouble::io(root))?;
    hold(root, folder)
}

/// Where folders cannot be opened, a file in the folder is locked.
#[cfg(not(unix))]
fn lock(root: &Path) -> Result<File, OutputTrouble> {
    let path = root.join(".uip-lock");
    let file = File::create(&path).map_err(OutputTrouble::io(&path))?;
    hold(root, file)
}

fn hold(root: &Path, file: File) -> Result<File, OutputTrouble> {
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => Err(OutputTrouble {
            path: root.to_owned(),
            cause: Cause::Busy,
        }),
        // A file system without locks: the run goes on as if it were alone.
        Err(fs::TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
            Ok(file)
        }
        Err(fs::TryLockError::Error(error)) => Err(OutputTrouble::io(root)(error)),
    }
}
