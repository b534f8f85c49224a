//! What a run has done so far, one entry a line, so that a killed run's work is not lost. Entries name
//! the hash of the result's bytes, so a line is only believed where the result lies there whole: the
//! journal itself needs no flushing to the disk.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use super::record::Entry;

/// The journal's name in the output folder.
pub(super) const NAME: &str = ".uip-journal.jsonl";

/// A journal that is being written.
#[derive(Debug)]
pub(crate) struct Journal {
    file: File,
    path: PathBuf,
}

impl Journal {
    /// Goes on writing the folder's journal.
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        let path = folder.join(NAME);
        let mut file = OpenOptions::new().append(true).create(true).open(&path)?;
        // A line that a kill cut off must not run into the next one.
        if file.metadata()?.len() > 0 {
            file.write_all(b"\n")?;
        }
        Ok(Self { file, path })
    }

    /// Adds an entry.
    pub(crate) fn add(&mut self, entry: &Entry) -> io::Result<()> {
        let mut line = serde_json::to_vec(entry)?;
        line.push(b'\n');
        self.file.write_all(&line)
    }

    /// Removes the journal: the run record says it all.
    pub(super) fn remove(self) -> io::Result<()> {
        std::fs::remove_file(&self.path)
    }
}

/// The entries of a journal; lines that were cut off are passed over.
pub(super) fn entries(folder: &Path) -> io::Result<Vec<Entry>> {
    let file = match File::open(folder.join(NAME)) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut entries = Vec::new();
    for line in BufReader::new(file).split(b'\n') {
        if let Ok(entry) = serde_json::from_slice(&line?) {
            entries.push(entry);
        }
    }
    Ok(entries)
}
