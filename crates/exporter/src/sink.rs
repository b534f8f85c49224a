//! Where an export's files go. The caller decides: a folder, written whole or not at all; memory;
//! an archive.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Makes the files of an export.
///
/// An export calls [`create`](Self::create) for every file when it begins (SQLite:
/// [`path`](Self::path)), and [`commit`](Self::commit) for each when all documents are in. A file
/// that was created and never committed belongs to an export that failed: the sink throws it away.
pub trait Sink {
    /// A file that is being written.
    type File: Write + Seek + Send + 'static;

    /// Begins a file; the name is relative, with `/` between folders
    /// (see [`crate::Format::files`]).
    ///
    /// # Errors
    /// When it cannot be made.
    fn create(&mut self, name: &str) -> io::Result<Self::File>;

    /// A path at which a library may make the file itself; nothing is there yet. SQLite needs
    /// random access to its file and opens it by path.
    ///
    /// # Errors
    /// When there is no such place.
    fn path(&mut self, name: &str) -> io::Result<PathBuf>;

    /// Ends a file that is complete: flush it, sync it, give it its name.
    ///
    /// # Errors
    /// When that fails.
    fn commit(&mut self, name: &str, file: Self::File) -> io::Result<()>;

    /// Ends a file that was made at a [`path`](Self::path).
    ///
    /// # Errors
    /// When that fails.
    fn commit_path(&mut self, name: &str, path: &Path) -> io::Result<()>;

    /// A folder for temporary files, which XLSX writes its sheets to; `None` for the system's.
    fn temporary(&self) -> Option<PathBuf> {
        None
    }
}

/// A sink that keeps the files in memory, for tests and for callers without a file system. It has
/// no paths, so it takes every format but SQLite.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    files: Arc<Mutex<BTreeMap<String, Vec<u8>>>>,
}

impl Memory {
    /// The committed files by name.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        self.lock().clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Vec<u8>>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for Memory {
    type File = Cursor<Vec<u8>>;

    fn create(&mut self, _name: &str) -> io::Result<Self::File> {
        Ok(Cursor::default())
    }

    fn path(&mut self, _name: &str) -> io::Result<PathBuf> {
        Err(io::Error::new(
            io::ErrorKind::Unsupported,
            "files in memory have no path",
        ))
    }

    fn commit(&mut self, name: &str, file: Self::File) -> io::Result<()> {
        self.lock().insert(name.to_owned(), file.into_inner());
        Ok(())
    }

    fn commit_path(&mut self, _name: &str, _path: &Path) -> io::Result<()> {
        Ok(())
    }
}
