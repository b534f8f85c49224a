//! `uip extract`: one document to JSON.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};

use crate::Exit;
use crate::input::{FileName, ask_password, is_answered};
use crate::isolation::{Broken, Job, Reading, Worker};
use crate::limits::Limits;
use crate::one::{One, is_stdin};
use crate::options::ReadingOptions;
use crate::output::{AtomicFile, HeldBack, remove_stale, sync_folder};
use crate::report::{LogFormat, Report};

/// Reads one PDF and prints its content as JSON.
///
/// The reading runs in a process of its own under limits of time and memory. Findings, and what went
/// wrong, are printed to standard error as `file.pdf:page: code: message`.
#[derive(Args)]
#[command(after_long_help = "Examples:
  uip extract uip-2022.pdf > uip-2022.json
  uip extract uip-2022.pdf -o uip-2022.json --lang en
  curl -s https://example.org/uip.pdf | uip extract - | jq '.initiatives[].title'")]
pub(crate) struct Extract {
    /// The PDF; - for standard input
    #[arg(value_name = "FILE.pdf", value_hint = ValueHint::FilePath)]
    file: PathBuf,
    /// Writes the JSON to this file, which appears whole or not at all; - for standard output
    #[arg(short, long, value_name = "OUT.json", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,
    #[command(flatten)]
    reading: ReadingOptions,
    #[command(flatten)]
    limits: Limits,
    /// Prints no findings, only failures
    #[arg(short, long)]
    quiet: bool,
    /// How messages are written to standard error
    #[arg(long, value_enum, default_value_t)]
    log_format: LogFormat,
}

impl Extract {
    /// Runs the command.
    pub(crate) fn run(self) -> Exit {
        let report = Report::new(self.log_format, self.quiet);
        if self.would_replace_its_input() {
            let shown = FileName::new(self.file.as_os_str()).shown();
            report.trouble(
                "output",
                &format!("{shown} is the input; give the output another name"),
            );
            return Exit::WrongUse;
        }
        let opened = One::open(&self.file, &self.reading, self.limits, &report);
        let One {
            name,
            bytes,
            setup,
            job,
        } = match opened {
            Ok(one) => one,
            Err(exit) => return exit,
        };
        // Only where somebody may be asked for the password are the bytes needed a second time.
        let kept = (job.password.is_none() && is_answered()).then(|| bytes.clone());
        let mut reading = self.read(bytes, |bytes, sink| {
            Worker::read_once(&setup, &job, bytes, sink)
        });
        if let (Some(bytes), Ok(first)) = (kept, &reading)
            && first
                .failure
                .as_ref()
                .is_some_and(|f| f.code == "password_needed")
            && let Ok(Some(password)) = ask_password(&name)
        {
            let job = Job {
                password: Some(password),
                ..job
            };
            reading = self.read(bytes, |bytes, sink| {
                Worker::new(setup.clone()).read(&job, bytes, sink)
            });
        }
        match reading {
            Ok(reading) => {
                report.notices(&name, &reading.notices);
                match &reading.failure {
                    Some(failure) => {
                        report.failure(&name, failure);
                        Exit::SomeFailed
                    }
                    None => Exit::AllRead,
                }
            }
            Err(broken) => self.broken(&report, broken),
        }
    }

    /// Whether the result would take the place of the PDF.
    fn would_replace_its_input(&self) -> bool {
        let place = |path: &Path| path.canonicalize().ok();
        self.output
            .as_deref()
            .and_then(place)
            .is_some_and(|target| !is_stdin(&self.file) && place(&self.file) == Some(target))
    }

    /// Has the bytes read by a worker and the result written.
    fn read(
        &self,
        bytes: Vec<u8>,
        work: impl FnOnce(Vec<u8>, &mut dyn Write) -> Result<Reading, Broken>,
    ) -> Result<Reading, Broken> {
        let target = self
            .output
            .as_deref()
            .filter(|path| *path != Path::new("-"));
        let Some(target) = target else {
            let mut sink = HeldBack::new(io::stdout().lock());
            let reading = work(bytes, &mut sink)?;
            if reading.outcome.is_read() {
                sink.finish().map_err(Broken::Write)?;
            }
            return Ok(reading);
        };
        // A device or a pipe is written to, not replaced; a link stays and its target is replaced.
        if target.metadata().is_ok_and(|metadata| !metadata.is_file()) {
            let file = std::fs::OpenOptions::new()
                .write(true)
                .open(target)
                .map_err(Broken::Write)?;
            let mut sink = HeldBack::new(file);
            let reading = work(bytes, &mut sink)?;
            if reading.outcome.is_read() {
                sink.finish().map_err(Broken::Write)?;
            }
            return Ok(reading);
        }
        let target = target.canonicalize().unwrap_or_else(|_| target.to_owned());
        let folder = match target.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let mut sink = AtomicFile::create(&target).map_err(Broken::Write)?;
        // Left-overs of killed runs; where they cannot be removed they do no harm.
        let _ = remove_stale(folder);
        let reading = work(bytes, &mut sink)?;
        if reading.outcome.is_read() {
            sink.flush()
                .and_then(|()| sink.commit())
                .and_then(|()| sync_folder(folder))
                .map_err(Broken::Write)?;
        }
        Ok(reading)
    }

    fn broken(&self, report: &Report, broken: Broken) -> Exit {
        match broken {
            Broken::Start(error) => {
                report.trouble(
                    "worker",
                    &format!("the reading process cannot be started: {error}"),
                );
            }
            // The reader of standard output has seen enough: no failure, and nobody to tell.
            Broken::Write(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                return Exit::AllRead;
            }
            Broken::Write(error) => {
                let target = self.output.as_ref().map_or_else(
                    || "standard output".to_owned(),
                    |target| FileName::new(target.as_os_str()).shown(),
                );
                report.trouble("output", &format!("cannot write {target}: {error}"));
            }
        }
        Exit::SomeFailed
    }
}
