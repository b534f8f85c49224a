//! The fields of an item as a flat list of names and values, list entries under names that stay
//! the same as long as the entry is about the same.

use uip_model::{
    Allocation, Block, Budget, Document, Evaluation, Initiative, Milestone, OutcomeCell,
    PortfolioRow, ReportFigure, Section, YearAmount,
};

use super::Value;
use super::list::{Keys, Same, pair};
use super::pair::{Content, Item};
use super::words::plain;

/// A named value and where its evidence is found.
pub(crate) struct Field {
    pub(crate) path: String,
    pub(crate) value: Option<Value>,
    /// JSON Pointer into the document.
    pub(crate) pointer: String,
}

/// Collects the fields under one place of the document.
struct Fields {
    /// JSON Pointer of the item.
    base: String,
    all: Vec<Field>,
}

impl Fields {
    fn new(base: impl Into<String>) -> Self {
        Self {
            base: base.into(),
            all: Vec::new(),
        }
    }

    fn put(&mut self, path: impl Into<String>, pointer: &str, value: Option<Value>) {
        self.all.push(Field {
            path: path.into(),
            value,
            pointer: format!("{}/{pointer}", self.base),
        });
    }

    fn text(&mut self, path: impl Into<String>, pointer: &str, text: Option<&String>) {
        let text = text.map(|text| plain(text)).filter(|text| !text.is_empty());
        self.put(path, pointer, text.map(Value::Text));
    }

    fn number(&mut self, path: impl Into<String>, pointer: &str, number: Option<impl Into<i64>>) {
        self.put(path, pointer, number.map(|n| Value::Integer(n.into())));
    }

    fn years(&mut self, path: &str, pointer: &str, years: &[YearAmount]) {
        // A misprinted header may name a year twice.
        let mut keys = Keys::default();
        for (year, at) in years.iter().zip(0..) {
            let path = format!("{path}[{}]", keys.next(&year.year.to_string()));
            let pointer = format!("{pointer}/{at}/amount");
            self.number(path, &pointer, year.amount);
        }
    }

    /// A list of names: present or not.
    fn names<'t>(&mut self, list: &str, names: impl Iterator<Item = &'t String>) {
        let mut keys = Keys::default();
        for (name, at) in names.zip(0..) {
            let path = format!("{list}[{}]", keys.next(name));
            self.put(path, &format!("{list}/{at}"), Some(Value::Flag(true)));
        }
    }

    fn figures(&mut self, list: &str, figures: &[ReportFigure]) {
        let mut keys = Keys::default();
        for (figure, at) in figures.iter().zip(0..) {
            // A statement may hold several figures; their order tells them apart.
            let path = format!("{list}[{}]", keys.next(&figure.statement));
            let pointer = format!("{list}/{at}");
            self.put(
                format!("{path}.value"),
                &pointer,
                Some(Value::Decimal(figure.value)),
            );
            self.text(format!("{path}.unit"), &pointer, Some(&figure.unit));
            self.number(format!("{path}.n"), &pointer, figure.n);
            self.text(format!("{path}.measure"), &pointer, figure.measure.as_ref());
        }
    }
}

