//! The fields of an initiative. Sections, allocations and milestones are paired, so that one whose
//! heading, purpose or time changed keeps its name on both sides.

use uip_model::{Allocation, Budget, Initiative, Milestone, Section};

use super::Value;
use super::field::{Field, Fields};
use super::fields::texts;
use super::list::{Keys, Same, pair};
use super::words::plain;

/// The fields of both accounts of one initiative, each with its index in its document.
pub(super) fn initiatives(
    (i, old): (usize, &Initiative),
    (j, new): (usize, &Initiative),
) -> (Vec<Field>, Vec<Field>) {
    let (mut a, mut b) = (initiative(i, old), initiative(j, new));
    let sections = (&*old.sections, &*new.sections);
    let tests: [Same<Section>; 4] = [
        &|a, b| same(&a.heading, &b.heading) && a.number == b.number,
        &|a, b| same(&a.heading, &b.heading),
        &|a, b| a.key == b.key && a.key != "other",
        &|a, b| a.number.is_some() && a.number == b.number,
    ];
    paired(
        (&mut a, &mut b),
        sections,
        &tests,
        section_name,
        put_section,
    );
    let parts = (&*old.allocations, &*new.allocations);
    let tests: [Same<Allocation>; 3] = [
        &|a, b| a.purpose == b.purpose && a.amount == b.amount,
        &|a, b| same_text(a.purpose.as_ref(), b.purpose.as_ref()),
        &|a, b| a.amount.is_some() && a.amount == b.amount,
    ];
    paired(
        (&mut a, &mut b),
        parts,
        &tests,
        allocation_name,
        put_allocation,
    );
    let times = (&*old.milestones, &*new.milestones);
    let tests: [Same<Milestone>; 3] = [
        &|a, b| same(&a.raw, &b.raw) && a.activities == b.activities,
        &|a, b| same(&a.raw, &b.raw),
        &|a, b| same(&a.activities.join(" "), &b.activities.join(" ")),
    ];
    paired(
        (&mut a, &mut b),
        times,
        &tests,
        milestone_name,
        put_milestone,
    );
    (a.all, b.all)
}

fn same(a: &str, b: &str) -> bool {
    plain(a).eq_ignore_ascii_case(&plain(b))
}

fn same_text(a: Option<&String>, b: Option<&String>) -> bool {
    a.zip(b).is_some_and(|(a, b)| same(a, b))
}

/// Puts the entries of a list on both sides under common names: the new entry's where there is
/// one, counted where a name comes again.
fn paired<T>(
    (a, b): (&mut Fields, &mut Fields),
    (old, new): (&[T], &[T]),
    tests: &[Same<T>],
    name: impl Fn(usize, &T) -> String,
    put: impl Fn(&mut Fields, &str, usize, &T),
) {
    let mut keys = Keys::default();
    for (before, after) in pair(old, new, tests) {
        let was = before.and_then(|i| Some((i, old.get(i)?)));
        let is = after.and_then(|i| Some((i, new.get(i)?)));
        let Some((i, named)) = is.or(was) else {
            continue;
        };
        let name = keys.next(&name(i, named));
        if let Some((i, entry)) = was {
            put(a, &name, i, entry);
        }
        if let Some((i, entry)) = is {
            put(b, &name, i, entry);
        }
    }
}

fn section_name(at: usize, section: &Section) -> String {
    match &section.number {
        Some(number) => format!("sections[{number}]"),
        None if !section.heading.is_empty() => format!("sections[{}]", plain(&section.heading)),
        None => format!("sections[#{}]", at + 1),
    }
}

fn allocation_name(at: usize, part: &Allocation) -> String {
    match &part.purpose {
        Some(purpose) => format!("allocations[{}]", plain(purpose)),
        None => format!("allocations[#{}]", at + 1),
    }
}

fn put_allocation(f: &mut Fields, name: &str, at: usize, part: &Allocation) {
    let pointer = |field: &str| format!("allocations/{at}/{field}");
    f.number(format!("{name}.amount"), &pointer("amount"), part.amount);
    let approximate = Some(Value::Flag(part.approximate));
    f.put(
        format!("{name}.approximate"),
        &pointer("approximate"),
        approximate,
    );
    f.text(
        format!("{name}.purpose"),
        &pointer("purpose"),
        part.purpose.as_ref(),
    );
    f.number(format!("{name}.min"), &pointer("min"), part.min);
    f.number(format!("{name}.max"), &pointer("max"), part.max);
}

