//! The main process's side: starts a worker, sends it one document at a time, passes its result on,
//! and says what became of the document however the worker ends.

use std::io::{self, Read, Write};
use std::process::{ChildStderr, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use super::ending::Ending;
use super::frame::{self, Job, Kind, Reply, Setup};
use super::watchdog::Watched;
use crate::limits::{Limits, MIB};
use crate::outcome::{Digest, Failure, Notice, Outcome};

/// A piece of a result or a reply is at most this long; a longer one means that the worker is out of
/// its mind. The worker's own pieces are [`super::serve::PIECE`] long.
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

struct Running {
    to: ChildStdin,
    from: ChildStdout,
    last_words: ChildStderr,
    watched: Watched,
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

    /// Starts the process if none runs, so that it gets ready while the file is being read.
    pub(crate) fn start(&mut self) -> Result<(), Broken> {
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
        let limits = self.setup.limits;
        let deadline = Instant::now().checked_add(limits.time());
        running.watched.set_deadline(deadline);
        let conversation = running.converse(job, bytes, limits.output_bytes(), sink);
        running.watched.set_deadline(None);
        match conversation {
            Ok(reply) => {
                // After a panic the worker's memory is in doubt: the next document gets a new one.
                if reply.outcome != Outcome::Crashed {
                    self.running = Some(running);
                }
                Ok(Reading {
                    outcome: reply.outcome,
                    failure: reply.failure,
                    digest: reply.digest,
                    notices: reply.notices,
                })
            }
            Err(Interruption::Sink(error)) => Err(Broken::Write(error)),
            Err(Interruption::Flood) => Ok(Reading::failed(
                Outcome::Refused,
                Failure::new(
                    "output_limit",
                    format!(
                        "the result is larger than {} MiB; --max-output allows more",
                        limits.max_output
                    ),
                ),
            )),
            Err(Interruption::Garbled) => Ok(Reading::failed(
                Outcome::Crashed,
                Failure::new("crashed", "the reading died (its answer is garbled)"),
            )),
            Err(Interruption::End) => {
                let (outcome, failure) = running.end(&limits);
                Ok(Reading::failed(outcome, failure))
            }
        }
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
        let (Some(mut to), Some(from), Some(last_words)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        let watched = Watched::new(child)?;
        // A worker that dies before it has read this is found dead at its first document.
        match frame::write_json(&mut to, Kind::Setup, &self.setup) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(error),
            _ => {}
        }
        Ok(Running {
            to,
            from,
            last_words,
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
    fn converse(
        &mut self,
        job: &Job,
        bytes: Vec<u8>,
        limit: u64,
        sink: &mut dyn Write,
    ) -> Result<Reply, Interruption> {
        let sent = frame::write_json(&mut self.to, Kind::Job, job)
            .and_then(|()| frame::write(&mut self.to, Kind::Bytes, &bytes));
        drop(bytes);
        if sent.is_err() {
            return Err(Interruption::End);
        }
        let mut payload = Vec::new();
        let mut size = 0_u64;
        loop {
            match frame::read(&mut self.from, LONGEST_FRAME, &mut payload) {
                Ok(Some(Kind::Data)) => {
                    size = size.saturating_add(u64::try_from(payload.len()).unwrap_or(u64::MAX));
                    if size > limit {
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
    fn end(mut self, limits: &Limits) -> (Outcome, Failure) {
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
        Ending {
            status,
            timed_out: self.watched.fired(),
            last_words: &String::from_utf8_lossy(&words),
            limits,
        }
        .explain()
    }
}
