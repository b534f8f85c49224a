//! The main process's side: starts a worker, sends it one document at a time, passes its result on,
//! and says what became of the document however the worker ends.

use std::io::{self, PipeReader, PipeWriter, Read, Write};
#[cfg(unix)]
use std::os::fd::OwnedFd;
#[cfg(windows)]
use std::os::windows::io::OwnedHandle as OwnedFd;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::child::Child;
use super::ending::Ending;
use super::frame::{self, Job, Kind, Reply, Setup};
use super::watchdog::Watched;
use crate::limits::{Limits, MIB};
use crate::outcome::{Digest, Failure, Notice, Outcome};

/// A piece of a result or a reply is at most this long; a longer one means that the worker is out of
/// its mind. The worker's own pieces are [`frame::PIPE`] long.
const LONGEST_FRAME: u64 = MIB;

/// How long a worker that has closed its output may take to end before it is killed.
const TIME_TO_DIE: Duration = Duration::from_millis(500);

/// As much of a worker's last words as is looked at.
const LAST_WORDS: u64 = 64 * 1024;

/// What became of one document.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    /// The outcome.
    pub(crate) outcome: Outcome,
    /// Why there is no result.
    pub(crate) failure: Option<Failure>,
    /// What the run record says of the document.
    pub(crate) digest: Digest,
    /// What the terminal shows.
    pub(crate) notices: Vec<Notice>,
}

impl Reading {
    /// A document without a result.
    pub(crate) fn failed(outcome: Outcome, failure: Failure) -> Self {
        Self {
            outcome,
            failure: Some(failure),
            digest: Digest::default(),
            notices: Vec::new(),
        }
    }
}

/// Trouble that is not the document's.
#[derive(Debug)]
pub(crate) enum Broken {
    /// No worker can be started.
    Start(io::Error),
    /// The result cannot be written.
    Write(io::Error),
}

/// A worker process that is started when the first document comes and again after each death.
pub(crate) struct Worker {
    setup: Setup,
    running: Option<Running>,
}

/// A worker process and the pipes to it.
pub(super) struct Running {
    /// `None` for a copy of this process, which knows all that it needs.
    pub(super) to: Option<PipeWriter>,
    pub(super) from: PipeReader,
    /// The worker's standard error.
    pub(super) last_words: PipeReader,
    pub(super) watched: Watched,
}

impl Worker {
    /// A worker that has not been started yet.
    pub(crate) fn new(setup: Setup) -> Self {
        Self {
            setup,
            running: None,
        }
    }

    /// The limits that it works under.
    pub(crate) fn limits(&self) -> &Limits {
        &self.setup.limits
    }

    /// Starts the process if none runs.
    fn start(&mut self) -> Result<(), Broken> {
        if self.running.is_none() {
            self.running = Some(self.spawn().map_err(Broken::Start)?);
        }
        Ok(())
    }

    /// Reads one document. Its result goes to `sink` piece by piece and is whole only if the outcome
    /// says that the document was read.
    pub(crate) fn read(
        &mut self,
        job: &Job,
        bytes: Vec<u8>,
        sink: &mut dyn Write,
    ) -> Result<Reading, Broken> {
        self.start()?;
        let Some(mut running) = self.running.take() else {
            return Err(Broken::Start(io::ErrorKind::NotFound.into()));
        };
        running.watched.set_deadline(self.setup.limits.deadline());
        let sent = running.send(job, &bytes);
        drop(bytes);
        let (reading, alive) = match sent {
            Ok(()) => running.listen(&self.setup.limits, sink)?,
            Err(_) => (running.end(&self.setup.limits), None),
        };
        self.running = alive;
        Ok(reading)
    }

    /// Reads one document and no more, in a copy of this process. Only for a process that runs no
    /// other thread.
    #[cfg(unix)]
    pub(crate) fn read_once(
        setup: &Setup,
        job: &Job,
        bytes: Vec<u8>,
        sink: &mut dyn Write,
    ) -> Result<Reading, Broken> {
        let running = super::copy::spawn(setup, job, &bytes).map_err(Broken::Start)?;
        drop(bytes);
        running.watched.set_deadline(setup.limits.deadline());
        Ok(running.listen(&setup.limits, sink)?.0)
    }

    /// Reads one document and no more.
    #[cfg(not(unix))]
    pub(crate) fn read_once(
        setup: &Setup,
        job: &Job,
        bytes: Vec<u8>,
        sink: &mut dyn Write,
    ) -> Result<Reading, Broken> {
        Self::new(setup.clone()).read(job, bytes, sink)
    }