fn milestone_name(_: usize, milestone: &Milestone) -> String {
    format!("milestones[{}]", plain(&milestone.raw))
}

fn put_milestone(f: &mut Fields, name: &str, at: usize, milestone: &Milestone) {
    let pointer = format!("milestones/{at}");
    f.text(format!("{name}.raw"), &pointer, Some(&milestone.raw));
    f.text(format!("{name}.start"), &pointer, milestone.start.as_ref());
    f.text(format!("{name}.end"), &pointer, milestone.end.as_ref());
    let activities = milestone.activities.join("\n");
    f.text(format!("{name}.activities"), &pointer, Some(&activities));
}

fn put_section(fields: &mut Fields, name: &str, at: usize, section: &Section) {
    let pointer = |field: &str| format!("sections/{at}/{field}");
    fields.text(
        format!("{name}.marker"),
        &pointer("marker"),
        section.marker.as_ref(),
    );
    fields.text(
        format!("{name}.heading"),
        &pointer("heading"),
        Some(&section.heading),
    );
    fields.text(
        format!("{name}.text"),
        &pointer("text"),
        Some(&section.text),
    );
}

fn initiative(at: usize, initiative: &Initiative) -> Fields {
    let mut f = Fields::new(format!("/initiatives/{at}"));
    f.text("title", "title", Some(&initiative.title));
    f.text("label", "label", initiative.label.as_ref());
    f.text("area", "area", initiative.area.as_ref());
    f.text("phase", "phase", initiative.phase.as_ref());
    let mut keys = Keys::default();
    for (recipient, i) in initiative.recipients.iter().zip(0..) {
        let path = format!("recipients[{}].optional", keys.next(&recipient.name));
        f.put(
            path,
            &format!("recipients/{i}"),
            Some(Value::Flag(recipient.optional)),
        );
    }
    f.text("purpose", "purpose", initiative.purpose.as_ref());
    f.text(
        "target_group",
        "target_group",
        initiative.target_group.as_ref(),
    );
    f.text("theme", "theme", initiative.theme.as_ref());
    f.put(
        "duration_years",
        "duration_years",
        initiative.duration_years.map(Value::Decimal),
    );
    f.number("start_year", "start_year", initiative.start_year);
    f.number("end_year", "end_year", initiative.end_year);
    f.number("next_uip", "next_uip", initiative.next_uip);
    f.number("susi_track", "susi_track", initiative.susi_track);
    if let Some(table) = &initiative.budget {
        budget(&mut f, table);
    }
    f.number("total_in_text", "total_in_text", initiative.total_in_text);
    money(&mut f, initiative);
    if let Some(participants) = &initiative.participants {
        f.number("participants.min", "participants/min", participants.min);
        f.number("participants.max", "participants/max", participants.max);
        f.text(
            "participants.unit",
            "participants/unit",
            Some(&participants.unit),
        );
    }
    f.names("predecessors", initiative.predecessors.iter());
    f.text("notes", "notes", Some(&texts(&initiative.notes)));
    f
}

fn budget(f: &mut Fields, budget: &Budget) {
    f.text("budget.unit", "budget/unit", budget.unit.as_ref());
    f.number(
        "budget.price_level",
        "budget/price_level",
        budget.price_level,
    );
    f.years("budget.years", "budget/years", &budget.years);
    f.number("budget.total", "budget/total", budget.total);
    // A table of one row says the same as the totals above.
    if budget.lines.len() < 2 {
        return;
    }
    let mut keys = Keys::default();
    for (line, i) in budget.lines.iter().zip(0..) {
        let path = format!("budget.lines[{}]", keys.next(&line.label));
        f.years(
            &format!("{path}.years"),
            &format!("budget/lines/{i}/years"),
            &line.years,
        );
        f.number(
            format!("{path}.total"),
            &format!("budget/lines/{i}/total"),
            line.total,
        );
    }
}

fn money(f: &mut Fields, initiative: &Initiative) {
    f.number(
        "application_pool",
        "application_pool",
        initiative.application_pool,
    );
    let mut keys = Keys::default();
    for (grant, i) in initiative.direct_grants.iter().zip(0..) {
        let path = format!("direct_grants[{}]", keys.next(&grant.recipient));
        // A grant without an amount is still there.
        let value = grant.amount.map_or(Value::Flag(true), Value::Integer);
        f.put(path, &format!("direct_grants/{i}/amount"), Some(value));
    }
}
