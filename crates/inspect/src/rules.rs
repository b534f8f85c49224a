//! What the rules that evidence names do, in words, from `data/rules.csv`.

use uip::Language;

use crate::say;

/// `rule;danish;english`, one a line; a rule that ends with `*` stands for all that begin so.
const RULES: &str = include_str!("../data/rules.csv");

/// What a rule does; `None` for a rule that the table does not know.
pub(crate) fn meaning(rule: &str, language: Language) -> Option<&'static str> {
    RULES.lines().find_map(|line| {
        let mut columns = line.splitn(3, ';');
        let (name, danish, english) = (columns.next()?, columns.next()?, columns.next()?);
        let fits = match name.strip_suffix('*') {
            Some(beginning) => rule.starts_with(beginning),
            None => rule == name,
        };
        fits.then(|| say(language, danish, english))
    })
}
