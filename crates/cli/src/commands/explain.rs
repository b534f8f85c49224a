//! `uip explain`: where a value comes from.

use clap::Args;
use uip_inspect::View;

use super::show::Show;
use crate::Exit;

/// Says which rule gave a value, from where, and what nearly matched.
///
/// Fields have the names of the JSON: phase, budget, budget.total, budget.years.2023, recipients,
/// `allocations[1]` (counted from 0), sections.3 (by the printed number), `milestones[0].start`. A JSON
/// Pointer such as /initiatives/0/phase works as well. For a field without a value it says what was
/// looked for and which headings came nearest.
#[derive(Args)]
#[command(after_long_help = "Examples:
  uip explain uip-2022.pdf --initiative 1.3 --field phase
  uip explain uip-2023.pdf --initiative uip-2023-voksne-4 --field budget.years.2024 --lang en
  uip explain uip-2022.pdf --initiative 1.3        (every value and the rule that read it)
  uip explain uip-2022.pdf --field programme_year  (a field of the document)")]
pub(crate) struct Explain {
    #[command(flatten)]
    show: Show,
    /// Id or label of the initiative, such as uip-2022-1.3, 1.3 or \"Bilag 2\"; without it the
    /// document's own fields are meant
    #[arg(short, long, value_name = "ID")]
    initiative: Option<String>,
    /// The field; without it every value is listed with its rule
    #[arg(short, long, value_name = "NAME")]
    field: Option<String>,
}

impl Explain {
    /// Runs the command.
    pub(crate) fn run(self) -> Exit {
        let view = View::Explanation {
            initiative: self.initiative,
            field: self.field,
        };
        self.show.run(view, None)
    }
}
