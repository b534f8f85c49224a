//! `uip summary`: what the programme plans in sum.

use std::path::PathBuf;

use clap::{Args, ValueHint};
use uip_programme::Expectation;

use super::programme::Programme;
use crate::Exit;
use crate::documents::load;
use crate::report::{LogFormat, Report};

/// Sums up releases: initiatives, money by year, pools and findings, by area and phase.
#[derive(Args)]
#[command(after_long_help = "Examples:
  uip summary out
  uip summary out --expect '2022=142 mio.'    (exit 1 where the sum is another)")]
pub(crate) struct Summary {
    /// Output folders of uip batch, JSON documents or PDFs
    #[arg(value_name = "INPUT", required = true, value_hint = ValueHint::AnyPath)]
    inputs: Vec<PathBuf>,
    /// A release's year and the total that it should have, such as 2022=142 mio.
    #[arg(long, value_name = "YEAR=AMOUNT")]
    expect: Vec<Expectation>,
    #[command(flatten)]
    programme: Programme,
}

impl Summary {
    /// Runs the command.
    pub(crate) fn run(self) -> Exit {
        let report = Report::new(LogFormat::Text, false);
        let setup = match self.programme.reading.setup(self.programme.limits) {
            Ok(setup) => setup,
            Err(trouble) => return trouble.print(&report),
        };
        if let Some(year) = self.expected_twice() {
            report.trouble(
                "expect",
                &format!("{year} is expected twice; give each year one total"),
            );
            return Exit::WrongUse;
        }
        let documents = match load(&self.inputs, &setup) {
            Ok(documents) => documents,
            Err(failure) => return failure.print(&report),
        };
        let language = self.programme.language();
        let summary = uip_programme::summary(&documents, &self.expect, language);
        let printed =
            self.programme
                .print(&report, summary.text(language), &summary, &summary.tables());
        if summary.is_as_expected() {
            printed
        } else {
            Exit::SomeFailed
        }
    }

    /// A year for which two totals are given.
    fn expected_twice(&self) -> Option<i32> {
        let mut years = std::collections::BTreeSet::new();
        let mut expected = self.expect.iter().map(|expectation| expectation.year);
        expected.find(|year| !years.insert(*year))
    }
}
