//! The work of a batch: each slot has a worker process and takes one input after another. What comes
//! of each goes to the main thread as an [`Event`], in no order; the caller brings order into it.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, MutexGuard, PoisonError};

use sha2::{Digest as _, Sha256};

use super::folder::{DOCUMENTS, OutputFolder, OutputTrouble};
use super::identity::{Fingerprint, Identity};
use super::record::Entry;
use crate::input::{FileName, OpenFile, hex};
use crate::isolation::{Broken, Job, Reading, Setup, Worker};
use crate::limits::{Limits, MIB};
use crate::outcome::{Notice, Outcome};
use crate::output::AtomicFile;

/// Files above this size are held in memory by one slot at a time, so that the main process stays
/// small whatever the number of slots.
const LARGE_FILE: u64 = 16 * MIB;

/// A worker gets no less memory than this, however many there are: documents of a hundred pages need
/// about half of it.
const LEAST_MEMORY_MIB: u64 = 96;

/// So many events may wait for the main thread.
const WAITING_EVENTS: usize = 64;

/// What is to be done.
pub(crate) struct Plan<'a> {
    /// The inputs.
    pub(crate) files: &'a [PathBuf],
    /// Where results go.
    pub(crate) folder: &'a OutputFolder,
    /// What earlier runs know, by key.
    pub(crate) known: &'a std::collections::BTreeMap<String, Entry>,
    /// What workers need to know.
    pub(crate) setup: &'a Setup,
    /// The password of encrypted files.
    pub(crate) password: Option<&'a str>,
    /// The options' part of each identity.
    pub(crate) fingerprint: &'a Fingerprint,
    /// Number of worker processes.
    pub(crate) jobs: usize,
}

/// What came of an input.
pub(crate) enum Event {
    /// Done.
    Done {
        /// The input's index.
        index: usize,
        /// What goes into the record.
        entry: Box<Entry>,
        /// What the terminal shows.
        notices: Vec<Notice>,
        /// The result was taken from an earlier run.
        cached: bool,
    },
    /// Another input with the same name and bytes is being read; this one shares its result.
    Duplicate {
        /// The input's index.
        index: usize,
        /// The key of the result.
        key: String,
        /// What goes into the record but the result.
        size: u64,
    },
}

/// Trouble that ends the run.
pub(crate) enum Fatal {
    /// No worker can be started.
    Start(io::Error),
    /// The output cannot be written.
    Output(OutputTrouble),
}

/// Does the work and calls `each` with every event, on the calling thread. Exactly one event an input
/// unless the run ends in trouble.
///
/// # Errors
/// When no worker can be started or the output cannot be written, also where `each` says so.
pub(crate) fn run(
    plan: &Plan<'_>,
    mut each: impl FnMut(Event) -> Result<(), OutputTrouble>,
) -> Result<(), Fatal> {
    let share = share(&plan.setup.limits, plan.jobs);
    let all: Vec<usize> = (0..plan.files.len()).collect();
    let hungry = pass(plan, &all, plan.jobs, share, &mut each)?;
    // What needed more memory than a share gets all of it, one at a time.
    pass(plan, &hungry, 1, plan.setup.limits.memory_limit, &mut each)?;
    Ok(())
}

/// The memory that each of several workers may have, in MiB, so that together they need no more than
/// one document may.
fn share(limits: &Limits, jobs: usize) -> u64 {
    let jobs = u64::try_from(jobs.max(1)).unwrap_or(u64::MAX);
    (limits.memory_limit / jobs)
        .max(LEAST_MEMORY_MIB)
        .min(limits.memory_limit)
}

/// Takes the inputs with these indices once, with so many workers of so much memory each. Gives back
/// those that needed more memory, where more can be had.
fn pass(
    plan: &Plan<'_>,
    indices: &[usize],
    jobs: usize,
    memory: u64,
    each: &mut impl FnMut(Event) -> Result<(), OutputTrouble>,
) -> Result<Vec<usize>, Fatal> {
    if indices.is_empty() {
        return Ok(Vec::new());
    }
    let last = memory == plan.setup.limits.memory_limit;
    let shared = Shared {
        plan,
        indices,
        last,
        next: AtomicUsize::new(0),
        stop: AtomicBool::new(false),
        claimed: Mutex::new(BTreeSet::new()),
        large: Mutex::new(()),
        hungry: Mutex::new(Vec::new()),
        fatal: Mutex::new(None),
    };
    let setup = Setup {
        limits: Limits {
            memory_limit: memory,
            ..plan.setup.limits
        },
        ..plan.setup.clone()
    };
    let (sender, receiver) = sync_channel(WAITING_EVENTS);
    std::thread::scope(|scope| {
        for number in 0..jobs.min(indices.len()) {
            let (shared, sender) = (&shared, sender.clone());
            let worker = Worker::new(setup.clone());
            let thread = std::thread::Builder::new();
            match thread.spawn_scoped(scope, move || slot(shared, worker, &sender)) {
                Ok(_) => {}
                Err(error) if number == 0 => shared.fail(Fatal::Start(error)),
                // Where no more threads can be had, those that there are do the work.
                Err(_) => break,
            }
        }
        drop(sender);
        deliver(&receiver, &shared, each);
    });
    if let Some(fatal) = take(&shared.fatal) {
        return Err(fatal);
    }
    let mut hungry = std::mem::take(&mut *locked(&shared.hungry));
    hungry.sort_unstable();
    Ok(hungry)
}

struct Shared<'a> {
    plan: &'a Plan<'a>,
    indices: &'a [usize],
    /// No pass with more memory follows.
    last: bool,
    next: AtomicUsize,
    stop: AtomicBool,
    /// The keys that a slot of this pass has taken.
    claimed: Mutex<BTreeSet<String>>,
    /// Held while a large file is in memory.
    large: Mutex<()>,
    hungry: Mutex<Vec<usize>>,
    fatal: Mutex<Option<Fatal>>,
}

