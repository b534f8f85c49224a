//! What stands behind a timetable and reads as more of its rows: a table that was cut where this reader did
//! not see it. Nothing is made of it, but it is told.

use uip_model::Finding;

use crate::period::begins_with_time;
use crate::sections::{Body, Passage, Role};
use crate::trace::Trace;

/// Tells each text that begins with a time, behind a timetable or in a schedule from which nothing was read.
pub(crate) fn check(body: &Body, nothing_read: bool, trace: &mut Trace) {
    // The section in which the last cell with a time stood.
    let mut behind = None;
    for passage in &body.passages {
        match passage.role {
            Role::Cell if begins_with_time(&passage.text.text) => behind = Some(passage.section),
            Role::Paragraph | Role::Item => {
                let below = behind == Some(passage.section);
                if is_row(passage, below, nothing_read) {
                    let places = passage.text.origins();
                    let finding = Finding::new("timetable_rest", places);
                    trace.finding(finding.arg("text", &passage.text.text));
                }
            }
            Role::Cell | Role::SubHeading | Role::Footnote => {}
        }
    }
}

/// Behind a table any text that begins with a time; elsewhere none that ends as a sentence does.
fn is_row(passage: &Passage, below: bool, nothing_read: bool) -> bool {
    let text = passage.text.text.trim_end();
    let alone = nothing_read && passage.key == "schedule" && !text.ends_with('.');
    (below || alone) && begins_with_time(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duration::tests::body;

    fn told(texts: &[(Role, &str)], nothing_read: bool) -> Vec<String> {
        let mut all = Body::default();
        for (role, text) in texts {
            let mut one = body("schedule", text);
            one.passages.iter_mut().for_each(|p| p.role = *role);
            all.passages.append(&mut one.passages);
        }
        let mut trace = Trace::default();
        check(&all, nothing_read, &mut trace);
        let findings = trace.findings.iter();
        findings.map(|f| f.args["text"].to_string()).collect()
    }

    #[test]
    fn a_row_behind_the_table_is_told() {
        let cells = [(Role::Cell, "1. kvartal 2024"), (Role::Cell, "Udbud")];
        let with = |rest: &'static str| [cells[0], cells[1], (Role::Paragraph, rest)];
        assert_eq!(
            told(&with("2. halvår 2026 Udmøntning"), false),
            ["2. halvår 2026 Udmøntning"]
        );
        assert_eq!(
            told(&with("Medio 2033 Udbud Styrelsen"), false),
            ["Medio 2033 Udbud Styrelsen"]
        );
        assert!(told(&with("Puljen udmøntes i 2024."), false).is_empty());
        assert!(told(&with("I 2024 udmøntes puljen"), false).is_empty());
    }

    #[test]
    fn a_schedule_from_which_nothing_was_read_is_told() {
        let row = [(Role::Paragraph, "3. kvartal 2024 Udbud")];
        assert_eq!(told(&row, true), ["3. kvartal 2024 Udbud"]);
        assert!(told(&row, false).is_empty());
        let sentence = [(Role::Paragraph, "2. kvartal 2024 udmøntes puljen.")];
        assert!(told(&sentence, true).is_empty());
    }
}
