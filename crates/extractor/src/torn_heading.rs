//! Headings whose words a narrow column tears where no hyphen is: `Tilskudsmodta` over `ger(e)`.

use uip_model::{Match, TextLine};

use crate::blocks::{is_sure, joined};
use crate::context::Context;

/// What a heading means: as it is printed, else with two of its lines put together, if that makes a
/// heading that the lexicon knows.
pub(crate) fn matched(ctx: &Context<'_>, lines: &[TextLine]) -> Match {
    let plain = ctx.section(&joined(lines));
    if is_sure(&plain) {
        return plain;
    }
    let torn = (1..lines.len()).filter_map(|at| {
        let (above, below) = lines.split_at_checked(at)?;
        let (above, below) = (joined(above), joined(below));
        let letters = above.ends_with(char::is_lowercase) && below.starts_with(char::is_lowercase);
        letters.then(|| ctx.section(&format!("{above}{below}")))
    });
    let best = torn.max_by(|a, b| a.certainty.total_cmp(&b.certainty));
    best.filter(is_sure).unwrap_or(plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lexicon;
    use uip_model::PageSet;

    #[test]
    fn torn_words_are_put_together_where_the_lexicon_knows_them() {
        let (pages, lexicon) = (PageSet::default(), Lexicon::default());
        let ctx = Context::new(&pages, &lexicon);
        let key = |texts: &[&str]| {
            let lines: Vec<TextLine> = texts
                .iter()
                .map(|text| TextLine {
                    text: (*text).to_owned(),
                    ..TextLine::default()
                })
                .collect();
            matched(&ctx, &lines).key
        };
        assert_eq!(key(&["Tilskudsmodta", "gere"]), "recipients");
        assert_eq!(key(&["Tilskudsmodtagere"]), "recipients");
        assert_eq!(key(&["Hvem skal", "dansepartnere"]), "other");
    }
}