impl Shared<'_> {
    /// The next input, unless there is none or the run is ending.
    fn next(&self) -> Option<usize> {
        if self.stop.load(Ordering::Relaxed) {
            return None;
        }
        let next = self.next.fetch_add(1, Ordering::Relaxed);
        self.indices.get(next).copied()
    }

    /// Ends the run; the first trouble is the one that is told.
    fn fail(&self, fatal: Fatal) {
        self.stop.store(true, Ordering::Relaxed);
        locked(&self.fatal).get_or_insert(fatal);
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn take(fatal: &Mutex<Option<Fatal>>) -> Option<Fatal> {
    locked(fatal).take()
}

fn deliver(
    events: &Receiver<Event>,
    shared: &Shared<'_>,
    each: &mut impl FnMut(Event) -> Result<(), OutputTrouble>,
) {
    let mut failed = false;
    for event in events {
        // After trouble the slots still have to be let go.
        if !failed && let Err(trouble) = each(event) {
            failed = true;
            shared.fail(Fatal::Output(trouble));
        }
    }
}

fn slot(shared: &Shared<'_>, mut worker: Worker, events: &SyncSender<Event>) {
    while let Some(index) = shared.next() {
        match input(shared, index, &mut worker) {
            Ok(Some(event)) => {
                if events.send(event).is_err() {
                    return;
                }
            }
            Ok(None) => locked(&shared.hungry).push(index),
            Err(fatal) => {
                shared.fail(fatal);
                return;
            }
        }
    }
}

/// Takes one input to its outcome; `None` where it needs a pass with more memory.
fn input(shared: &Shared<'_>, index: usize, worker: &mut Worker) -> Result<Option<Event>, Fatal> {
    let plan = shared.plan;
    let Some(path) = plan.files.get(index) else {
        return Ok(None);
    };
    let name = FileName::new(path.as_os_str());
    let unopened = |failure| {
        Ok(Some(Event::Done {
            index,
            entry: Box::new(Entry::unopened(name.clone(), failure)),
            notices: Vec::new(),
            cached: false,
        }))
    };
    let file = match OpenFile::open(path, plan.setup.limits.file_bytes()) {
        Ok(file) => file,
        Err(failure) => return unopened(failure),
    };
    let _turn = (file.size() > LARGE_FILE).then(|| locked(&shared.large));
    let bytes = match file.read() {
        Ok(bytes) => bytes,
        Err(failure) => return unopened(failure),
    };
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let identity = plan.fingerprint.identify(path, &bytes);
    if !locked(&shared.claimed).insert(identity.key.clone()) {
        let key = identity.key;
        return Ok(Some(Event::Duplicate { index, key, size }));
    }
    if let Some(known) = plan.known.get(&identity.key)
        && (!known.outcome.is_read() || plan.folder.holds(known))
    {
        return Ok(Some(Event::Done {
            index,
            entry: Box::new(Entry {
                name,
                duplicate_of: None,
                ..known.clone()
            }),
            notices: Vec::new(),
            cached: true,
        }));
    }
    let job = Job {
        password: plan.password.map(str::to_owned),
        ..Job::named(path)
    };
    let (reading, output_sha256) = read(plan, worker, &job, bytes, &identity)?;
    let hungry = reading.outcome == Outcome::Refused
        && reading
            .failure
            .as_ref()
            .is_some_and(|failure| failure.code == "memory_limit");
    if hungry && !shared.last {
        return Ok(None);
    }
    let read = reading.outcome.is_read();
    Ok(Some(Event::Done {
        index,
        entry: Box::new(Entry {
            name,
            outcome: reading.outcome,
            failure: reading.failure,
            bytes: Some(size),
            sha256: Some(identity.sha256),
            key: Some(identity.key),
            output: read.then(|| format!("{DOCUMENTS}/{}", identity.output)),
            output_sha256,
            document: read.then_some(reading.digest),
            duplicate_of: None,
        }),
        notices: reading.notices,
        cached: false,
    }))
}

/// Has the worker read the document into its file. The second value is the hash of the result.
fn read(
    plan: &Plan<'_>,
    worker: &mut Worker,
    job: &Job,
    bytes: Vec<u8>,
    identity: &Identity,
) -> Result<(Reading, Option<String>), Fatal> {
    let target = plan.folder.documents().join(&identity.output);
    let trouble = |error| Fatal::Output(OutputTrouble::io(&target)(error));
    let file = AtomicFile::create(&target).map_err(trouble)?;
    let mut sink = Hashed {
        file,
        hash: Sha256::new(),
    };
    match worker.read(job, bytes, &mut sink) {
        Ok(reading) if reading.outcome.is_read() => {
            let Hashed { file, hash } = sink;
            file.commit().map_err(trouble)?;
            Ok((reading, Some(hex(&hash.finalize()))))
        }
        Ok(reading) => Ok((reading, None)),
        Err(Broken::Start(error)) => Err(Fatal::Start(error)),
        Err(Broken::Write(error)) => Err(trouble(error)),
    }
}

/// A file and the hash of what is written to it.
struct Hashed {
    file: AtomicFile,
    hash: Sha256,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or(bytes));
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn workers_share_the_memory_of_one() {
        let limits = Limits {
            memory_limit: 400,
            ..Limits::default()
        };
        let cases = [(1, 400), (2, 200), (4, 100), (64, 96)];
        for (jobs, memory) in cases {
            assert_eq!(share(&limits, jobs), memory);
        }
        let small = Limits {
            memory_limit: 64,
            ..limits
        };
        assert_eq!(share(&small, 4), 64);
    }
}
