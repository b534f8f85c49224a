//! Finds initiatives, numbered sections, blocks, phases and budget tables. Knows templates; the text
//! stays as printed, line by line.
//!
//! [`transcribe`] is the whole way: lay the pages out, take page furniture off, read what kind of
//! document it is, close the ledger. What headings and tables are called is data: [`Lexicon`].

mod arrows;
mod blocks;
mod boxes;
mod budget;
mod collected;
mod context;
mod frame;
mod furniture;
mod heading;
mod ledger;
mod legibility;
mod lexicon;
mod look;
mod lost_quotes;
mod mark;
mod matching;
mod measure;
mod misreadings;
mod nested;
mod release;
mod report;
mod running_text;
mod section;
mod template;
mod torn_heading;
mod unruled;

pub use ledger::each_line;
pub use lexicon::{LIKELY, Lexicon, LexiconError, SURE};
pub use misreadings::repair;

use uip_layout::{PageLayout, layout};
use uip_model::{PageSet, Transcript};

use context::Context;

/// Finds the document's structure.
///
/// Every visible word of the pages is in the transcript once: in a line, as a mark, as furniture, or
/// in its ledger's leftovers.
pub fn transcribe(pages: &PageSet, lexicon: &Lexicon) -> Transcript {
    let mut ctx = Context::new(pages, lexicon);
    let mut layouts: Vec<PageLayout> = pages.pages.iter().map(layout).collect();
    furniture::remove(&mut ctx, &mut layouts);
    let mut transcript = match report::transcribe(&mut ctx, &layouts) {
        Some(report) => report,
        None => {
            unruled::columns(&ctx, &mut layouts);
            ctx.section_look = look::of_sections(&ctx, &layouts);
            unruled::rule(&ctx, &mut layouts);
            release::transcribe(&mut ctx, layouts)
        }
    };
    transcript.metadata = pages.metadata.clone();
    transcript.pages = u32::try_from(pages.pages.len()).unwrap_or(u32::MAX);
    transcript.findings.extend(pages.findings.iter().cloned());
    transcript.findings.append(&mut ctx.findings);
    transcript.marks = std::mem::take(&mut ctx.marks);
    transcript.furniture = std::mem::take(&mut ctx.furniture);
    ledger::close(&mut transcript, pages);
    transcript
}
