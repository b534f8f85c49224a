//! A file that appears whole or not at all: written under another name in the same folder, flushed to
//! the disk, then renamed over the old one.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::interrupt;

/// Begins the name of a file that is being written.
const PREFIX: &str = ".uip-tmp-";

/// A file that is being written. Dropped without [`AtomicFile::commit`], it leaves nothing behind.
#[derive(Debug)]
pub(crate) struct AtomicFile {
    file: File,
    temporary: PathBuf,
    target: PathBuf,
    committed: bool,
}

impl AtomicFile {
    /// Begins a file that will stand at `target`.
    ///
    /// # Errors
    /// When the folder is missing or may not be written.
    pub(crate) fn create(target: &Path) -> io::Result<Self> {
        /// Only left-overs of dead processes with the same number can be in the way.
        const MOST_TRIES: u32 = 1000;
        let name = target
            .file_name()
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "not a file name"))?;
        let process = std::process::id();
        for attempt in 0..MOST_TRIES {
            let mut temporary = OsString::from(format!("{PREFIX}{process}-{attempt}-"));
            // A name may have 255 bytes at most; a hint of it is enough here.
            temporary.push(name.to_str().map_or_else(String::new, |name| {
                name.chars().take(40).collect::<String>()
            }));
            let temporary = target.with_file_name(temporary);
            let mut options = OpenOptions::new();
            options.read(true).write(true).create_new(true);
            #[cfg(unix)]
            {
                use std::os::unix::fs::OpenOptionsExt;
                options.mode(0o600);
            }
            match interrupt::make(&temporary, || options.open(&temporary)) {
                Ok(file) => {
                    // Held until the file is closed: says that the file is not a left-over. Where
                    // the file system has no locks, left-overs stay.
                    let _ = file.try_lock();
                    return Ok(Self {
                        file,
                        temporary,
                        target: target.to_owned(),
                        committed: false,
                    });
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// A name in the target's folder at which a library may make the file itself; nothing is there.
    /// A file that is left there counts as a left-over.
    pub(crate) fn free_path(target: &Path) -> io::Result<PathBuf> {
        let placeholder = Self::create(target)?;
        let path = placeholder.temporary.clone();
        // Dropping the placeholder removes it; what the library makes in its place is also removed
        // if the program is interrupted.
        drop(placeholder);
        interrupt::make(&path, || Ok(path.clone()))
    }

    /// Takes over a file that was made at [`AtomicFile::free_path`].
    pub(crate) fn adopt(temporary: &Path, target: &Path) -> io::Result<Self> {
        Ok(Self {
            file: OpenOptions::new().read(true).write(true).open(temporary)?,
            temporary: temporary.to_owned(),
            target: target.to_owned(),
            committed: false,
        })
    }

    /// Flushes the file to the disk and gives it its name. The folder's own entry is safe once
    /// [`sync_folder`] has been called.
    pub(crate) fn commit(mut self) -> io::Result<()> {
        self.file.flush()?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // An old file keeps its mode; a new one gets what the user's mask allows.
            let mode = fs::metadata(&self.target)
                .map_or_else(|_| 0o666 & !mask(), |old| old.permissions().mode());
            self.file
                .set_permissions(fs::Permissions::from_mode(mode & 0o777))?;
        }
        self.file.sync_all()?;
        fs::rename(&self.temporary, &self.target)?;
        interrupt::done(&self.temporary);
        self.committed = true;
        Ok(())
    }
}

impl Write for AtomicFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Seek for AtomicFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

impl Drop for AtomicFile {
    fn drop(&mut self) {
        if !self.committed {
            // Nothing more can be done where even this fails; the next run removes it.
            let _ = fs::remove_file(&self.temporary);
            interrupt::done(&self.temporary);
        }
    }
}

/// The bits that the user's mask takes away from new files.
#[cfg(unix)]
fn mask() -> u32 {
    use std::sync::OnceLock;
    static MASK: OnceLock<u32> = OnceLock::new();
    *MASK.get_or_init(|| {
        // The mask can only be read by setting it, so it is set back at once. All files are created
        // with explicit modes, so the moment between does no harm.
        let mask = rustix::process::umask(rustix::fs::Mode::empty());
        rustix::process::umask(mask);
        mask.as_raw_mode()
    })
}

/// Flushes a folder's entries to the disk, so that a renamed file is found after a power failure.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// Removes what killed processes left behind in a folder. Files that another process is writing are
/// left alone: it holds their locks.
pub(crate) fn remove_stale(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if is_temporary(&entry.file_name()) && entry.file_type()?.is_file() {
            let path = entry.path();
            let Ok(file) = OpenOptions::new().write(true).open(&path) else {
                continue;
            };
            if file.try_lock().is_ok() {
                fs::remove_file(&path)?;
            }
        }
    }
    Ok(())
}

fn is_temporary(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(PREFIX.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("uip-atomic-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn old_file_stands_until_the_new_one_is_whole() {
        let folder = folder("whole");
        let target = folder.join("a.json");
        fs::write(&target, "old").unwrap();
        let mut file = AtomicFile::create(&target).unwrap();
        file.write_all(b"new").unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"old");
        file.commit().unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"new");
        assert_eq!(names(&folder), ["a.json"]);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn dropped_file_leaves_nothing() {
        let folder = folder("dropped");
        let target = folder.join("a.json");
        let mut file = AtomicFile::create(&target).unwrap();
        file.write_all(b"new").unwrap();
        drop(file);
        assert_eq!(names(&folder), Vec::<String>::new());
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn stale_files_go_and_live_ones_stay() {
        let folder = folder("stale");
        fs::write(folder.join(".uip-tmp-1-0-a.json"), "half").unwrap();
        fs::write(folder.join("b.json"), "whole").unwrap();
        let live = AtomicFile::create(&folder.join("c.json")).unwrap();
        remove_stale(&folder).unwrap();
        let live_name = live.temporary.file_name().unwrap().to_str().unwrap();
        assert_eq!(names(&folder), [live_name, "b.json"]);
        drop(live);
        fs::remove_dir_all(folder).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn mode_of_the_old_file_is_kept() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder("mode");
        let target = folder.join("a.json");
        fs::write(&target, "old").unwrap();
        fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).unwrap();
        AtomicFile::create(&target).unwrap().commit().unwrap();
        assert_eq!(
            fs::metadata(&target).unwrap().permissions().mode() & 0o777,
            0o640
        );
        fs::remove_dir_all(folder).unwrap();
    }
}
