//! Times that stand alone in cells of tables and became no milestones: a timetable that was not seen as one.

use uip_model::{Finding, merge_origins};

use crate::join::Joined;
use crate::period::is_time;
use crate::sections::{Body, Role};
use crate::trace::Trace;

/// So many are no mention of a single time.
const SEVERAL: usize = 2;

/// Says where times stand that no milestone was read from. Only for an initiative that has none.
pub(crate) fn tell(body: &Body, trace: &mut Trace) {
    let cells = body.passages.iter().filter(|p| p.role == Role::Cell);
    let times: Vec<&Joined> = cells
        .map(|cell| &cell.text)
        .filter(|text| names_time(text))
        .collect();
    if times.len() >= SEVERAL {
        let origin = merge_origins(times.iter().flat_map(|text| text.origins()));
        let finding = Finding::new("timetable_not_read", origin);
        trace.finding(finding.arg("times", times.len()));
    }
}

/// A quarter, a half year or a month; bare years stand at the head of other tables too.
fn names_time(text: &Joined) -> bool {
    text.text.chars().any(char::is_alphabetic) && is_time(&text.text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::duration::tests::body;

    #[test]
    fn times_alone_in_cells_are_told_and_times_in_sentences_are_not() {
        let found = |texts: &[&str]| {
            let mut all = Body::default();
            for text in texts {
                let mut cell = body("schedule", text).passages;
                cell.iter_mut().for_each(|p| p.role = Role::Cell);
                all.passages.append(&mut cell);
            }
            let mut trace = Trace::default();
            tell(&all, &mut trace);
            trace.findings.len()
        };
        assert_eq!(found(&["1. kvartal 2024", "Udbud", "2. kvartal 2024"]), 1);
        assert_eq!(found(&["1. kvartal 2024", "Udbud"]), 0);
        assert_eq!(found(&["2024", "2025"]), 0);
        let sentence = "Initiativet begynder i 1. kvartal 2024 med et udbud og slutter året efter.";
        assert_eq!(found(&[sentence, sentence]), 0);
    }
}
