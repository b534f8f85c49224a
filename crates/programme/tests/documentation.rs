//! The examples in the documentation are what the program prints.
//!
//! `UIP_RENEW=1 cargo test -p uip-programme --test documentation` writes them anew.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop at what should not be"
)]

mod common;

use std::path::Path;

use uip_auditor::Language;
use uip_programme::{Lineage, Links, diff, link, summary};

/// Checks the fenced block under `<!-- {name}: …`.
fn in_step(file: &str, name: &str, expected: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs")
        .join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    let marker = text.find(&format!("<!-- {name}: ")).unwrap();
    let fence = marker + text[marker..].find("```").unwrap();
    let start = fence + text[fence..].find('\n').unwrap() + 1;
    let end = start + text[start..].find("```").unwrap();
    if std::env::var_os("UIP_RENEW").is_some() {
        let renewed = format!("{}{expected}{}", &text[..start], &text[end..]);
        std::fs::write(&path, renewed).unwrap();
    } else {
        assert_eq!(
            &text[start..end],
            expected,
            "{file} is out of step, see the top of this test"
        );
    }
}

fn lineage() -> Lineage {
    let documents = common::fixtures(&[
        "release-2020-form",
        "release-2022-form",
        "release-2023-form",
        "overview-form",
        "evaluation-form",
    ]);
    link(&documents, &Links::default(), Language::English)
}

#[test]
fn lineage_of_the_fixtures() {
    let mut lineage = lineage();
    in_step("lineage.md", "example", &lineage.text().to_string());
    lineage
        .chains
        .retain(|c| c.steps.len() + c.evaluations.len() > 1);
    lineage.chains.truncate(1);
    in_step("lineage.md", "mermaid", &lineage.mermaid().to_string());
}

#[test]
fn diff_of_a_changed_release() {
    let old = common::fixtures(&["release-2022-form"]);
    let mut new = old.clone();
    let initiatives = &mut new[0].initiatives;
    let renamed = &mut initiatives[0];
    renamed.title = format!("{} og plejehjem", renamed.title);
    let budget = renamed.budget.as_mut().unwrap();
    budget.years[1].amount = budget.years[1].amount.map(|amount| amount + 300_000);
    budget.total = budget.total.map(|amount| amount + 300_000);
    let text = &mut renamed.sections[1].text;
    let last = text.rfind(' ').unwrap();
    text.replace_range(last.., " noget andet.");
    initiatives.pop();
    new[0].source.file = Some("revised.pdf".to_owned());
    let report = diff(&old, &new).text(Language::English).to_string();
    in_step("diff.md", "example", &report);
}

#[test]
fn summary_of_two_releases() {
    let documents = common::fixtures(&["release-2020-form", "release-2022-form"]);
    let expectations = ["2022=24,8 mio.", "2020=41 mio."].map(|e| e.parse().unwrap());
    let report = summary(&documents, &expectations, Language::English)
        .text(Language::English)
        .to_string();
    in_step("summary.md", "example", &report);
}
