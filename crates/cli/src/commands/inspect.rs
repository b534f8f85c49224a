//! `uip inspect`: what the steps made of one page.

use std::path::PathBuf;

use clap::{Args, ValueEnum, ValueHint};
use uip_inspect::{Step, View};

use super::show::Show;
use crate::Exit;

/// Shows what the reading made of one page, step by step or as a drawing.
///
/// Without --svg the steps are printed one after another: words, rulings, layout, transcript,
/// document. Words that no field holds are marked: furniture (page numbers, running heads), leftover
/// (claimed by nothing), hidden (not seen by a reader of the page, with the reason).
#[derive(Args)]
#[command(after_long_help = "Examples:
  uip inspect uip-2022.pdf --page 3
  uip inspect uip-2022.pdf --page 3 --step transcript
  uip inspect uip-2022.pdf --page 3 --svg page-3.svg    (opens in a browser)")]
pub(crate) struct Inspect {
    #[command(flatten)]
    show: Show,
    /// The page, counted from 1 in the order of the file
    #[arg(short, long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    page: u32,
    /// Prints only this step; may be given several times
    #[arg(long, value_enum, value_name = "STEP")]
    step: Vec<StepName>,
    /// Draws words, rulings, cells, shapes, blocks and fields over the page and writes the drawing to
    /// this file; - for standard output
    #[arg(long, value_name = "OUT.svg", value_hint = ValueHint::FilePath, conflicts_with = "step")]
    svg: Option<PathBuf>,
}

/// A step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum StepName {
    /// Words with place, type and what became of them
    Words,
    /// Rulings, shapes and pictures
    Rulings,
    /// Lines and tables by geometry alone
    Layout,
    /// The structure, text as printed
    Transcript,
    /// Fields and findings of the document that stand on the page
    Document,
}

impl Inspect {
    /// Runs the command.
    pub(crate) fn run(self) -> Exit {
        let page = self.page;
        if self.svg.is_some() {
            return self.show.run(View::Drawing { page }, self.svg.as_deref());
        }
        let steps = self.step.iter().map(|step| match step {
            StepName::Words => Step::Words,
            StepName::Rulings => Step::Rulings,
            StepName::Layout => Step::Layout,
            StepName::Transcript => Step::Transcript,
            StepName::Document => Step::Document,
        });
        let steps = steps.collect();
        self.show.run(View::Page { page, steps }, None)
    }
}
