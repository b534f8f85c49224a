//! What the commands that look into one document share: which file, under which limits, to where.

use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};
use uip_inspect::View;

use crate::Exit;
use crate::isolation::{Broken, Job, Worker};
use crate::limits::Limits;
use crate::one::One;
use crate::options::ReadingOptions;
use crate::output::print_to;
use crate::report::{LogFormat, Report};

/// The document that is looked into.
#[derive(Args, Clone, Debug)]
pub(crate) struct Show {
    /// The PDF; - for standard input
    #[arg(value_name = "FILE.pdf", value_hint = ValueHint::FilePath)]
    file: PathBuf,
    #[command(flatten)]
    reading: ReadingOptions,
    #[command(flatten)]
    limits: Limits,
}

impl Show {
    /// Reads the document in a process of its own, as `uip extract` does, and prints the view.
    pub(crate) fn run(&self, view: View, target: Option<&Path>) -> Exit {
        let report = Report::new(LogFormat::Text, false);
        let opened = One::open(&self.file, &self.reading, self.limits, &report);
        let One {
            name,
            bytes,
            setup,
            job,
        } = match opened {
            Ok(one) => one,
            Err(exit) => return exit,
        };
        let job = Job {
            view: Some(view),
            ..job
        };
        let mut text = Vec::new();
        match Worker::read_once(&setup, &job, bytes, &mut text) {
            Ok(reading) => match &reading.failure {
                Some(failure) => {
                    report.failure(&name, failure);
                    Exit::SomeFailed
                }
                None => report.written(target, print_to(target, |to| to.write_all(&text))),
            },
            Err(Broken::Start(error) | Broken::Write(error)) => {
                report.trouble(
                    "worker",
                    &format!("the reading process cannot be started: {error}"),
                );
                Exit::SomeFailed
            }
        }
    }
}
