//! The document as a whole: what kind it is, whether its ledger is closed, and whether its
//! initiatives follow each other.

use uip_model::{Document, Finding, Initiative, Kind, Origin};

/// All checks of the document as a whole.
pub(crate) fn check(document: &Document) -> Vec<Finding> {
    let mut findings = kind(document);
    findings.extend(ledger(document));
    findings.extend(labels(document));
    findings.extend(areas(document));
    findings
}

fn kind(document: &Document) -> Vec<Finding> {
    let nothing = Vec::new;
    let mut findings = Vec::new();
    match document.kind {
        // What stands on pages that were not read may be anything.
        Kind::Unknown if document.findings.iter().any(is_of_unread_page) => {}
        Kind::Unknown => findings.push(Finding::new("unknown_document", nothing())),
        Kind::Release => {
            if document.initiatives.is_empty() {
                findings.push(Finding::new("no_initiatives", nothing()));
            }
            if document.programme_year.is_none() {
                findings.push(Finding::new("programme_year_missing", nothing()));
            }
        }
        Kind::Portfolio if document.portfolio.is_empty() => {
            findings.push(Finding::new("portfolio_empty", nothing()));
        }
        Kind::Evaluation if document.evaluation.is_none() => {
            findings.push(Finding::new("evaluation_empty", nothing()));
        }
        Kind::Portfolio | Kind::Evaluation => {}
    }
    findings
}

/// Whether it says that a page is a picture that was not read.
fn is_of_unread_page(finding: &Finding) -> bool {
    const UNREAD: [&str; 4] = [
        "needs_ocr",
        "ocr_language_missing",
        "ocr_failed",
        "ocr_too_many_pages",
    ];
    UNREAD.contains(&finding.code.as_ref())
}

/// Every printed character is assigned, furniture or a leftover.
fn ledger(document: &Document) -> Vec<Finding> {
    let c = &document.coverage;
    let mut findings = Vec::new();
    let parts = u128::from(c.assigned) + u128::from(c.furniture) + u128::from(c.unassigned);
    if parts != u128::from(c.characters) {
        findings.push(
            Finding::new("ledger_open", Vec::new())
                .arg("characters", c.characters)
                .arg("assigned", c.assigned)
                .arg("furniture", c.furniture)
                .arg("unassigned", c.unassigned),
        );
    }
    findings.extend(c.leftovers.iter().map(|l| {
        let place = Origin {
            page: l.page,
            bbox: l.bbox,
        };
        Finding::new("leftover_text", vec![place])
            .arg("text", &l.text)
            .arg("page", l.page)
    }));
    if c.unassigned > 0 && c.leftovers.is_empty() {
        findings
            .push(Finding::new("leftovers_not_listed", Vec::new()).arg("unassigned", c.unassigned));
    }
    findings
}

/// Labels that leave a number out, go back or repeat. A new area may begin at 1 again.
fn labels(document: &Document) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut before: Option<(&Initiative, String, i64)> = None;
    for initiative in &document.initiatives {
        let Some((stem, number)) = initiative.label.as_deref().and_then(split_label) else {
            continue;
        };
        let label = initiative.label.as_deref().unwrap_or_default();
        match &before {
            Some((last, last_stem, last_number)) if *last_stem == stem => {
                let places = last.origin.iter().chain(&initiative.origin).copied();
                let places: Vec<Origin> = places.collect();
                let new_area = last.area != initiative.area && number == 1;
                let finding = if number > last_number + 1 {
                    Some(Finding::new("label_gap", places))
                } else if number <= *last_number && !new_area {
                    Some(Finding::new("label_out_of_order", places))
                } else {
                    None
                };
                findings.extend(finding.map(|f| {
                    f.arg("label", label)
                        .arg("before", last.label.as_deref().unwrap_or_default())
                }));
            }
            None if number > 1 => findings.push(
                Finding::new("first_label_not_one", initiative.origin.clone()).arg("label", label),
            ),
            _ => {}
        }
        before = Some((initiative, stem, number));
    }
    findings
}

/// `("Bilag ", 3)` for `Bilag 3`, `("1.", 3)` for `1.3`.
fn split_label(label: &str) -> Option<(String, i64)> {
    let label = label.trim();
    let stem = label.trim_end_matches(|c: char| c.is_ascii_digit());
    let number: u32 = label.get(stem.len()..)?.parse().ok()?;
    Some((stem.to_lowercase(), i64::from(number)))
}

/// Initiatives without an area in a document that gives it for others.
fn areas(document: &Document) -> Vec<Finding> {
    if document.initiatives.iter().all(|i| i.area.is_none()) {
        return Vec::new();
    }
    let without: Vec<&Initiative> = document
        .initiatives
        .iter()
        .filter(|i| i.area.is_none())
        .collect();
    if without.is_empty() {
        return Vec::new();
    }
    let labels: Vec<&str> = without
        .iter()
        .map(|i| i.label.as_deref().unwrap_or(&i.title))
        .collect();
    let places = without.iter().flat_map(|i| i.origin.iter().copied());
    vec![Finding::new("area_missing", places.collect()).arg("labels", labels.join(", "))]
}

#[cfg(test)]
mod tests {
    use super::split_label;

    #[test]
    fn labels_end_in_numbers() {
        assert_eq!(split_label("Bilag 12"), Some(("bilag ".to_owned(), 12)));
        assert_eq!(split_label("1.10"), Some(("1.".to_owned(), 10)));
        assert_eq!(split_label("Bilag A"), None);
        assert_eq!(split_label("Bilag 99999999999"), None);
    }
}
