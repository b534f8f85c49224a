//! A result that was asked for on standard output or in a file.

use std::io::{self, Write};
use std::path::Path;

use super::{AtomicFile, HeldBack, sync_folder};

/// Writes to a file that appears whole or not at all, or to standard output where there is no target
/// or it is `-`. A reader that has seen enough and gone away is no error.
pub(crate) fn print_to(
    target: Option<&Path>,
    print: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let outcome = match target.filter(|target| *target != Path::new("-")) {
        None => {
            let mut held = HeldBack::new(io::stdout().lock());
            print(&mut held).and_then(|()| held.finish())
        }
        // A device or a pipe is written to, not replaced.
        Some(target) if target.metadata().is_ok_and(|metadata| !metadata.is_file()) => {
            let file = std::fs::OpenOptions::new().write(true).open(target)?;
            let mut held = HeldBack::new(file);
            print(&mut held).and_then(|()| held.finish())
        }
        Some(target) => {
            let target = target.canonicalize().unwrap_or_else(|_| target.to_owned());
            let mut file = AtomicFile::create(&target)?;
            print(&mut file)?;
            file.commit()?;
            match target.parent() {
                Some(folder) if !folder.as_os_str().is_empty() => sync_folder(folder),
                _ => sync_folder(Path::new(".")),
            }
        }
    };
    match outcome {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}
