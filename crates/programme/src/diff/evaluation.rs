//! The fields of an evaluation summary.

use uip_model::{Evaluation, OutcomeCell};

use super::Value;
use super::field::{Field, Fields};
use super::list::Keys;
use super::words::plain;

pub(super) fn evaluation(evaluation: &Evaluation) -> Vec<Field> {
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
