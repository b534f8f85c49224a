//! From a page of a PDF to its picture, by `hayro`, on a thread of its own: what never comes back is
//! left behind.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant};

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro::vello_cpu::Pixmap;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings};
use uip_model::Page;

use crate::BUSY;
use crate::picture::Picture;

/// Pixels an inch that recognition is made for: letters of 10 points are about 40 pixels high.
const BEST_DPI: f32 = 300.0;

/// Scans finer than this are made coarser: nothing more is recognised, and it takes longer.
const FINEST_DPI: f32 = 400.0;

/// The largest picture: an A4 page at 400 dpi, an A3 page at 280. It takes 16 MB grey, 64 MB while it is
/// rendered.
const MOST_PIXELS: f32 = 16e6;

/// The largest side; `hayro` counts pixels with 16 bits.
const LONGEST_SIDE: f32 = 16_000.0;

/// The most pixels of all images on a page: an A4 page at 600 dpi has 35 million. Each takes up to
/// three bytes when it is unpacked.
const MOST_IMAGE_PIXELS: u64 = 50_000_000;

/// Why there is no picture of a page.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("its images have {0} pixels, more than {MOST_IMAGE_PIXELS}")]
    ImagePixels(u64),
    #[error("not rendered within {0} s")]
    Time(f64),
    #[error("it cannot be rendered")]
    Broken,
}

/// A page to be rendered: its index, its size in pixels, and its resolution.
struct Order {
    index: usize,
    width: u16,
    height: u16,
    dpi: f32,
}

/// How many pixels the picture of a page will have.
pub(crate) fn pixels(page: &Page) -> u64 {
    order(page).map_or(0, |order| u64::from(order.width) * u64::from(order.height))
}

/// Renders pages of one document.
pub(crate) struct Renderer {
    orders: SyncSender<Order>,
    pictures: Receiver<Option<Picture>>,
    stuck: bool,
}

impl Renderer {
    /// Gets ready; the file is opened when the first page is asked for.
    pub(crate) fn new(bytes: Vec<u8>, password: Option<String>) -> std::io::Result<Self> {
        /// Fonts and nested forms are read recursively; as much as a main thread has.
        const STACK: usize = 8 << 20;
        let bytes = Arc::new(bytes);
        let (orders, ordered) = sync_channel::<Order>(0);
        let (finished, pictures) = sync_channel(0);
        std::thread::Builder::new()
            .name("render".to_owned())
            .stack_size(STACK)
            .spawn(move || {
                // A panic in a dependency ends this thread, which its users find out by its silence.
                let _ = catch_unwind(AssertUnwindSafe(|| {
                    serve(&bytes, password.as_deref(), &ordered, &finished);
                }));
            })?;
        Ok(Self {
            orders,
            pictures,
            stuck: false,
        })
    }

    /// The picture of a page.
    pub(crate) fn picture(&mut self, page: &Page, time: Duration) -> Result<Picture, Failure> {
        let pixels = page
            .images
            .iter()
            .map(|image| u64::from(image.width) * u64::from(image.height))
            .fold(0_u64, u64::saturating_add);
        if pixels > MOST_IMAGE_PIXELS {
            return Err(Failure::ImagePixels(pixels));
        }
        if self.stuck {
            return Err(Failure::Broken);
        }
        let order = order(page).ok_or(Failure::Broken)?;
        self.orders.send(order).map_err(|_| Failure::Broken)?;
        // Nothing else of this process works while a page is rendered, so its time on the processor is
        // the page's.
        let (began, used) = (Instant::now(), cpu_time());
        loop {
            match self.pictures.recv_timeout(Duration::from_millis(50)) {
                Ok(picture) => return picture.ok_or(Failure::Broken),
                Err(RecvTimeoutError::Disconnected) => return Err(Failure::Broken),
                Err(RecvTimeoutError::Timeout) => {}
            }
            let taken = cpu_time().saturating_sub(used);
            if taken >= time || began.elapsed() >= time.saturating_mul(BUSY) {
                self.stuck = true;
                return Err(Failure::Time(time.as_secs_f64()));
            }
        }
    }
}

