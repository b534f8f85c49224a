//! Which yearly template a release follows.

use uip_model::InitiativeTranscript;

use crate::context::Context;

/// The lexicon's template whose label and sections the initiatives share most; none below half.
pub(crate) fn template(ctx: &Context<'_>, initiatives: &[InitiativeTranscript]) -> Option<String> {
    let mut best: Option<(f32, &str)> = None;
    for template in ctx.lexicon.templates() {
        let word = template
            .label
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .to_lowercase();
        let mut sum = 0.0;
        for initiative in initiatives {
            let keys: Vec<&str> = initiative
                .rows
                .iter()
                .map(|r| r.matched.key.as_str())
                .collect();
            let shared = template
                .sections
                .iter()
                .filter(|k| keys.contains(&k.as_str()))
                .count();
            #[allow(clippy::cast_precision_loss)]
            let sections =
                shared as f32 * 2.0 / (template.sections.len() + keys.len()).max(1) as f32;
            let first = initiative
                .label
                .split_whitespace()
                .next()
                .unwrap_or_default()
                .to_lowercase();
            let label = if word == "{n}" {
                first.starts_with(|c: char| c.is_ascii_digit())
            } else {
                first == word
            };
            sum += if label {
                0.5 + sections / 2.0
            } else {
                sections / 2.0
            };
        }
        #[allow(clippy::cast_precision_loss)]
        let score = sum / initiatives.len().max(1) as f32;
        if best.is_none_or(|(s, _)| score > s) {
            best = Some((score, &template.id));
        }
    }
    best.filter(|(score, _)| *score >= 0.5)
        .map(|(_, id)| id.to_owned())
}
