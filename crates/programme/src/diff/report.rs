//! The differences as text for people.

use std::fmt;

use uip_auditor::Language;

use super::words::line;
use super::{Change, ChangeKind, Diff, ItemKind, Place, Value};
use crate::money::grouped;

/// Characters of a value that a line shows where words are not compared.
const SHOWN: usize = 200;

impl Diff {
    /// The report: a head line an item, a line a field. Nothing where nothing differs.
    pub fn text(&self, language: Language) -> impl fmt::Display + '_ {
        Report(self, language)
    }
}

struct Report<'a>(&'a Diff, Language);

impl Report<'_> {
    fn word(&self, danish: &'static str, english: &'static str) -> &'static str {
        match self.1 {
            Language::Danish => danish,
            Language::English => english,
        }
    }

    fn kind(&self, kind: ChangeKind) -> &'static str {
        match kind {
            ChangeKind::Added => self.word("tilføjet", "added"),
            ChangeKind::Dropped => self.word("udgået", "dropped"),
            ChangeKind::Renamed => self.word("omdøbt", "renamed"),
            ChangeKind::Changed => self.word("ændret", "changed"),
        }
    }

    fn item(&self, kind: ItemKind) -> &'static str {
        match kind {
            ItemKind::Document => self.word("dokument", "document"),
            ItemKind::Initiative => self.word("initiativ", "initiative"),
            ItemKind::PortfolioRow => self.word("oversigtsrække", "overview row"),
            ItemKind::Evaluation => self.word("evaluering", "evaluation"),
        }
    }

    fn page(&self, place: Option<&Place>) -> String {
        match place.and_then(|p| p.origin.first()) {
            Some(origin) => format!(" ({} {})", self.word("s.", "p."), origin.page),
            None => String::new(),
        }
    }

    fn value(&self, value: Option<&Value>, money: bool) -> String {
        match value {
            None => "–".to_owned(),
            Some(Value::Flag(true)) => self.word("ja", "yes").to_owned(),
            Some(Value::Flag(false)) => self.word("nej", "no").to_owned(),
            Some(Value::Integer(number)) if money => grouped(*number),
            Some(Value::Integer(number)) => number.to_string(),
            Some(Value::Decimal(number)) => number.to_string().replace('.', ","),
            Some(Value::Text(text)) => shorten(text),
        }
    }

    fn field(&self, f: &mut fmt::Formatter<'_>, change: &Change) -> fmt::Result {
        write!(f, "  {}: ", change.field)?;
        if change.words.is_empty() {
            let money = is_money(&change.field);
            write!(
                f,
                "{}{} -> {}{}",
                self.value(change.old.as_ref(), money),
                self.page(change.old_place.as_ref()),
                self.value(change.new.as_ref(), money),
                self.page(change.new_place.as_ref())
            )?;
            if let Some(difference) = change.difference.filter(|_| money) {
                let sign = if difference > 0 { "+" } else { "" };
                write!(f, "  [{sign}{}]", grouped(difference))?;
            }
            writeln!(f)
        } else {
            let place = change.new_place.as_ref();
            writeln!(f, "{}{}", line(&change.words), self.page(place))
        }
    }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut last: Option<(ItemKind, &str, &str)> = None;
        for change in &self.0.changes {
            let place = change.new_place.as_ref().or(change.old_place.as_ref());
            let document = change.document.as_str();
            let item = (change.item, change.id.as_str(), document);
            let whole = matches!(change.kind, ChangeKind::Added | ChangeKind::Dropped);
            if whole || last != Some(item) {
                if last.is_some() {
                    writeln!(f)?;
                }
                let kind = if whole {
                    change.kind
                } else {
                    ChangeKind::Changed
                };
                let title = shorten(&change.title);
                write!(
                    f,
                    "{} {} {}",
                    document,
                    self.item(change.item),
                    self.kind(kind)
                )?;
                if change.id != change.title {
                    write!(f, ": {}", change.id)?;
                }
                if change.item != ItemKind::Document {
                    write!(f, ": {title}")?;
                }
                writeln!(
                    f,
                    "{}",
                    if whole {
                        self.page(place)
                    } else {
                        String::new()
                    }
                )?;
                last = Some(item);
            }
            if !whole {
                self.field(f, change)?;
            }
        }
        let count = |kind| self.0.changes.iter().filter(|c| c.kind == kind).count();
        if self.0.changes.is_empty() {
            return Ok(());
        }
        writeln!(f)?;
        writeln!(
            f,
            "{} {}, {} {}, {} {}, {} {}",
            count(ChangeKind::Added),
            self.kind(ChangeKind::Added),
            count(ChangeKind::Dropped),
            self.kind(ChangeKind::Dropped),
            count(ChangeKind::Renamed),
            self.kind(ChangeKind::Renamed),
            count(ChangeKind::Changed),
            self.word("felter ændret", "fields changed"),
        )
    }
}

/// Whether the field holds whole kroner; years and counts are written without points.
fn is_money(field: &str) -> bool {
    let last = field.rsplit_once("].").map_or(field, |(_, last)| last);
    field.starts_with("budget.years")
        || field.starts_with("budget.lines")
        || field.starts_with("costs.") && field != "costs.price_level"
        || field.starts_with("direct_grants")
        || field.starts_with("allocations[") && matches!(last, "amount" | "min" | "max")
        || matches!(field, "budget.total" | "total_in_text" | "application_pool")
}

fn shorten(text: &str) -> String {
    if text.chars().count() <= SHOWN {
        return text.to_owned();
    }
    let short: String = text.chars().take(SHOWN).collect();
    format!("{} …", short.trim_end())
}
