//! Money: budget tables in long form, the parts that the text names, and grants.

use uip_model::{Budget, YearAmount};

use super::columns::{INITIATIVE, INITIATIVE_ID, count};
use crate::cell::number;
use crate::entry::{Keyed, STATES};
use crate::table::{Column, ForeignKey, amount, boolean, integer, text, words};
use crate::{Cell, Emit, Entry, Error, Table};

const LINE_NO: Column = integer(
    "line_no",
    words("Linje", "Line"),
    words(
        "Rækkens nummer fra 1; 0 for årenes totaler, hvor ingen trykt række svarer til dem.",
        "The row's number from 1; 0 for the totals by year where no printed row is the same.",
    ),
)
.required();

const IS_TOTAL: Column = boolean(
    "is_total",
    words("Er total", "Is total"),
    words(
        "Rækken er initiativets total (eller dets eneste række). Summér enten disse rækker eller \
         de andre, ikke begge.",
        "The row is the initiative's total (or its only row). Add up either these rows or the \
         others, not both.",
    ),
);

const STATE: Column = text(
    "amount_state",
    words("Beløbets tilstand", "State of the amount"),
    words(
        "Hvordan beløbet står: printed trykt, dash streg, empty tom celle, unreadable ulæselig, \
         derived afledt.",
        "How the amount stands: printed, dash, empty cell, unreadable, derived.",
    ),
)
.one_of(STATES);

pub(super) const BUDGET_LINES: Table = Table {
    name: "budget_lines",
    title: words("Budgetlinjer", "Budget lines"),
    about: words(
        "Én række pr. række i et initiativs budgettabel, med rækkens sum.",
        "One row for each row of an initiative's budget table, with the row's total.",
    ),
    columns: &[
        INITIATIVE_ID,
        LINE_NO,
        text(
            "line_label",
            words("Rækkens navn", "Row label"),
            words("Rækkens navn som trykt.", "The row's label as printed."),
        ),
        IS_TOTAL,
        amount(
            "amount_kr",
            words("I alt", "Total"),
            words(
                "Beløbet i kolonnen I alt i hele kroner.",
                "The amount in the column I alt (total) in whole kroner.",
            ),
        ),
        STATE,
    ],
    primary_key: &["initiative_id", "line_no"],
    foreign_keys: &[INITIATIVE],
    rows: budget_lines,
};

pub(super) const BUDGET: Table = Table {
    name: "budget",
    title: words("Budget", "Budget"),
    about: words(
        "Én række pr. initiativ, budgetlinje og år.",
        "One row for each initiative, budget line and year.",
    ),
    columns: &[
        INITIATIVE_ID,
        LINE_NO,
        count("column_no"),
        text(
            "line_label",
            words("Rækkens navn", "Row label"),
            words("Rækkens navn som trykt.", "The row's label as printed."),
        ),
        IS_TOTAL,
        integer(
            "year",
            words("År", "Year"),
            words(
                "Året i kolonnens overskrift.",
                "The year in the column's header.",
            ),
        )
        .required(),
        amount(
            "amount_kr",
            words("Beløb", "Amount"),
            words(
                "Beløbet i hele kroner; tomt ved streg og tom celle, 0 hvor der står 0.",
                "The amount in whole kroner; missing for a dash and an empty cell, 0 where 0 is \
                 printed.",
            ),
        ),
        STATE,
        integer(
            "price_level",
            words("Prisniveau", "Price level"),
            words(
                "Prisniveauets år: 2022 for 2022-PL.",
                "The year of the price level: 2022 for 2022-PL.",
            ),
        ),
    ],
    primary_key: &["initiative_id", "line_no", "column_no"],
    foreign_keys: &[ForeignKey {
        columns: &["initiative_id", "line_no"],
        table: "budget_lines",
        references: &["initiative_id", "line_no"],
    }],
    rows: budget,
};

/// A row of a budget table, or its totals by year where no row is the same.
struct Line<'a> {
    number: usize,
    label: Option<&'a str>,
    is_total: bool,
    years: &'a [YearAmount],
    total: Option<i64>,
    path: String,
}

/// The rows of an initiative's budget. The last row that has the amounts of the totals is the
/// total; a table of one row is its own total.
fn lines<'a>(keyed: &Keyed<'a>) -> Vec<Line<'a>> {
    let Some(budget) = &keyed.initiative.budget else {
        return Vec::new();
    };
    let path = format!("/initiatives/{}/budget", keyed.index);
    let total = total_line(budget);
    let printed = budget.lines.iter().enumerate().map(|(index, line)| Line {
        number: index + 1,
        label: Some(&line.label),
        is_total: total == Some(index),
        years: &line.years,
        total: line.total,
        path: format!("{path}/lines/{index}"),
    });
    let has_totals = !budget.years.is_empty() || budget.total.is_some();
    let own = (total.is_none() && has_totals).then(|| Line {
        number: 0,
        label: None,
        is_total: true,
        years: &budget.years,
        total: budget.total,
        path: path.clone(),
    });
    own.into_iter().chain(printed).collect()
}

