//! The way from a document's bytes to the words of its pages that are pictures.

use std::fmt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use uip_model::{Finding, Origin, Page, PageSet, Rect, TextSource};

use crate::picture::Picture;
use crate::reading::{self, Reading};
use crate::render::{self, Renderer};
use crate::room::{self, Room, Taken};
use crate::tesseract::{Failure, Missing, Tesseract};
use crate::{need, words};

/// Which pages are recognised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Pages that have no text that can be used.
    #[default]
    Auto,
    /// All pages, whatever text they hold.
    Always,
    /// None.
    Never,
}

/// How pages are recognised.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Options {
    /// Which pages.
    pub mode: Mode,
    /// The recognition program; the `tesseract` of the search path if `None`.
    pub program: Option<PathBuf>,
    /// How long a page may take to be rendered, and again to be recognised, on the processor; on the
    /// clock three times as long.
    pub page_time: Duration,
    /// The most pages of a document that are recognised.
    pub pages: u32,
    /// Pages that are recognised at the same time; as many as there are processors, two at most, if
    /// `None`.
    pub jobs: Option<usize>,
    /// Bytes that this process may hold while the recognition programs run. Where it already holds so much
    /// that the pictures of as many pages as are recognised at the same time would not fit, no page is
    /// rendered before the one before it is finished. Without limit if `None`.
    pub memory: Option<u64>,
    /// Told before each page that will be recognised.
    pub watcher: Option<Watcher>,
}

impl Options {
    /// A page of a release takes 2 s on one processor.
    pub const PAGE_TIME: Duration = Duration::from_secs(5);

    /// Releases have up to 60 pages.
    pub const PAGES: u32 = 100;
}

impl Default for Options {
    fn default() -> Self {
        Self {
            mode: Mode::default(),
            program: None,
            page_time: Self::PAGE_TIME,
            pages: Self::PAGES,
            jobs: None,
            memory: None,
            watcher: None,
        }
    }
}

/// What a [`Watcher`] is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// A page will be rendered and recognised.
    Page {
        /// So many recognition programs may run while it is rendered.
        programs: usize,
    },
    /// All pages of the document have been, and no recognition program runs.
    Ended,
}

/// A function that is told before each page that will be recognised, and after the last one, on the
/// caller's thread: whoever watches clock and memory may then allow the document more.
#[derive(Clone)]
pub struct Watcher(Arc<dyn Fn(Moment) + Send + Sync>);

impl Watcher {
    /// Calls this function.
    pub fn new(told: impl Fn(Moment) + Send + Sync + 'static) -> Self {
        Self(Arc::new(told))
    }
}

impl fmt::Debug for Watcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watcher")
    }
}

/// Recognises the pages that need it and puts their words, rulings and shapes in the place of what they
/// had. What cannot be recognised stays as it is and has a finding that says why.
///
/// The boxes of a recognised page stand on the straightened page: a scan that lies askew is turned
/// about its middle first, and one that lies on its side or its head by right angles.
pub fn recognise(set: &mut PageSet, bytes: &[u8], password: Option<&str>, options: &Options) {
    let mut wanted = need::pages(set, options.mode);
    if wanted.is_empty() {
        return;
    }
    let tesseract = match Tesseract::find(options.program.as_deref()) {
        Ok(tesseract) => tesseract,
        Err(missing) => {
            let code = match missing {
                Missing::Program => "needs_ocr",
                Missing::Language => "ocr_language_missing",
            };
            for index in wanted {
                replace_findings(set, index, |page| vec![finding(code, page)]);
            }
            return;
        }
    };
    let most = usize::try_from(options.pages).unwrap_or(usize::MAX);
    for index in wanted.split_off(wanted.len().min(most)) {
        replace_findings(set, index, |page| {
            vec![finding("ocr_too_many_pages", page).arg("limit", options.pages)]
        });
    }
    let outcomes = match Renderer::new(bytes.to_vec(), password.map(str::to_owned)) {
        Ok(mut renderer) => read_pages(&set.pages, &wanted, &mut renderer, &tesseract, options),
        Err(error) => wanted
            .iter()
            .map(|&i| (i, Err(error.to_string())))
            .collect(),
    };
    if let Some(Watcher(told)) = &options.watcher {
        told(Moment::Ended);
    }
    for (index, outcome) in outcomes {
        match outcome {
            Ok(reading) => {
                let (turned, doubtful) = (reading.turned_degrees, reading.is_doubtful());
                if let Some(page) = set.pages.get_mut(index) {
                    take(page, reading);
                }
                replace_findings(set, index, |page| recognised(page, turned, doubtful));
            }
            Err(reason) => replace_findings(set, index, |page| {
                vec![finding("ocr_failed", page).arg("reason", &reason)]
            }),
        }
    }
}

type Outcomes = Vec<(usize, Result<Reading, String>)>;

/// Pages that are recognised at the same time: so many as are asked for, else one a processor, at most two.
pub fn jobs(wanted: Option<usize>) -> usize {
    wanted
        .unwrap_or_else(|| std::thread::available_parallelism().map_or(1, |n| n.get().min(2)))
        .max(1)
}

