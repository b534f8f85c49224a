//! Makes documents of the programme's reports: the overview with its tables, the evaluation summary.

mod costs;
mod evaluation;
mod figures;
mod lexicon;
mod names;
mod outcomes;
mod parts;
mod portfolio;
mod sentence;
mod stated;
mod themes;

use uip_model::{Document, OutcomeWords, Transcript};

use crate::trace::Trace;
use crate::vocabulary::Vocabulary;
use lexicon::Words;
use stated::Repeated;

/// Fills a document from the transcript of a report.
pub(crate) fn report(transcript: Transcript, document: &mut Document) {
    let words = Words::embedded();
    let vocabulary = Vocabulary::of(&transcript);
    let mut trace = Trace::default();
    if let Some(overview) = transcript.portfolio {
        for table in &overview.tables {
            let first = document.portfolio.len();
            document.portfolio.extend(portfolio::rows(
                table,
                first,
                &vocabulary,
                &words,
                &mut trace,
            ));
        }
        let (sections, parts) = parts::parts(overview.sections, &vocabulary);
        document.report_sections = sections;
        document.figures = stated::stated(
            &parts,
            &words,
            &OutcomeWords::default(),
            Repeated::ByStatement,
            "/figures",
            &mut trace,
        );
    }
    if let Some(summary) = transcript.evaluation {
        let (sections, parts) = parts::parts(summary.sections, &vocabulary);
        document.report_sections = sections;
        let outcome = &summary.words;
        document.evaluation = Some(evaluation::evaluation(&parts, &words, outcome, &mut trace));
    }
    document.findings.append(&mut trace.findings);
    document.evidence = trace.evidence;
    document.word_breaks = trace.word_breaks;
}
