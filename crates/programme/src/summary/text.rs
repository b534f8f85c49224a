//! The sums as a text table for people, amounts in millions of kroner.

use std::fmt;

use uip_auditor::Language;

use super::{Expected, Figures, ReleaseSummary, Summary, Verdict};
use crate::Phase;
use crate::findings::severity;
use crate::money::{kroner, millions};

impl Summary {
    /// The report: a table a release, what was expected, findings.
    pub fn text(&self, language: Language) -> impl fmt::Display + '_ {
        Report(self, language)
    }
}

struct Report<'a>(&'a Summary, Language);

/// A line of a release's table.
struct Line<'a> {
    label: String,
    figures: &'a Figures,
}

impl Report<'_> {
    fn word(&self, danish: &'static str, english: &'static str) -> &'static str {
        match self.1 {
            Language::Danish => danish,
            Language::English => english,
        }
    }

    fn lines<'s>(&self, release: &'s ReleaseSummary) -> Vec<Line<'s>> {
        let unknown = self.word("(ikke angivet)", "(not stated)");
        let phase = |p: Option<Phase>| p.map_or(unknown, Phase::value).to_owned();
        let mut lines = Vec::new();
        for area in &release.areas {
            let name = area.area.as_deref().unwrap_or(unknown);
            lines.push(Line {
                label: name.replace('_', " "),
                figures: &area.total,
            });
            lines.extend(area.phases.iter().map(|p| Line {
                label: format!("  {}", phase(p.phase)),
                figures: &p.total,
            }));
        }
        lines.push(Line {
            label: self.word("i alt", "in total").to_owned(),
            figures: &release.total,
        });
        // By phase over all areas, where there is more than one area to add up.
        if release.areas.len() > 1 {
            lines.extend(release.phases.iter().map(|p| Line {
                label: format!("  {}", phase(p.phase)),
                figures: &p.total,
            }));
        }
        lines
    }

    fn release(&self, f: &mut fmt::Formatter<'_>, release: &ReleaseSummary) -> fmt::Result {
        let year = release
            .year
            .map_or_else(|| "UIP ?".to_owned(), |y| format!("UIP {y}"));
        let levels: Vec<String> = release
            .price_levels
            .iter()
            .map(|l| format!("{l}-PL"))
            .collect();
        write!(f, "{year}, {}", self.word("mio. kr.", "DKK million"))?;
        if !levels.is_empty() {
            write!(f, " ({})", levels.join(", "))?;
        }
        writeln!(f)?;
        let years: Vec<i32> = release.total.years.iter().map(|y| y.year).collect();
        let mut header = vec![String::new(), self.word("antal", "count").to_owned()];
        header.extend(years.iter().map(ToString::to_string));
        header.push(self.word("i alt", "total").to_owned());
        header.push(self.word("puljer", "pools").to_owned());
        header.push(
            self.word("fejl/advarsler/noter", "errors/warnings/notes")
                .to_owned(),
        );
        let mut rows = vec![header];
        for line in self.lines(release) {
            let figures = line.figures;
            let mut row = vec![line.label, figures.initiatives.to_string()];
            for year in &years {
                let amount = figures.years.iter().find(|y| y.year == *year);
                row.push(amount.map_or_else(|| "-".to_owned(), |y| millions(y.amount)));
            }
            let missing = if figures.without_amount > 0 { "*" } else { "" };
            row.push(format!("{}{missing}", millions(figures.planned)));
            row.push(if figures.pools == 0 {
                "-".to_owned()
            } else {
                millions(figures.pool_amount)
            });
            let counts = figures.findings;
            row.push(format!(
                "{}/{}/{}",
                counts.error, counts.warning, counts.info
            ));
            rows.push(row);
        }
        align(f, &rows)?;
        if release.total.without_amount > 0 {
            writeln!(
                f,
                "* {} {}",
                release.total.without_amount,
                self.word(
                    "initiativ(er) uden beløb er ikke med i summen",
                    "initiative(s) without an amount are missing in the sum"
                )
            )?;
        }
        match release.expected {
            Some(expected) => self.expected(f, expected),
            None => Ok(()),
        }
    }

    fn expected(&self, f: &mut fmt::Formatter<'_>, expected: Expected) -> fmt::Result {
        let verdict = match expected.verdict {
            Verdict::Equal => self.word("stemmer", "agrees"),
            Verdict::EqualWhenRounded => self.word("stemmer afrundet", "agrees when rounded"),
            Verdict::Different => self.word("stemmer ikke", "does not agree"),
        };
        write!(
            f,
            "{} {}: {verdict}",
            self.word("forventet", "expected"),
            kroner(expected.amount)
        )?;
        if expected.difference != 0 {
            let sign = if expected.difference > 0 { "+" } else { "" };
            write!(f, " ({sign}{})", kroner(expected.difference))?;
        }
        writeln!(f)
    }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (release, number) in self.0.releases.iter().zip(0..) {
            if number > 0 {
                writeln!(f)?;
            }
            self.release(f, release)?;
        }
        if !self.0.findings.is_empty() {
            writeln!(f)?;
            for finding in &self.0.findings {
                writeln!(
                    f,
                    "{}: {}: {}",
                    severity(finding.severity),
                    finding.code,
                    finding.message
                )?;
            }
        }
        Ok(())
    }
}

/// Writes columns under each other, the first to the left, the others to the right.
fn align(f: &mut fmt::Formatter<'_>, rows: &[Vec<String>]) -> fmt::Result {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    for row in rows {
        for ((cell, width), column) in row.iter().zip(&widths).zip(0..) {
            match column {
                0 => write!(f, "{cell:<width$}")?,
                _ => write!(f, "  {cell:>width$}")?,
            }
        }
        writeln!(f)?;
    }
    Ok(())
}