/// How long this process has worked; zero where the system does not say.
#[cfg(unix)]
fn cpu_time() -> Duration {
    use rustix::time::{ClockId, clock_gettime};

    let used = clock_gettime(ClockId::ProcessCPUTime);
    Duration::try_from(used).unwrap_or_default()
}

#[cfg(not(unix))]
fn cpu_time() -> Duration {
    Duration::ZERO
}

/// The resolution for a page: that of its scan, where recognition is good at it.
fn order(page: &Page) -> Option<Order> {
    /// A scan covers at least this part of the page's width.
    const WIDE: f32 = 0.5;
    let native = page
        .images
        .iter()
        .filter(|image| image.bbox.width() > WIDE * page.width)
        .map(|image| image.width as f32 * 72.0 / image.bbox.width())
        .fold(0.0, f32::max);
    let dpi = native.clamp(BEST_DPI, FINEST_DPI);
    let (width, height) = (page.width / 72.0, page.height / 72.0);
    let dpi = dpi
        .min((MOST_PIXELS / (width * height)).sqrt())
        .min(LONGEST_SIDE / width.max(height));
    let side = |inches: f32| {
        let pixels = (inches * dpi).round();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        (1.0..=LONGEST_SIDE)
            .contains(&pixels)
            .then_some(pixels as u16)
    };
    let index = usize::try_from(page.number.checked_sub(1)?).ok()?;
    Some(Order {
        index,
        width: side(width)?,
        height: side(height)?,
        dpi,
    })
}

fn serve(
    bytes: &Arc<Vec<u8>>,
    password: Option<&str>,
    orders: &Receiver<Order>,
    finished: &SyncSender<Option<Picture>>,
) {
    let mut pdf = None;
    while let Ok(order) = orders.recv() {
        if pdf.is_none() {
            pdf = open(bytes, password);
        }
        let picture = pdf.as_ref().and_then(|pdf| render(pdf, &order));
        if finished.send(picture).is_err() {
            return;
        }
    }
}

fn open(bytes: &Arc<Vec<u8>>, password: Option<&str>) -> Option<Pdf> {
    match (Pdf::new(Arc::clone(bytes)), password) {
        (Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected)), Some(password)) => {
            Pdf::new_with_password(Arc::clone(bytes), password).ok()
        }
        (outcome, _) => outcome.ok(),
    }
}

fn render(pdf: &Pdf, order: &Order) -> Option<Picture> {
    let page = pdf.pages().get(order.index)?;
    let (width, height) = page.render_dimensions();
    // Sides are cut to whole pixels, so they are given a little more than whole ones.
    let scale = |pixels: u16, side: f32| (f32::from(pixels) + 0.01) / side;
    let pixmap = hayro::render(
        page,
        &RenderCache::new(),
        &InterpreterSettings::default(),
        &RenderSettings {
            force_image_interpolation: true,
            ..RenderSettings::default()
        },
        &PixmapSettings {
            x_scale: scale(order.width, width),
            y_scale: scale(order.height, height),
            bg_color: WHITE,
        },
    );
    Some(picture(&pixmap, order.dpi))
}

/// Grey by ITU-R BT.601; colours are kept where there are any.
fn picture(pixmap: &Pixmap, dpi: f32) -> Picture {
    /// Scanners and JPEG tint grey paper by less.
    const COLOURED: u8 = 40;
    /// A coloured arrow has far more pixels than a speck.
    const ENOUGH: usize = 200;
    let pixels = pixmap.data();
    let grey = pixels
        .iter()
        .map(|p| {
            let sum = 77 * u32::from(p.r) + 150 * u32::from(p.g) + 29 * u32::from(p.b);
            u8::try_from(sum >> 8).unwrap_or(u8::MAX)
        })
        .collect();
    let coloured = pixels
        .iter()
        .filter(|p| p.r.max(p.g).max(p.b) - p.r.min(p.g).min(p.b) > COLOURED)
        .count();
    Picture {
        width: u32::from(pixmap.width()),
        height: u32::from(pixmap.height()),
        dpi,
        grey,
        rgb: (coloured > ENOUGH).then(|| pixels.iter().flat_map(|p| [p.r, p.g, p.b]).collect()),
    }
}