    fn spawn(&self) -> io::Result<Running> {
        let mut command = Command::new(program()?);
        command
            .arg("worker")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        #[cfg(unix)]
        {
            use std::os::unix::process::CommandExt;
            // Its own group, so that all that it starts can be killed with it.
            command.process_group(0);
        }
        let mut child = command.spawn()?;
        let (Some(to), Some(from), Some(last_words)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        let watched = Watched::new(Child::Started(child))?;
        let mut to = PipeWriter::from(OwnedFd::from(to));
        // A worker that dies before it has read this is found dead at its first document.
        match frame::write_json(&mut to, Kind::Setup, &self.setup) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(error),
            _ => {}
        }
        Ok(Running {
            to: Some(to),
            from: OwnedFd::from(from).into(),
            last_words: OwnedFd::from(last_words).into(),
            watched,
        })
    }
}

/// This program's own file. `/proc/self/exe` is the running file even where its name has been
/// replaced by another version since.
fn program() -> io::Result<std::path::PathBuf> {
    if cfg!(target_os = "linux") {
        let own = std::path::PathBuf::from("/proc/self/exe");
        if own.exists() {
            return Ok(own);
        }
    }
    std::env::current_exe()
}

enum Interruption {
    /// The worker has closed its output.
    End,
    /// It answers in something else than frames.
    Garbled,
    /// Its result is over the limit.
    Flood,
    /// The result cannot be passed on.
    Sink(io::Error),
}

impl Running {
    fn send(&mut self, job: &Job, bytes: &[u8]) -> io::Result<()> {
        let Some(to) = &mut self.to else {
            return Ok(());
        };
        frame::write_json(to, Kind::Job, job)?;
        frame::write(to, Kind::Bytes, bytes)
    }

    /// Passes the result on. What became of the document, and the worker if it can read another.
    fn listen(
        mut self,
        limits: &Limits,
        sink: &mut dyn Write,
    ) -> Result<(Reading, Option<Self>), Broken> {
        let conversation = self.converse(limits, sink);
        self.watched.set_deadline(None);
        match conversation {
            Ok(reply) => {
                // After a panic the worker's memory is in doubt: the next document gets a new one.
                let alive = reply.outcome != Outcome::Crashed;
                let reading = Reading {
                    outcome: reply.outcome,
                    failure: reply.failure,
                    digest: reply.digest,
                    notices: reply.notices,
                };
                Ok((reading, alive.then_some(self)))
            }
            Err(Interruption::Sink(error)) => Err(Broken::Write(error)),
            Err(Interruption::Flood) => {
                let message = format!(
                    "the result is larger than {} MiB; --max-output allows more",
                    limits.max_output
                );
                let failure = Failure::new("output_limit", message);
                Ok((Reading::failed(Outcome::Refused, failure), None))
            }
            Err(Interruption::Garbled) => {
                let failure = Failure::new("crashed", "the reading died (its answer is garbled)");
                Ok((Reading::failed(Outcome::Crashed, failure), None))
            }
            Err(Interruption::End) => Ok((self.end(limits), None)),
        }
    }

    fn converse(&mut self, limits: &Limits, sink: &mut dyn Write) -> Result<Reply, Interruption> {
        let mut payload = Vec::new();
        let mut size = 0_u64;
        let mut pages = 0_u32;
        loop {
            match frame::read(&mut self.from, LONGEST_FRAME, &mut payload) {
                Ok(Some(Kind::Page)) if pages < limits.ocr_pages => {
                    pages += 1;
                    // As long on the clock as recognition itself allows on a busy machine, so that a
                    // page that takes too long costs that page and not the document.
                    self.watched
                        .put_off(limits.ocr_page().saturating_mul(uip::ocr::BUSY));
                }
                Ok(Some(Kind::Data)) => {
                    size = size.saturating_add(u64::try_from(payload.len()).unwrap_or(u64::MAX));
                    if size > limits.output_bytes() {
                        return Err(Interruption::Flood);
                    }
                    sink.write_all(&payload).map_err(Interruption::Sink)?;
                }
                Ok(Some(Kind::Reply)) => {
                    return serde_json::from_slice(&payload).map_err(|_| Interruption::Garbled);
                }
                Ok(Some(_)) => return Err(Interruption::Garbled),
                Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                    return Err(Interruption::Garbled);
                }
                Ok(None) | Err(_) => return Err(Interruption::End),
            }
        }
    }

    /// Waits for the end of a worker that has closed its output and explains it.
    fn end(mut self, limits: &Limits) -> Reading {
        let started = Instant::now();
        let mut status = self.watched.try_wait();
        while status.is_none() && started.elapsed() < TIME_TO_DIE {
            std::thread::sleep(Duration::from_millis(1));
            status = self.watched.try_wait();
        }
        self.watched.kill();
        let mut words = Vec::new();
        // All writers are dead, so this ends; what cannot be read is not known.
        let _ = (&mut self.last_words)
            .take(LAST_WORDS)
            .read_to_end(&mut words);
        let (outcome, failure) = Ending {
            status,
            timed_out: self.watched.fired(),
            last_words: &String::from_utf8_lossy(&words),
            limits,
        }
        .explain();
        Reading::failed(outcome, failure)
    }
}
