//! Invented programmes with their exact links and findings.

use uip_auditor::Language;
use uip_model::{Budget, Document, Evaluation, Initiative, Kind, PortfolioRow, YearAmount};

use super::{Lineage, Links, link};

mod chains;
mod rendering;
mod statements;

fn release(year: i32, initiatives: &[Initiative]) -> Document {
    let mut document = Document {
        kind: Kind::Release,
        programme_year: Some(year),
        initiatives: initiatives.to_vec(),
        ..Document::default()
    };
    document.source.file = Some(format!("uip-{year}.pdf"));
    document
}

fn initiative(id: &str, phase: &str, title: &str) -> Initiative {
    Initiative {
        id: id.to_owned(),
        title: title.to_owned(),
        phase: Some(phase.to_owned()),
        area: Some("voksne".to_owned()),
        ..Initiative::default()
    }
}

fn building_on(mut initiative: Initiative, names: &[&str]) -> Initiative {
    initiative.predecessors = names.iter().map(ToString::to_string).collect();
    initiative
}

fn with_money(mut initiative: Initiative, level: i32, years: &[(i32, i64)]) -> Initiative {
    initiative.budget = Some(Budget {
        price_level: Some(level),
        total: Some(years.iter().map(|(_, amount)| amount).sum()),
        years: years
            .iter()
            .map(|(year, amount)| YearAmount {
                year: *year,
                amount: Some(*amount),
            })
            .collect(),
        ..Budget::default()
    });
    initiative
}

fn overview(rows: &[PortfolioRow]) -> Document {
    let mut document = Document {
        kind: Kind::Portfolio,
        portfolio: rows.to_vec(),
        ..Document::default()
    };
    document.source.file = Some("overblik.pdf".to_owned());
    document
}

fn row(year: i32, phase: &str, title: &str) -> PortfolioRow {
    PortfolioRow {
        area: Some("voksne".to_owned()),
        initiative: title.to_owned(),
        phases: vec![phase.to_owned()],
        agreements: vec![format!("UIP {year}")],
        active_years: vec![year, year + 2],
        ..PortfolioRow::default()
    }
}

fn carried_on(mut row: PortfolioRow, name: &str, year: i32) -> PortfolioRow {
    row.carried_on = Some("yes".to_owned());
    row.carried_on_raw = Some(format!("Ja ({name}, UIP {year})"));
    row.next_initiative = Some(name.to_owned());
    row.next_uip = Some(year);
    row
}

fn linked(documents: &[Document]) -> Lineage {
    linked_with(documents, "")
}

fn linked_with(documents: &[Document], links: &str) -> Lineage {
    link(documents, &Links::parse(links).unwrap(), Language::English)
}

/// The links as `from kind to (basis)`.
fn links(lineage: &Lineage) -> Vec<String> {
    lineage
        .links
        .iter()
        .map(|l| {
            format!(
                "{} {} {} ({})",
                l.from,
                l.kind.value(),
                l.to,
                l.basis.value()
            )
        })
        .collect()
}

fn codes(lineage: &Lineage) -> Vec<&str> {
    lineage.findings.iter().map(|f| f.code.as_ref()).collect()
}
