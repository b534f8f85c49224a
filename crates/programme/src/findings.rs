//! Findings about several documents together: made here, worded by the auditor's catalogue, in
//! which all codes stand (topic `programme`).

use uip_auditor::{Language, worded};
use uip_model::{Finding, Origin, Severity};

use crate::table::{Cell, Table};

/// A finding with its arguments, severity and message.
pub(crate) fn finding(
    code: &'static str,
    language: Language,
    origin: Vec<Origin>,
    args: &[(&str, String)],
) -> Finding {
    let mut finding = Finding::new(code, origin);
    for (name, value) in args {
        finding = finding.arg(name, value);
    }
    worded(finding, language)
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
