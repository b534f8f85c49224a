//! One module a command: its arguments, and what it does.

mod batch;
mod completions;
mod diff;
mod explain;
mod extract;
mod inspect;
mod link;
mod man;
mod merge;
mod programme;
mod schema;
mod show;
mod summary;
mod table_options;
mod tables;
mod template;
mod validate;
pub(crate) mod worker;

use clap::Subcommand;

pub(crate) use table_options::TableOptions;

use crate::Exit;

/// The commands.
#[derive(Subcommand)]
pub(crate) enum Command {
    Extract(extract::Extract),
    Batch(Box<batch::Batch>),
    Merge(merge::Merge),
    Summary(summary::Summary),
    Diff(diff::Diff),
    Link(link::Link),
    Inspect(inspect::Inspect),
    Explain(explain::Explain),
    Template(template::Template),
    Tables(tables::Tables),
    Schema(schema::Schema),
    Validate(validate::Validate),
    Completions(completions::Completions),
    Man(man::Man),
}

impl Command {
    /// Runs the command.
    pub(crate) fn run(self) -> Exit {
        match self {
            Self::Extract(extract) => extract.run(),
            Self::Batch(batch) => batch.run(),
            Self::Merge(merge) => merge.run(),
            Self::Summary(summary) => summary.run(),
            Self::Diff(diff) => diff.run(),
            Self::Link(link) => link.run(),
            Self::Inspect(inspect) => inspect.run(),
            Self::Explain(explain) => explain.run(),
            Self::Template(template) => template.run(),
            Self::Tables(tables) => tables.run(),
            Self::Schema(schema) => schema.run(),
            Self::Validate(validate) => validate.run(),
            Self::Completions(completions) => completions.run(),
            Self::Man(man) => man.run(),
        }
    }
}
