//! Findings about several documents together: their codes, severities and messages. They are made
//! here and not in the auditor's catalogue because they belong to no single document.

use std::collections::BTreeMap;

use uip_auditor::Language;
use uip_model::{Finding, Origin, Severity};

use crate::table::{Cell, Table};

/// Code, severity and the message in Danish and English; `{name}` stands for an argument.
const CATALOGUE: &[(&str, Severity, &str, &str)] = &[
    (
        "link_ambiguous",
        Severity::Warning,
        "{from} er ikke sammenkædet: flere passer lige godt på \"{name}\": {candidates}. Afgør det i links.toml.",
        "{from} is not linked: several fit \"{name}\" equally well: {candidates}. Decide in links.toml.",
    ),
    (
        "link_possible",
        Severity::Info,
        "{from} er ikke sammenkædet med {to}, men titlerne ligner hinanden ({score}). Hører de sammen, så skriv det i links.toml.",
        "{from} is not linked to {to}, but the titles are alike ({score}). If they belong together, say so in links.toml.",
    ),
    (
        "link_end_missing",
        Severity::Info,
        "{from} nævner \"{name}\"{year}, som ikke findes i de givne dokumenter.",
        "{from} names \"{name}\"{year}, which is not in the given documents.",
    ),
    (
        "link_year_differs",
        Severity::Warning,
        "{from} nævner \"{name}\"{year}, men {to} med den titel hører til et andet år.",
        "{from} names \"{name}\"{year}, but {to} with that title belongs to another year.",
    ),
    (
        "link_against_statement",
        Severity::Warning,
        "{to} har samme titel som {from} ({score}), men dokumenterne siger, at {from} ikke føres videre: \"{text}\".",
        "{to} has the same title as {from} ({score}), but the documents say that {from} is not carried on: \"{text}\".",
    ),
    (
        "link_override_unknown",
        Severity::Warning,
        "links.toml nævner {id}, som ikke findes i de givne dokumenter.",
        "links.toml names {id}, which is not in the given documents.",
    ),
    (
        "chain_named_twice",
        Severity::Warning,
        "links.toml giver samme kæde to navne, {first} og {second}; det første gælder.",
        "links.toml gives one chain two names, {first} and {second}; the first holds.",
    ),
    (
        "member_id_conflict",
        Severity::Warning,
        "{id} står for to forskellige initiativer: \"{first}\" i {document} og \"{second}\" i {other}.",
        "{id} stands for two different initiatives: \"{first}\" in {document} and \"{second}\" in {other}.",
    ),
    (
        "readings_differ",
        Severity::Warning,
        "{id} har budgettet {first} i {document}, men {second} i {other}; det første regnes med.",
        "{id} has the budget {first} in {document}, but {second} in {other}; the first is counted.",
    ),
    (
        "release_read_twice",
        Severity::Info,
        "{id} står i både {document} og {other}; det tælles kun med fra den første.",
        "{id} stands in both {document} and {other}; it is counted only from the first.",
    ),
    (
        "price_levels_mixed",
        Severity::Info,
        "{id} har beløb i flere prisniveauer ({levels}); de er ikke lagt sammen.",
        "{id} has amounts in several price levels ({levels}); they are not added up.",
    ),
    (
        "expected_total_differs",
        Severity::Error,
        "UIP {year} er forventet til {expected}, men initiativernes budgetter giver {found}; forskel {difference}.",
        "UIP {year} was expected to be {expected}, but the initiatives' budgets give {found}; difference {difference}.",
    ),
    (
        "expected_year_missing",
        Severity::Error,
        "Der er givet et forventet beløb for UIP {year}, men ingen udmøntning for det år er med.",
        "A total was given for UIP {year}, but no release of that year is among the documents.",
    ),
    (
        "budget_missing",
        Severity::Warning,
        "{id} har ikke noget samlet beløb og mangler derfor i summen for UIP {year}.",
        "{id} has no total amount and is therefore missing in the sum of UIP {year}.",
    ),
];

/// A finding with its message.
pub(crate) fn finding(
    code: &'static str,
    language: Language,
    origin: Vec<Origin>,
    args: &[(&str, String)],
) -> Finding {
    let mut finding = Finding::new(code, origin);
    finding.args = args
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect();
    if let Some((_, severity, danish, english)) = CATALOGUE.iter().find(|entry| entry.0 == code) {
        finding.severity = *severity;
        let template = match language {
            Language::Danish => danish,
            Language::English => english,
        };
        finding.message = fill(template, &finding.args);
    }
    finding
}

/// The findings as a table.
pub(crate) fn table(name: &'static str, findings: &[Finding]) -> Table {
    let mut table = Table::new(name, &["severity", "code", "message", "document", "page"]);
    for finding in findings {
        table.rows.push(vec![
            severity(finding.severity).into(),
            finding.code.as_ref().into(),
            Cell::from(&finding.message),
            finding.args.get("document").into(),
            finding.origin.first().map(|o| i64::from(o.page)).into(),
        ]);
    }
    table
}

/// The value of the severity in JSON.
pub(crate) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// Puts the arguments in; a value's own braces stay as they are.
fn fill(template: &str, args: &BTreeMap<String, String>) -> String {
    let mut message = String::new();
    let mut rest = template;
    while let Some((before, from)) = rest.split_once('{') {
        message.push_str(before);
        let Some((name, after)) = from.split_once('}') else {
            break;
        };
        message.push_str(args.get(name).map_or("", String::as_str));
        rest = after;
    }
    message.push_str(rest);
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_has_the_same_arguments_in_both_languages() {
        let names = |text: &str| -> Vec<String> {
            let mut names: Vec<String> = text
                .split('{')
                .skip(1)
                .filter_map(|part| part.split_once('}').map(|(name, _)| name.to_owned()))
                .collect();
            names.sort();
            names.dedup();
            names
        };
        for (code, _, danish, english) in CATALOGUE {
            assert_eq!(names(danish), names(english), "{code}");
        }
    }

    #[test]
    fn values_are_put_in_once() {
        let made = finding(
            "link_override_unknown",
            Language::English,
            Vec::new(),
            &[("id", "{id}".to_owned())],
        );
        assert_eq!(
            made.message,
            "links.toml names {id}, which is not in the given documents."
        );
        assert_eq!(made.severity, Severity::Warning);
    }
}
