//! The lineage as tables: one row a link, a chain, a member, an amount.

use super::Lineage;
use crate::table::{Cell, Table};
use crate::vocabulary::Phase;

impl Lineage {
    /// The tables `lineage`, `chains`, `chain_members`, `chain_money` and `chain_findings`.
    pub fn tables(&self) -> Vec<Table> {
        vec![
            self.link_table(),
            self.chain_table(),
            self.member_table(),
            self.money_table(),
            crate::findings::table("chain_findings", &self.findings),
        ]
    }

    fn title(&self, id: &str) -> &str {
        let member = self.members.iter().find(|m| m.id == id);
        member.map_or("", |m| m.title.as_str())
    }

    /// One row an evidence, so that no statement is hidden in a list.
    fn link_table(&self) -> Table {
        let mut table = Table::new(
            "lineage",
            &[
                "from",
                "to",
                "kind",
                "basis",
                "score",
                "from_title",
                "to_title",
                "evidence",
                "document",
                "page",
            ],
        );
        for link in &self.links {
            for evidence in &link.evidence {
                table.rows.push(vec![
                    Cell::from(&link.from),
                    Cell::from(&link.to),
                    link.kind.value().into(),
                    link.basis.value().into(),
                    link.score.into(),
                    self.title(&link.from).into(),
                    self.title(&link.to).into(),
                    Cell::from(&evidence.text),
                    Cell::from(&evidence.document),
                    evidence.origin.first().map(|o| i64::from(o.page)).into(),
                ]);
            }
        }
        table
    }

    fn chain_table(&self) -> Table {
        let mut table = Table::new(
            "chains",
            &[
                "chain",
                "title",
                "first_year",
                "last_year",
                "steps",
                "phases",
                "evaluations",
                "price_level",
                "planned",
            ],
        );
        for chain in &self.chains {
            let phases: Vec<String> = chain.steps.iter().map(|s| phases(&s.phases)).collect();
            let row = |level: Cell, planned: Cell| {
                vec![
                    Cell::from(&chain.id),
                    Cell::from(&chain.title),
                    chain.first_year.into(),
                    chain.last_year.into(),
                    chain.steps.len().into(),
                    phases.join(" > ").into(),
                    chain.evaluations.len().into(),
                    level,
                    planned,
                ]
            };
            // Amounts of different price levels stand in rows of their own: they do not add up.
            for total in &chain.totals {
                table
                    .rows
                    .push(row(total.price_level.into(), total.amount.into()));
            }
            if chain.totals.is_empty() {
                table.rows.push(row(Cell::Empty, Cell::Empty));
            }
        }
        table
    }

    fn member_table(&self) -> Table {
        let mut table = Table::new(
            "chain_members",
            &[
                "chain",
                "step",
                "member",
                "kind",
                "title",
                "area",
                "phases",
                "years",
                "documents",
            ],
        );
        for chain in &self.chains {
            for member in self.members.iter().filter(|m| m.chain == chain.id) {
                let step = chain
                    .steps
                    .iter()
                    .position(|s| s.members.contains(&member.id));
                let years: Vec<String> = member.years.iter().map(ToString::to_string).collect();
                let documents: Vec<&str> = member
                    .mentions
                    .iter()
                    .map(|m| m.document.as_str())
                    .collect();
                table.rows.push(vec![
                    Cell::from(&chain.id),
                    step.map(|s| s + 1).into(),
                    Cell::from(&member.id),
                    kind(member.kind).into(),
                    Cell::from(&member.title),
                    member.area.as_ref().into(),
                    phases(&member.phases).into(),
                    years.join(", ").into(),
                    documents.join(", ").into(),
                ]);
            }
        }
        table
    }

    fn money_table(&self) -> Table {
        let mut table = Table::new("chain_money", &["chain", "price_level", "year", "planned"]);
        for chain in &self.chains {
            for money in &chain.money {
                table.rows.push(vec![
                    Cell::from(&chain.id),
                    money.price_level.into(),
                    money.year.into(),
                    money.amount.into(),
                ]);
            }
        }
        table
    }
}

fn phases(phases: &[Phase]) -> String {
    let names: Vec<&str> = phases.iter().map(|p| p.value()).collect();
    names.join("/")
}

fn kind(kind: super::MemberKind) -> &'static str {
    match kind {
        super::MemberKind::Initiative => "initiative",
        super::MemberKind::PortfolioRow => "portfolio_row",
        super::MemberKind::Evaluation => "evaluation",
    }
}
