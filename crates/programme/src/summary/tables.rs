//! The sums as tables: one row a release, area and phase (an empty cell is the sum over all), and
//! the same by year.

use uip_model::Kind;

use super::{Figures, ReleaseSummary, Summary, Verdict};
use crate::table::{Cell, Table};

/// What a row is about.
struct Group<'a> {
    level: &'static str,
    year: Option<i32>,
    area: Cell,
    phase: Cell,
    figures: &'a Figures,
}

impl Summary {
    /// The tables `summary`, `summary_years`, `summary_documents` and `summary_findings`.
    pub fn tables(&self) -> Vec<Table> {
        let mut sums = Table::new(
            "summary",
            &[
                "release",
                "level",
                "area",
                "phase",
                "initiatives",
                "without_amount",
                "planned",
                "pools",
                "pool_amount",
                "errors",
                "warnings",
                "notes",
                "expected",
                "difference",
                "verdict",
            ],
        );
        let mut years = Table::new(
            "summary_years",
            &["release", "level", "area", "phase", "year", "planned"],
        );
        for release in &self.releases {
            let expected = release.expected;
            for group in groups(release) {
                let f = group.figures;
                let expected = expected.filter(|_| group.level == "release");
                let head = [
                    group.year.into(),
                    group.level.into(),
                    group.area.clone(),
                    group.phase.clone(),
                ];
                let mut row = head.to_vec();
                row.extend([
                    f.initiatives.into(),
                    f.without_amount.into(),
                    f.planned.into(),
                    f.pools.into(),
                    f.pool_amount.into(),
                    f.findings.error.into(),
                    f.findings.warning.into(),
                    f.findings.info.into(),
                    expected.map(|e| e.amount).into(),
                    expected.map(|e| e.difference).into(),
                    expected.map(|e| e.verdict.value()).into(),
                ]);
                sums.rows.push(row);
                for year in &f.years {
                    let mut row = head.to_vec();
                    row.extend([year.year.into(), year.amount.into()]);
                    years.rows.push(row);
                }
            }
        }
        vec![
            sums,
            years,
            self.document_table(),
            crate::findings::table("summary_findings", &self.findings),
        ]
    }

    fn document_table(&self) -> Table {
        let mut table = Table::new(
            "summary_documents",
            &[
                "document", "kind", "year", "entries", "pages", "errors", "warnings", "notes",
            ],
        );
        for document in &self.documents {
            table.rows.push(vec![
                Cell::from(&document.document),
                kind(document.kind).into(),
                document.year.into(),
                document.entries.into(),
                i64::from(document.pages).into(),
                document.findings.error.into(),
                document.findings.warning.into(),
                document.findings.info.into(),
            ]);
        }
        table
    }
}

impl Verdict {
    /// The value in JSON and tables.
    pub fn value(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::EqualWhenRounded => "equal_when_rounded",
            Self::Different => "different",
        }
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Release => "release",
        Kind::Portfolio => "portfolio",
        Kind::Evaluation => "evaluation",
        Kind::Unknown => "unknown",
    }
}

fn groups(release: &ReleaseSummary) -> Vec<Group<'_>> {
    let group = |level, area, phase, figures| Group {
        level,
        year: release.year,
        area,
        phase,
        figures,
    };
    let value = |phase: Option<crate::Phase>| Cell::from(phase.map(crate::Phase::value));
    let mut groups = vec![group("release", Cell::Empty, Cell::Empty, &release.total)];
    for phase in &release.phases {
        groups.push(group(
            "phase",
            Cell::Empty,
            value(phase.phase),
            &phase.total,
        ));
    }
    for area in &release.areas {
        let name = Cell::from(area.area.as_ref());
        groups.push(group("area", name.clone(), Cell::Empty, &area.total));
        for phase in &area.phases {
            groups.push(group(
                "area_phase",
                name.clone(),
                value(phase.phase),
                &phase.total,
            ));
        }
    }
    groups
}
