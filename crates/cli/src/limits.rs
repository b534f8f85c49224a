//! What one document may cost. Every limit is on by default, has a switch of its own, and is named by
//! the message of a document that hits it.

use std::time::{Duration, Instant};

use clap::Args;
use serde::{Deserialize, Serialize};

/// Bytes in a mebibyte.
pub(crate) const MIB: u64 = 1024 * 1024;

/// The slowest honest document measured (2,000 pages) takes under 3 s; nothing may keep a batch
/// waiting for 10 s.
const SECONDS: f64 = 8.0;

/// The program and its workers together stay under 512 MiB; a document of 2,000 pages needs less
/// than this.
const MEMORY_MIB: u64 = 400;

/// Programme documents are under 10 MiB, scans of them under 60. The main process and the worker
/// both hold the file.
const FILE_MIB: u64 = 100;

/// The JSON of a release of 17 pages is under 2 MiB; a 2,000-page document stays under 200.
const OUTPUT_MIB: u64 = 256;

/// A page of a release is recognised in 2 s on one processor, and nothing may keep a batch waiting for
/// 10 s.
const OCR_PAGE_SECONDS: f64 = 5.0;

/// Limits for reading one document.
#[derive(Args, Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[command(next_help_heading = "Limits (each document)")]
pub(crate) struct Limits {
    /// Seconds that reading one document may take
    #[arg(long, value_name = "SECONDS", default_value_t = SECONDS, value_parser = seconds)]
    pub(crate) time_limit: f64,
    /// Seconds that recognising one page may take on the processor, beyond the time limit
    #[arg(long, value_name = "SECONDS", default_value_t = OCR_PAGE_SECONDS, value_parser = seconds)]
    pub(crate) ocr_page_time: f64,
    /// Pages of one document that are recognised at most
    #[arg(long, value_name = "N", default_value_t = uip::ocr::Options::PAGES)]
    pub(crate) ocr_pages: u32,
    /// MiB of memory that reading one document may take
    #[arg(long, value_name = "MIB", default_value_t = MEMORY_MIB, value_parser = clap::value_parser!(u64).range(32..=1_048_576))]
    pub(crate) memory_limit: u64,
    /// MiB that a file may have
    #[arg(long, value_name = "MIB", default_value_t = FILE_MIB, value_parser = clap::value_parser!(u64).range(1..=4000))]
    pub(crate) max_file: u64,
    /// MiB that a result may have
    #[arg(long, value_name = "MIB", default_value_t = OUTPUT_MIB, value_parser = clap::value_parser!(u64).range(1..=1_048_576))]
    pub(crate) max_output: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            time_limit: SECONDS,
            ocr_page_time: OCR_PAGE_SECONDS,
            ocr_pages: uip::ocr::Options::PAGES,
            memory_limit: MEMORY_MIB,
            max_file: FILE_MIB,
            max_output: OUTPUT_MIB,
        }
    }
}

impl Limits {
    /// The time limit.
    pub(crate) fn time(&self) -> Duration {
        Duration::try_from_secs_f64(self.time_limit).unwrap_or(Duration::from_secs(3600))
    }

    /// When a reading that begins now must have ended.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        Instant::now().checked_add(self.time())
    }

    /// The time on the processor for recognising a page.
    pub(crate) fn ocr_page(&self) -> Duration {
        Duration::try_from_secs_f64(self.ocr_page_time).unwrap_or(Duration::from_secs(3600))
    }

    /// The largest file in bytes.
    pub(crate) fn file_bytes(&self) -> u64 {
        self.max_file.saturating_mul(MIB)
    }

    /// The largest result in bytes.
    pub(crate) fn output_bytes(&self) -> u64 {
        self.max_output.saturating_mul(MIB)
    }
}

fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if value > 0.0 && value <= 86_400.0 => Ok(value),
        _ => Err("a number of seconds above 0 and at most 86400".to_owned()),
    }
}
