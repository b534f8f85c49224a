//! Opens a file once, looks at the open handle, and reads it once: what is looked at and what is read
//! is the same file, whatever happens to its name meanwhile.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

use crate::outcome::Failure;

/// A regular file that is open and not too large.
#[derive(Debug)]
pub(crate) struct OpenFile {
    file: File,
    /// What the system said of it when it was opened.
    opened: Metadata,
    limit: u64,
}

impl OpenFile {
    /// Opens a regular file of at most `limit` bytes.
    pub(crate) fn open(path: &Path, limit: u64) -> Result<Self, Failure> {
        let file = open(path).map_err(|error| unreadable(&error))?;
        let metadata = file.metadata().map_err(|error| unreadable(&error))?;
        refuse_other_than_regular(&metadata)?;
        if metadata.len() > limit {
            return Err(too_large(limit));
        }
        Ok(Self {
            file,
            opened: metadata,
            limit,
        })
    }

    /// Its size when it was opened.
    pub(crate) fn size(&self) -> u64 {
        self.opened.len()
    }

    /// Reads it. What was written to meanwhile is refused: its beginning and its end may be those of two
    /// files.
    pub(crate) fn read(self) -> Result<Vec<u8>, Failure> {
        let capacity = usize::try_from(self.size()).unwrap_or(0);
        let bytes = read_at_most(&self.file, self.limit, capacity)?;
        let now = self.file.metadata().map_err(|error| unreadable(&error))?;
        let written = |metadata: &Metadata| metadata.modified().ok();
        let length = u64::try_from(bytes.len()).ok();
        if Some(now.len()) != length || written(&now) != written(&self.opened) {
            return Err(Failure::new(
                "changed_while_read",
                "the file was written to while it was read; read it again when it is whole",
            ));
        }
        Ok(bytes)
    }
}

/// Reads a regular file of at most `limit` bytes.
pub(crate) fn read_file(path: &Path, limit: u64) -> Result<Vec<u8>, Failure> {
    OpenFile::open(path, limit)?.read()
}

/// Reads standard input, at most `limit` bytes.
pub(crate) fn read_stdin(limit: u64) -> Result<Vec<u8>, Failure> {
    read_at_most(io::stdin().lock(), limit, 0)
}

/// The first line of a small file, without its end: a password.
pub(crate) fn read_first_line(path: &Path) -> Result<String, Failure> {
    /// ISO 32000-2, 7.6.4.3.3 cuts passwords at 127 bytes; nothing sensible is longer than this.
    const LONGEST: u64 = 4096;
    let mut bytes = read_file(path, LONGEST)?;
    if let Some(end) = bytes.iter().position(|byte| *byte == b'\n') {
        bytes.truncate(end);
    }
    if bytes.last() == Some(&b'\r') {
        bytes.pop();
    }
    String::from_utf8(bytes).map_err(|_| Failure::new("not_text", "the first line is not UTF-8"))
}

/// Opens without waiting: opening a FIFO that nobody writes to would otherwise never return.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
    OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(path)
}

fn refuse_other_than_regular(metadata: &Metadata) -> Result<(), Failure> {
    let kind = metadata.file_type();
    if kind.is_file() {
        return Ok(());
    }
    if kind.is_dir() {
        return Err(Failure::new(
            "is_a_folder",
            "this is a folder, not a PDF; uip batch reads folders",
        ));
    }
    Err(Failure::new(
        "not_a_regular_file",
        format!("this is {}, not a regular file", special(kind)),
    ))
}

#[cfg(unix)]
fn special(kind: std::fs::FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    if kind.is_fifo() {
        "a named pipe"
    } else if kind.is_socket() {
        "a socket"
    } else {
        "a device"
    }
}

#[cfg(not(unix))]
fn special(_kind: std::fs::FileType) -> &'static str {
    "a device"
}

/// Reads to the end, but no more than the limit, also where the file grows meanwhile.
fn read_at_most(source: impl Read, limit: u64, capacity: usize) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::with_capacity(capacity);
    source
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|error| unreadable(&error))?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limit {
        return Err(too_large(limit));
    }
    Ok(bytes)
}

fn too_large(limit: u64) -> Failure {
    Failure::new(
        "file_too_large",
        format!(
            "the file is larger than {} MiB; --max-file sets another limit",
            limit / crate::limits::MIB
        ),
    )
}

fn unreadable(error: &io::Error) -> Failure {
    let (code, message) = match error.kind() {
        io::ErrorKind::NotFound => ("not_found", "there is no such file".to_owned()),
        io::ErrorKind::PermissionDenied => (
            "permission_denied",
            "the file may not be read by this user".to_owned(),
        ),
        _ => ("unreadable", format!("the file cannot be read: {error}")),
    };
    Failure::new(code, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(path: &str) -> String {
        read_file(Path::new(path), 100).unwrap_err().code
    }

    #[test]
    fn only_regular_files_of_fitting_size_are_read() {
        assert_eq!(code("/nonexistent/plan.pdf"), "not_found");
        assert_eq!(code("/"), "is_a_folder");
        #[cfg(unix)]
        assert_eq!(code("/dev/zero"), "not_a_regular_file");
        assert_eq!(
            code(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")),
            "file_too_large"
        );
    }

    #[test]
    fn a_file_that_is_written_to_meanwhile_is_refused() {
        let path = std::env::temp_dir().join(format!("uip-open-{}", std::process::id()));
        let later = |file: &File| file.set_modified(std::time::UNIX_EPOCH);
        let cases: [fn(&File) -> io::Result<()>; 3] =
            [|_| Ok(()), |file| file.set_len(2), |file| file.set_len(0)];
        for (number, change) in cases.into_iter().enumerate() {
            std::fs::write(&path, "some bytes").unwrap();
            let file = OpenFile::open(&path, 100).unwrap();
            assert_eq!(file.size(), 10);
            let writer = OpenOptions::new().write(true).open(&path).unwrap();
            change(&writer).unwrap();
            if number > 0 {
                later(&writer).unwrap();
                assert_eq!(file.read().unwrap_err().code, "changed_while_read");
            } else {
                assert_eq!(file.read().unwrap(), b"some bytes");
            }
        }
        std::fs::remove_file(path).unwrap();
    }

    #[test]
    fn a_source_that_grows_is_cut_off() {
        let failure = read_at_most(io::repeat(b'x'), 10, 0).unwrap_err();
        assert_eq!(failure.code, "file_too_large");
        assert_eq!(
            read_at_most(&b"0123456789"[..], 10, 0).unwrap(),
            b"0123456789"
        );
    }
}
