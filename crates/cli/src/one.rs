//! A command that reads one document: the file is opened, and the reading set up.

use std::path::Path;

use crate::Exit;
use crate::input::{FileName, read_file, read_stdin};
use crate::isolation::{Job, Setup};
use crate::limits::Limits;
use crate::options::ReadingOptions;
use crate::report::Report;

/// A document whose bytes are there, with all that its reading needs.
pub(crate) struct One {
    pub(crate) name: FileName,
    pub(crate) bytes: Vec<u8>,
    pub(crate) setup: Setup,
    pub(crate) job: Job,
}

/// `-` names standard input.
pub(crate) fn is_stdin(file: &Path) -> bool {
    file.as_os_str() == "-"
}

impl One {
    /// Opens a file, or standard input.
    ///
    /// # Errors
    /// How the program ends where options or file are of no use; that has been reported.
    pub(crate) fn open(
        file: &Path,
        reading: &ReadingOptions,
        limits: Limits,
        report: &Report,
    ) -> Result<Self, Exit> {
        let setup = reading.setup(limits).map_err(|t| t.print(report))?;
        let password = reading.password().map_err(|t| t.print(report))?;
        let name = FileName::new(file.as_os_str());
        let (bytes, job) = if is_stdin(file) {
            (read_stdin(limits.file_bytes()), Job::default())
        } else {
            (read_file(file, limits.file_bytes()), Job::named(file))
        };
        let bytes = bytes.map_err(|failure| {
            report.failure(&name, &failure);
            Exit::SomeFailed
        })?;
        Ok(Self {
            name,
            bytes,
            setup,
            job: Job { password, ..job },
        })
    }
}