/// The fields of both accounts of one item. Sections, allocations and milestones are paired, so
/// that one whose heading, purpose or time changed keeps its name on both sides.
pub(crate) fn of(before: &Item, after: &Item) -> (Vec<Field>, Vec<Field>) {
    match (before.content, after.content) {
        (Content::Initiative(i, old), Content::Initiative(j, new)) => {
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
        (Content::Row(i, old), Content::Row(j, new)) => (row(i, old), row(j, new)),
        (Content::Evaluation(old), Content::Evaluation(new)) => (evaluation(old), evaluation(new)),
        (Content::Document(old), Content::Document(new)) => (document(old), document(new)),
        _ => (Vec::new(), Vec::new()),
    }
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

fn row(at: usize, row: &PortfolioRow) -> Vec<Field> {
    let mut f = Fields::new(format!("/portfolio/{at}"));
    f.text("title", "initiative", Some(&row.initiative));
    f.text("table", "table", Some(&row.table));
    f.text("area", "area", row.area.as_ref());
    f.text("phase_raw", "phase_raw", Some(&row.phase_raw));
    f.text("phases", "phases", Some(&row.phases.join(", ")));
    f.names("agreements", row.agreements.iter());
    f.number(
        "active_years.first",
        "active_years/0",
        row.active_years.first().copied(),
    );
    f.number(
        "active_years.last",
        "active_years/1",
        row.active_years.last().copied(),
    );
    f.text("carried_on", "carried_on", row.carried_on.as_ref());
    f.text(
        "carried_on_raw",
        "carried_on_raw",
        row.carried_on_raw.as_ref(),
    );
    f.text(
        "next_initiative",
        "next_initiative",
        row.next_initiative.as_ref(),
    );
    f.number("next_uip", "next_uip", row.next_uip);
    f.text("susi_raw", "susi_raw", row.susi_raw.as_ref());
    f.all
}

fn evaluation(evaluation: &Evaluation) -> Vec<Field> {
    let mut f = Fields::new("/evaluation");
    f.text("title", "title", Some(&evaluation.title));
    f.text("initiative", "initiative", evaluation.initiative.as_ref());
    f.text("evaluator", "evaluator", evaluation.evaluator.as_ref());
    f.text("client", "client", evaluation.client.as_ref());
    f.number(
        "period.first",
        "period/0",
        evaluation.period.first().copied(),
    );
    f.number("period.last", "period/1", evaluation.period.last().copied());
    f.names("municipalities", evaluation.municipalities.iter());
    let mut keys = Keys::default();
    for (element, i) in evaluation.core_elements.iter().zip(0..) {
        let path = format!("core_elements[{}].number", keys.next(&element.name));
        f.put(
            path,
            &format!("core_elements/{i}"),
            Some(
                element
                    .number
                    .map_or(Value::Flag(true), |n| Value::Integer(n.into())),
            ),
        );
    }
    let mut keys = Keys::default();
    for (theme, i) in evaluation.themes.iter().zip(0..) {
        let number = theme.number.map(|n| n.to_string());
        let path = format!(
            "themes[{}]",
            keys.next(number.as_ref().unwrap_or(&theme.title))
        );
        f.text(
            format!("{path}.title"),
            &format!("themes/{i}/title"),
            Some(&theme.title),
        );
        f.text(
            format!("{path}.text"),
            &format!("themes/{i}/text"),
            Some(&theme.text),
        );
    }
    f.figures("figures", &evaluation.figures);
    let mut keys = Keys::default();
    for (table, i) in evaluation.outcome_tables.iter().zip(0..) {
        let path = format!("outcome_tables[{}]", keys.next(&table.caption));
        let pointer = format!("outcome_tables/{i}");
        f.text(format!("{path}.group"), &pointer, table.group.as_ref());
        f.text(format!("{path}.measure"), &pointer, table.measure.as_ref());
        f.text(format!("{path}.unit"), &pointer, table.unit.as_ref());
        f.text(
            format!("{path}.header"),
            &pointer,
            Some(&table.header.join(" | ")),
        );
        let mut rows = Keys::default();
        for row in &table.rows {
            let cells: Vec<String> = row.iter().map(cell).collect();
            let (first, rest) = cells
                .split_first()
                .map_or(("", &[][..]), |(a, b)| (a.as_str(), b));
            let path = format!("{path}.rows[{}]", rows.next(first));
            f.text(path, &pointer, Some(&rest.join(" | ")));
        }
    }
    if let Some(costs) = &evaluation.costs {
        f.number("costs.price_level", "costs/price_level", costs.price_level);
        f.number("costs.set_up", "costs/set_up", costs.set_up);
        f.number("costs.annual", "costs/annual", costs.annual);
        let mut keys = Keys::default();
        for (cost, i) in costs.rows.iter().zip(0..) {
            let track = cost.track.as_deref().unwrap_or_default();
            let path = format!(
                "costs.rows[{}]",
                keys.next(&format!("{} {track}", cost.item))
            );
            f.number(path, &format!("costs/rows/{i}/amount"), cost.amount);
        }
    }
    f.all
}

fn cell(cell: &OutcomeCell) -> String {
    match cell {
        OutcomeCell::Integer(number) => number.to_string(),
        OutcomeCell::Decimal(number) => number.to_string(),
        OutcomeCell::Text(text) => plain(text),
        OutcomeCell::Empty(()) => String::new(),
    }
}

/// What the document says outside its initiatives, rows and evaluation.
fn document(document: &Document) -> Vec<Field> {
    let mut f = Fields::new("");
    f.number("programme_year", "programme_year", document.programme_year);
    f.text("front", "front", Some(&texts(&document.front)));
    f.text("back", "back", Some(&texts(&document.back)));
    let mut keys = Keys::default();
    for (section, i) in document.report_sections.iter().zip(0..) {
        let path = format!("report_sections[{}].text", keys.next(&section.heading));
        f.text(path, &format!("report_sections/{i}"), Some(&section.text));
    }
    f.figures("figures", &document.figures);
    f.all
}

/// The text of blocks, one line a paragraph, item or cell.
fn texts(blocks: &[Block]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph { text, .. } | Block::SubHeading { text, .. } => {
                lines.push(text.clone());
            }
            Block::Bullets { items, .. } => lines.extend(items.iter().cloned()),
            Block::Numbered { labels, items, .. } => {
                lines.extend(labels.iter().zip(items).map(|(l, i)| format!("{l} {i}")));
            }
            Block::Checkboxes { items, .. } | Block::Chevrons { items, .. } => {
                lines.extend(items.iter().map(|item| item.name.clone()));
            }
            Block::Timetable { header, rows, .. } | Block::Table { header, rows, .. } => {
                lines.extend(header.iter().cloned());
                lines.extend(rows.iter().flatten().flatten().cloned());
            }
            Block::Footnote { mark, text, .. } => lines.push(format!("{mark} {text}")),
        }
    }
    lines.join("\n")
}
