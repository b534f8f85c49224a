//! The recognition program: found at run time, called as a process of its own for each page.

use std::ffi::OsStr;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use crate::allowance::{Allowance, worked_by};
use crate::picture::Picture;
use crate::tiff::tiff;
use crate::tsv::{self, Seen};

/// The language model that it must have.
const LANGUAGE: &str = "dan";

/// Asking for its version or languages takes under 0.1 s.
const TIME_TO_ANSWER: Duration = Duration::from_secs(5);

/// The words of a page fill under 1 MiB.
const MOST_OUTPUT: u64 = 16 << 20;

/// How the lines of a picture are looked for (`--psm`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Segmentation {
    /// Blocks and columns are found first: whole pages.
    Page,
    /// One block of lines: cells.
    Block,
}

impl Segmentation {
    fn number(self) -> &'static str {
        match self {
            Self::Page => "3",
            Self::Block => "6",
        }
    }
}

/// A `tesseract` that can read Danish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tesseract {
    program: PathBuf,
    version: String,
}

/// Why there is no recognition on this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Missing {
    /// There is no such program.
    #[error("tesseract is not installed")]
    Program,
    /// It is there, without its Danish model.
    #[error("tesseract has no Danish language model")]
    Language,
}

/// Why a picture was not read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("tesseract cannot be run: {0}")]
    Run(#[from] io::Error),
    #[error("not finished within {0} s")]
    Time(f64),
    #[error("tesseract ended with {0}")]
    Ended(String),
}

impl Tesseract {
    /// Bytes of memory that one recognition may take. The largest picture that is given to it, of 15
    /// million pixels, takes 80 MiB, a page at 300 dpi 40.
    pub const MEMORY: u64 = 96 << 20;

    /// The program at this path, or the `tesseract` of the search path.
    ///
    /// # Errors
    /// When there is none, or none that reads Danish.
    pub fn find(program: Option<&Path>) -> Result<Self, Missing> {
        let program = program.map_or_else(|| PathBuf::from("tesseract"), Path::to_path_buf);
        let ask = |question: &str| {
            let mut command = Command::new(&program);
            command.arg(question);
            // Older versions answer on standard error.
            command.stderr(Stdio::piped());
            run(command, Vec::new(), &Allowance::new(TIME_TO_ANSWER)).map_err(|_| Missing::Program)
        };
        let version = ask("--version")?;
        let version = version
            .lines()
            .find_map(|line| line.strip_prefix("tesseract "))
            .ok_or(Missing::Program)?
            .trim()
            .to_owned();
        if !ask("--list-langs")?.lines().any(|line| line == LANGUAGE) {
            return Err(Missing::Language);
        }
        Ok(Self { program, version })
    }

    /// Its version, such as `5.3.0`.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The words of the pictures, all read by one process.
    pub(crate) fn read<'a>(
        &self,
        pictures: impl ExactSizeIterator<Item = &'a Picture> + Clone,
        segmentation: Segmentation,
        allowance: &Allowance,
    ) -> Result<Vec<Seen>, Failure> {
        if pictures.len() == 0 {
            return Ok(Vec::new());
        }
        let input = tiff(pictures).ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        let mut command = Command::new(&self.program);
        // `-` is standard input and output. One thread a process: pages are read side by side.
        command
            .args(["-", "-", "-l", LANGUAGE, "--psm", segmentation.number()])
            .args(["-c", "tessedit_create_tsv=1"])
            .env("OMP_THREAD_LIMIT", "1")
            .stderr(Stdio::null());
        Ok(tsv::words(&run(command, input, allowance)?))
    }
}

/// Runs a program to its end: what it prints, or why it did not get there in time.
fn run(mut command: Command, input: Vec<u8>, allowance: &Allowance) -> Result<String, Failure> {
    /// A look at the clock that the program has come to its end, and one at how long it has worked.
    const OFTEN: Duration = Duration::from_millis(2);
    const SELDOM: u32 = 16;
    let late = || Failure::Time(allowance.all().as_secs_f64());
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    if command.get_program() == OsStr::new("") {
        return Err(io::Error::from(io::ErrorKind::NotFound).into());
    }
    let mut child = Running(command.spawn()?);
    confine(&child.0, allowance.left());
    // The pipes are served by threads of their own, so that this one can watch the clock.
    let mut stdin = child.0.stdin.take();
    let writer = std::thread::Builder::new().spawn(move || {
        // A program that reads no further says why by its exit status.
        let _ = stdin.take().map(|mut to| to.write_all(&input));
    })?;
    let stdout = child.0.stdout.take();
    let stderr = child.0.stderr.take();
    let reader = std::thread::Builder::new().spawn(move || {
        let mut bytes = Vec::new();
        let mut take = |from: &mut dyn Read| from.take(MOST_OUTPUT).read_to_end(&mut bytes);
        let read = stdout
            .map_or(Ok(0), |mut from| take(&mut from))
            .and_then(|_| stderr.map_or(Ok(0), |mut from| take(&mut from)));
        read.map(|_| bytes)
    })?;
    let mut worked = Duration::ZERO;
    let mut looks = 0_u32;
    let status = loop {
        if let Some(status) = child.0.try_wait()? {
            break status;
        }
        looks = looks.wrapping_add(1);
        if looks.is_multiple_of(SELDOM) {
            let now = worked_by(child.0.id());
            allowance.take(now.saturating_sub(worked));
            worked = now.max(worked);
            if allowance.left().is_zero() {
                return Err(late());
            }
        }
        std::thread::sleep(OFTEN);
    };
    let _ = writer.join();
    let output = reader
        .join()
        .map_err(|_| io::Error::from(io::ErrorKind::Other))??;
    if was_out_of_time(status) {
        return Err(late());
    }
    if !status.success() {
        return Err(Failure::Ended(status.to_string()));
    }
    Ok(String::from_utf8_lossy(&output).into_owned())
}

/// Whether the system ended it for its time on the processor.
#[cfg(unix)]
fn was_out_of_time(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;

    status.signal() == Some(rustix::process::Signal::XCPU.as_raw())
}

#[cfg(not(unix))]
fn was_out_of_time(_status: ExitStatus) -> bool {
    false
}

/// A process that does not outlive its reader. It stays in the group of the process that started it,
/// so that whoever ends that group ends it too.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // Both fail where it has ended, which is what is wanted.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Limits a process that was just started. Where the system lacks this, the clock still holds.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn confine(child: &Child, time: Duration) {
    use rustix::process::{Pid, Resource, Rlimit, prlimit};

    let Some(pid) = i32::try_from(child.id()).ok().and_then(Pid::from_raw) else {
        return;
    };
    // These fail only where the process has ended or its limits are lower already.
    let memory = Rlimit {
        current: Some(Tesseract::MEMORY),
        maximum: Some(Tesseract::MEMORY),
    };
    let _ = prlimit(Some(pid), Resource::Data, memory);
    let seconds = time.as_secs_f64().ceil();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let seconds = Rlimit {
        current: Some(seconds as u64),
        maximum: Some(seconds as u64 + 1),
    };
    let _ = prlimit(Some(pid), Resource::Cpu, seconds);
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn confine(_child: &Child, _time: Duration) {}
