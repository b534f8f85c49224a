//! The timetable: its rows with their quarters, and what happens in each.

use super::columns::{INITIATIVE, INITIATIVE_ID, count};
use crate::cell::number;
use crate::table::{ForeignKey, date, text, words};
use crate::{Date, Emit, Entry, Error, Table};

pub(super) const MILESTONES: Table = Table {
    name: "milestones",
    title: words("Tidsplan", "Timetable"),
    about: words(
        "Én række pr. tidspunkt i et initiativs tidsplan.",
        "One row for each time in an initiative's timetable.",
    ),
    columns: &[
        INITIATIVE_ID,
        count("milestone_no"),
        text(
            "time_printed",
            words("Tid, som trykt", "Time as printed"),
            words("Tidspunktet som trykt.", "The time as printed."),
        ),
        text(
            "start_quarter",
            words("Fra kvartal", "From quarter"),
            words(
                "Første kvartal, fx 2022-Q1.",
                "First quarter, such as 2022-Q1.",
            ),
        ),
        text(
            "end_quarter",
            words("Til kvartal", "To quarter"),
            words(
                "Sidste kvartal; tomt, hvor enden er åben.",
                "Last quarter; missing where the end is open.",
            ),
        ),
        date(
            "start_date",
            words("Fra dato", "From date"),
            words(
                "Første dag i første kvartal.",
                "First day of the first quarter.",
            ),
        ),
        date(
            "end_date",
            words("Til dato", "To date"),
            words(
                "Sidste dag i sidste kvartal.",
                "Last day of the last quarter.",
            ),
        ),
    ],
    primary_key: &["initiative_id", "milestone_no"],
    foreign_keys: &[INITIATIVE],
    rows: milestones,
};

fn milestones(entry: &Entry<'_>, emit: &mut Emit<'_>) -> Result<(), Error> {
    for keyed in &entry.initiatives {
        for (index, milestone) in keyed.initiative.milestones.iter().enumerate() {
            let start = milestone.start.as_deref();
            let end = milestone.end.as_deref();
            emit(&[
                keyed.key(),
                number(index),
                (&milestone.raw).into(),
                start.into(),
                end.into(),
                start.and_then(Date::quarter_start).into(),
                end.and_then(Date::quarter_end).into(),
            ])?;
        }
    }
    Ok(())
}

pub(super) const ACTIVITIES: Table = Table {
    name: "activities",
    title: words("Aktiviteter", "Activities"),
    about: words(
        "Én række pr. aktivitet i en tidsplan.",
        "One row for each activity of a timetable.",
    ),
    columns: &[
        INITIATIVE_ID,
        count("milestone_no"),
        count("activity_no"),
        text(
            "activity",
            words("Aktivitet", "Activity"),
            words("Hvad der sker.", "What happens."),
        ),
    ],
    primary_key: &["initiative_id", "milestone_no", "activity_no"],
    foreign_keys: &[ForeignKey {
        columns: &["initiative_id", "milestone_no"],
        table: "milestones",
        references: &["initiative_id", "milestone_no"],
    }],
    rows: activities,
};

fn activities(entry: &Entry<'_>, emit: &mut Emit<'_>) -> Result<(), Error> {
    for keyed in &entry.initiatives {
        for (row, milestone) in keyed.initiative.milestones.iter().enumerate() {
            for (index, activity) in milestone.activities.iter().enumerate() {
                emit(&[keyed.key(), number(row), number(index), activity.into()])?;
            }
        }
    }
    Ok(())
}
