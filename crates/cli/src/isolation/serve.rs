//! The worker's side: limits itself, then reads one document after another until its input ends.

use std::io::{self, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

use uip::model::{Document, Finding, Severity};
use uip::ocr::Moment;

use super::confine;
use super::frame::{self, Frames, Job, Kind, Reply, Setup};
use crate::outcome::{Digest, Failure, FindingCounts, Notice, Outcome};
use crate::reading::Reader;

/// The largest frame that is taken: a file at the highest limit that can be set.
const LONGEST_FRAME: u64 = 4000 * crate::limits::MIB;

/// More notices than a person reads; the result holds all findings.
const MOST_NOTICES: usize = 200;

/// A finding's message may quote the document; the terminal needs no more than this of it.
const LONGEST_MESSAGE: usize = 1000;

/// The message of the last panic and where it happened; the hook cannot return it.
static PANIC: Mutex<Option<String>> = Mutex::new(None);

/// Serves until standard input ends.
///
/// # Errors
/// When the main process speaks something else, or is gone.
pub(crate) fn serve() -> io::Result<()> {
    let mut from = io::stdin().lock();
    let mut to = io::stdout().lock();
    let mut payload = Vec::new();
    expect(&mut from, Kind::Setup, &mut payload)?;
    let setup: Setup = serde_json::from_slice(&payload)?;
    confine::confine(&setup.limits);
    if !confine::has_parent(setup.parent) {
        return Ok(());
    }
    keep_panics();
    let mut reader = Reader::new(&setup, watch_recognition(&setup, io::stdout()));
    while let Some(kind) = frame::read(&mut from, LONGEST_FRAME, &mut payload)? {
        if kind != Kind::Job {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let job: Job = serde_json::from_slice(&payload)?;
        let mut bytes = Vec::new();
        expect(&mut from, Kind::Bytes, &mut bytes)?;
        confine::allow_cpu_time(setup.limits.time());
        let reply = reply(&mut reader, &job, &bytes, &mut to)?;
        frame::write_json(&mut to, Kind::Reply, &reply)?;
        to.flush()?;
        if reply.outcome == Outcome::Crashed {
            break;
        }
    }
    Ok(())
}

/// Serves one document to the process that this one is a copy of.
///
/// # Errors
/// When the main process is gone.
#[cfg(unix)]
pub(super) fn serve_one(
    setup: &Setup,
    job: &Job,
    bytes: &[u8],
    mut to: io::PipeWriter,
) -> io::Result<()> {
    confine::confine(&setup.limits);
    confine::allow_cpu_time(setup.limits.time());
    if !confine::has_parent(setup.parent) {
        return Ok(());
    }
    keep_panics();
    let mut reader = Reader::new(setup, watch_recognition(setup, to.try_clone()?));
    let reply = reply(&mut reader, job, bytes, &mut to)?;
    frame::write_json(&mut to, Kind::Reply, &reply)
}

/// Keeps the message of a panic for the reply, instead of printing it.
fn keep_panics() {
    std::panic::set_hook(Box::new(|panic| {
        if let Ok(mut last) = PANIC.lock() {
            *last = Some(panic.to_string());
        }
    }));
}

/// Reads one document; a panic is a reply too.
fn reply(
    reader: &mut Result<Reader, Failure>,
    job: &Job,
    bytes: &[u8],
    to: &mut impl Write,
) -> io::Result<Reply> {
    catch_unwind(AssertUnwindSafe(|| {
        #[cfg(any(debug_assertions, feature = "test-faults"))]
        super::faults::obey(bytes, to)?;
        read(reader, job, bytes, to)
    }))
    .unwrap_or_else(|_| Ok(panicked()))
}

/// Tells the main process of a page that will be recognised, which takes time beyond the document's, and
/// leaves the recognition programs their memory while they run.
fn watch_recognition(
    setup: &Setup,
    to: impl Write + Send + 'static,
) -> impl Fn(Moment) + Send + Sync + 'static {
    let limits = setup.limits;
    let time = limits.time().saturating_add(limits.ocr_page());
    let to = Mutex::new(to);
    move |moment| match moment {
        Moment::Page { programs } => {
            confine::allow_cpu_time(time);
            confine::share_with_recognition(&limits, programs);
            if let Ok(mut to) = to.lock() {
                // Where nobody listens the worker ends with its document.
                let _ = frame::write(&mut *to, Kind::Page, &[]).and_then(|()| to.flush());
            }
        }
        Moment::Ended => confine::share_with_recognition(&limits, 0),
    }
}

fn expect(from: &mut impl Read, wanted: Kind, payload: &mut Vec<u8>) -> io::Result<()> {
    match frame::read(from, LONGEST_FRAME, payload)? {
        Some(kind) if kind == wanted => Ok(()),
        _ => Err(io::ErrorKind::InvalidData.into()),
    }
}

fn read(
    reader: &mut Result<Reader, Failure>,
    job: &Job,
    bytes: &[u8],
    to: &mut impl Write,
) -> io::Result<Reply> {
    let reader = reader
        .as_mut()
        .map_err(|failure| (Outcome::Refused, failure.clone()));
    if let Some(view) = &job.view {
        return match reader.and_then(|reader| reader.show(job, view, bytes)) {
            Ok(text) => {
                let mut frames = Frames::new(to, Kind::Data);
                frames.write_all(text.as_bytes())?;
                frames.flush()?;
                Ok(bare(Outcome::Ok, None))
            }
            Err((outcome, failure)) => Ok(bare(outcome, Some(failure))),
        };
    }
    let document = match reader.and_then(|reader| reader.read(job, bytes)) {
        Ok(document) => document,
        Err((outcome, failure)) => return Ok(bare(outcome, Some(failure))),
    };
    let mut frames = Frames::new(to, Kind::Data);
    uip_exporter::write_json(&document, &mut frames)?;
    let digest = digest(&document);
    Ok(Reply {
        outcome: if digest.findings.error + digest.findings.warning == 0 {
            Outcome::Ok
        } else {
            Outcome::OkWithWarnings
        },
        failure: None,
        digest,
        notices: findings(&document)
            .filter(|finding| finding.severity > Severity::Info)
            .take(MOST_NOTICES)
            .map(notice)
            .collect(),
    })
}

/// A reply that says no more than how the reading ended.
fn bare(outcome: Outcome, failure: Option<Failure>) -> Reply {
    Reply {
        outcome,
        failure,
        digest: Digest::default(),
        notices: Vec::new(),
    }
}

fn findings(document: &Document) -> impl Iterator<Item = &Finding> {
    document.findings.iter().chain(
        document
            .initiatives
            .iter()
            .flat_map(|initiative| &initiative.findings),
    )
}

fn digest(document: &Document) -> Digest {
    let mut counts = FindingCounts::default();
    for finding in findings(document) {
        match finding.severity {
            Severity::Error => counts.error += 1,
            Severity::Warning => counts.warning += 1,
            Severity::Info => counts.info += 1,
        }
    }
    Digest {
        kind: crate::reading::kind_name(document.kind).to_owned(),
        pages: u64::from(document.source.pages),
        initiatives: u64::try_from(document.initiatives.len()).unwrap_or(u64::MAX),
        findings: counts,
    }
}

fn notice(finding: &Finding) -> Notice {
    Notice {
        code: finding.code.to_string(),
        severity: match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        }
        .to_owned(),
        page: finding.origin.first().map(|origin| origin.page),
        message: finding.message.chars().take(LONGEST_MESSAGE).collect(),
    }
}

fn panicked() -> Reply {
    let message = PANIC.lock().ok().and_then(|mut last| last.take());
    let message = message.as_deref().unwrap_or("no message");
    let message = message.replace('\n', ": ");
    let failure = Failure::new(
        "panic",
        format!("the reading died of a defect in this program: {message}"),
    );
    bare(Outcome::Crashed, Some(failure))
}