/// Renders the pages one after another on this thread's renderer and has them read side by side.
fn read_pages(
    pages: &[Page],
    wanted: &[usize],
    renderer: &mut Renderer,
    tesseract: &Tesseract,
    options: &Options,
) -> Outcomes {
    /// Pages that take too long mean that the next ones will.
    const MOST_SLOW: u32 = 2;
    let slow = AtomicU32::new(0);
    let done: Mutex<Outcomes> = Mutex::default();
    let finish = |index: usize, outcome: Result<Reading, String>| {
        let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
        done.push((index, outcome));
    };
    let jobs = jobs(options.jobs).clamp(1, wanted.len().max(1));
    let all = room::PIXELS.saturating_mul(jobs as u64);
    let room = Room::new(all);
    let crowded = options
        .memory
        .is_some_and(|memory| room::held().saturating_add(room::bytes(all)) > memory);
    let (send, receive) = sync_channel::<(usize, Picture, Taken)>(0);
    let receive = Mutex::new(receive);
    std::thread::scope(|scope| {
        // Where no more threads can be had, those that there are do the work.
        let started = (0..jobs).map_while(|_| {
            let thread = std::thread::Builder::new().spawn_scoped(scope, || {
                loop {
                    let next = receive
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .recv();
                    let Ok((index, picture, taken)) = next else {
                        break;
                    };
                    let outcome = reading::read(picture, tesseract, options.page_time);
                    drop(taken);
                    if matches!(outcome, Err(Failure::Time(_))) {
                        slow.fetch_add(1, Ordering::Relaxed);
                    }
                    finish(index, outcome.map_err(|failure| failure.to_string()));
                }
            });
            thread.ok()
        });
        let started = started.count();
        for &index in wanted {
            let Some(page) = pages.get(index) else {
                continue;
            };
            if started == 0 {
                finish(index, Err("no thread can be started".to_owned()));
                continue;
            }
            if slow.load(Ordering::Relaxed) >= MOST_SLOW {
                let reason = format!("{MOST_SLOW} other pages were not finished in time");
                finish(index, Err(reason));
                continue;
            }
            let (pixels, programs) = if crowded {
                (all, 0)
            } else {
                (render::pixels(page), jobs)
            };
            let taken = room.take(pixels);
            // Before it is rendered, which takes time too.
            if let Some(Watcher(told)) = &options.watcher {
                told(Moment::Page { programs });
            }
            match renderer.picture(page, options.page_time) {
                Ok(picture) => {
                    if send.send((index, picture, taken)).is_err() {
                        finish(index, Err("no thread reads it".to_owned()));
                    }
                }
                Err(failure) => {
                    if matches!(failure, render::Failure::Time(_)) {
                        slow.fetch_add(1, Ordering::Relaxed);
                    }
                    finish(index, Err(failure.to_string()));
                }
            }
        }
        drop(send);
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    done
}

/// Puts what was seen on the page in the place of what the file says.
fn take(page: &mut Page, reading: Reading) {
    (page.width, page.height) = reading.size;
    words::put(page, &reading.words, &reading.boxes);
    page.rulings = reading.rulings;
    page.shapes = reading.shapes;
    page.unmapped_glyphs = 0;
    page.source = TextSource::Ocr;
}

fn finding(code: &'static str, page: &Page) -> Finding {
    let origin = Origin {
        page: page.number,
        bbox: Rect::new(0.0, 0.0, page.width, page.height),
    };
    Finding::new(code, vec![origin]).arg("page", page.number)
}

/// What is said of a page that was recognised.
fn recognised(page: &Page, turned_degrees: u16, doubtful: bool) -> Vec<Finding> {
    // From 0.0, since the sum of nothing is -0.0, which is printed so.
    let sure = page
        .words
        .iter()
        .filter_map(|word| word.confidence)
        .fold(0.0, |sum, one| sum + one);
    let percent = 100.0 * sure / page.words.len().max(1) as f32;
    if page.words.is_empty() {
        return vec![finding("ocr_nothing_read", page)];
    }
    let read = finding("read_by_ocr", page)
        .arg("words", page.words.len())
        .arg("percent", format!("{percent:.0}"));
    let turned = (turned_degrees != 0)
        .then(|| finding("ocr_page_turned", page).arg("degrees", turned_degrees));
    let doubtful = doubtful.then(|| finding("ocr_page_doubtful", page));
    [Some(read), turned, doubtful]
        .into_iter()
        .flatten()
        .collect()
}

/// The findings about a page's text give way to what became of it.
fn replace_findings(set: &mut PageSet, index: usize, new: impl FnOnce(&Page) -> Vec<Finding>) {
    /// What the `pdf` step says of pages without usable text.
    const ABOUT_TEXT: [&str; 4] = [
        "needs_ocr",
        "scan_with_text_layer",
        "text_unreadable",
        "hidden_text",
    ];
    let Some(page) = set.pages.get(index) else {
        return;
    };
    let new = new(page);
    let number = page.number;
    let is_reading =
        |finding: &Finding| matches!(&*finding.code, "read_by_ocr" | "ocr_nothing_read");
    let recognised = page.source == TextSource::Ocr && new.iter().any(is_reading);
    let old = |finding: &Finding| {
        finding.origin.iter().all(|origin| origin.page == number)
            && (finding.code == "needs_ocr"
                || recognised && ABOUT_TEXT.contains(&finding.code.as_ref()))
    };
    let at = set.findings.iter().position(old);
    set.findings.retain(|finding| !old(finding));
    let at = at.unwrap_or(set.findings.len());
    set.findings.splice(at..at, new);
}