fn total_line(budget: &Budget) -> Option<usize> {
    let mut lines = budget.lines.iter();
    lines.rposition(|line| line.years == budget.years && line.total == budget.total)
}

fn budget_lines(entry: &Entry<'_>, emit: &mut Emit<'_>) -> Result<(), Error> {
    for keyed in &entry.initiatives {
        for line in lines(keyed) {
            emit(&[
                keyed.key(),
                line.number.into(),
                line.label.into(),
                line.is_total.into(),
                line.total.into(),
                entry.state(&format!("{}/total", line.path), line.total),
            ])?;
        }
    }
    Ok(())
}

fn budget(entry: &Entry<'_>, emit: &mut Emit<'_>) -> Result<(), Error> {
    for keyed in &entry.initiatives {
        let price_level = keyed.initiative.budget.as_ref().and_then(|b| b.price_level);
        for line in lines(keyed) {
            for (column, year) in line.years.iter().enumerate() {
                let path = format!("{}/years/{column}/amount", line.path);
                emit(&[
                    keyed.key(),
                    line.number.into(),
                    number(column),
                    line.label.into(),
                    line.is_total.into(),
                    year.year.into(),
                    year.amount.into(),
                    entry.state(&path, year.amount),
                    price_level.into(),
                ])?;
            }
        }
    }
    Ok(())
}

pub(super) const ALLOCATIONS: Table = Table {
    name: "allocations",
    title: words("Delbeløb", "Allocations"),
    about: words(
        "Én række pr. delbeløb, som teksten under Økonomi nævner, i dens rækkefølge.",
        "One row for each part of the money that the text under Økonomi names, in its order.",
    ),
    columns: &[
        INITIATIVE_ID,
        count("allocation_no"),
        amount(
            "amount_kr",
            words("Beløb", "Amount"),
            words(
                "Beløbet i hele kroner; tomt for et spænd.",
                "The amount in whole kroner; missing for a range.",
            ),
        ),
        boolean(
            "approximate",
            words("Omtrentligt", "Approximate"),
            words(
                "Teksten siger ca., omkring, op til eller lignende.",
                "The text says about, around, up to or the like.",
            ),
        ),
        text(
            "purpose",
            words("Til hvad", "Purpose"),
            words("Hvad pengene er til.", "What the money is for."),
        ),
        amount(
            "min_kr",
            words("Mindst", "At least"),
            words(
                "Nedre ende af et spænd i hele kroner.",
                "Lower end of a range in whole kroner.",
            ),
        ),
        amount(
            "max_kr",
            words("Højst", "At most"),
            words(
                "Øvre ende af et spænd eller af op til, i hele kroner.",
                "Upper end of a range or of up to, in whole kroner.",
            ),
        ),
    ],
    primary_key: &["initiative_id", "allocation_no"],
    foreign_keys: &[INITIATIVE],
    rows: allocations,
};

fn allocations(entry: &Entry<'_>, emit: &mut Emit<'_>) -> Result<(), Error> {
    for keyed in &entry.initiatives {
        for (index, allocation) in keyed.initiative.allocations.iter().enumerate() {
            emit(&[
                keyed.key(),
                number(index),
                allocation.amount.into(),
                allocation.approximate.into(),
                (&allocation.purpose).into(),
                allocation.min.into(),
                allocation.max.into(),
            ])?;
        }
    }
    Ok(())
}

pub(super) const GRANTS: Table = Table {
    name: "grants",
    title: words("Tilskud", "Grants"),
    about: words(
        "Én række pr. ansøgningspulje og pr. direkte tilskud.",
        "One row for each application pool and each direct grant.",
    ),
    columns: &[
        INITIATIVE_ID,
        count("grant_no"),
        text(
            "kind",
            words("Slags", "Kind"),
            words(
                "application_pool: ansøgningspulje; direct_grant: tilskud til en navngiven \
                 modtager uden ansøgning.",
                "application_pool: to be applied for; direct_grant: to a named recipient without \
                 application.",
            ),
        )
        .required()
        .one_of(&["application_pool", "direct_grant"]),
        text(
            "recipient",
            words("Modtager", "Recipient"),
            words(
                "Modtageren af et direkte tilskud.",
                "The recipient of a direct grant.",
            ),
        ),
        amount(
            "amount_kr",
            words("Beløb", "Amount"),
            words("Beløbet i hele kroner.", "The amount in whole kroner."),
        ),
    ],
    primary_key: &["initiative_id", "grant_no"],
    foreign_keys: &[INITIATIVE],
    rows: grants,
};

fn grants(entry: &Entry<'_>, emit: &mut Emit<'_>) -> Result<(), Error> {
    for keyed in &entry.initiatives {
        let initiative = keyed.initiative;
        let pool = initiative.application_pool;
        let pool = pool.map(|amount| ("application_pool", Cell::Null, Cell::from(amount)));
        let direct = initiative.direct_grants.iter();
        let direct = direct.map(|g| ("direct_grant", (&g.recipient).into(), g.amount.into()));
        for (index, (kind, recipient, amount)) in pool.into_iter().chain(direct).enumerate() {
            emit(&[keyed.key(), number(index), kind.into(), recipient, amount])?;
        }
    }
    Ok(())
}
