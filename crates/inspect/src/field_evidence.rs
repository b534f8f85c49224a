//! The evidence of an explained field: rule, printed text and place, piece by piece.

use std::fmt::Write as _;

use uip::Language;
use uip::model::{Evidence, Origin, ValueState};
use uip_exporter::Values;

use crate::explain::{Explained, LONGEST};
use crate::field::{below, dotted};
use crate::print::{corners, line};
use crate::rules::meaning;
use crate::{say, shortened};

/// More pieces of evidence of one field than this are not printed one by one.
const MOST_EVIDENCE: usize = 60;

impl Explained<'_> {
    /// The evidence of the field, and whether it is its own: a field without (the label of a budget
    /// row, whether a recipient is optional) was read together with its neighbours.
    pub(crate) fn evidence(&self) -> (Vec<&Evidence>, bool) {
        let base = self.base();
        let mut pointer = match self.name() {
            "phase_evidence" => format!("{base}/phase"),
            "id" => format!("{base}/label"),
            _ => self.pointer.clone(),
        };
        let mut own = pointer == self.pointer;
        loop {
            let all = self.steps.document.evidence.iter();
            let hits: Vec<&Evidence> = all
                .filter(|evidence| below(&evidence.path, &pointer).is_some())
                .collect();
            if !hits.is_empty() {
                return (hits, own);
            }
            own = false;
            match pointer.rsplit_once('/') {
                Some((above, _)) if above.len() > base.len() => pointer = above.to_owned(),
                _ => return (Vec::new(), false),
            }
        }
    }

    pub(crate) fn print_evidence(
        &self,
        evidence: &[&Evidence],
        own: bool,
        is_missing: bool,
        values: &mut Values<'_>,
        out: &mut String,
    ) {
        if evidence.is_empty() {
            let text = if is_missing {
                self.say("ingen regel gav en værdi", "no rule gave a value")
            } else {
                self.say(
                    "ingen regel for sig: feltet følger af de andre felter",
                    "no rule of its own: the field follows from the others",
                )
            };
            line!(out, "{text}");
            return;
        }
        if !own {
            let text = self.say("læst sammen med:", "read together with:");
            line!(out, "{text}");
        }
        let base = self.base();
        for evidence in evidence.iter().take(MOST_EVIDENCE) {
            let single = own && evidence.path == self.pointer;
            if !single {
                let name = dotted(below(&evidence.path, &base).unwrap_or(&evidence.path));
                let value = values.at(&evidence.path);
                let value = value.map_or_else(|| "null".to_owned(), |v| shortened(&v, LONGEST));
                line!(out, "  {name} = {value}");
            }
            let indent = if single { 2 } else { 4 };
            let meaning = meaning(&evidence.rule, self.options.language);
            let meaning = meaning.map(|text| format!(": {text}"));
            line!(
                out,
                "{:indent$}{} {}{}",
                "",
                self.say("regel", "rule"),
                evidence.rule,
                meaning.unwrap_or_default()
            );
            let how = state(evidence.state, self.options.language);
            let printed = shortened(&evidence.printed, LONGEST);
            if printed.is_empty() {
                line!(out, "{:indent$}{how}", "");
            } else {
                line!(out, "{:indent$}{how} {printed:?}", "");
            }
            for place in &evidence.origin {
                line!(out, "{:indent$}{}", "", self.place(place));
            }
        }
        if evidence.len() > MOST_EVIDENCE {
            let text = self.say("flere steder", "more places");
            line!(out, "  … {} {text}", evidence.len() - MOST_EVIDENCE);
        }
    }

    pub(crate) fn place(&self, place: &Origin) -> String {
        let page = self.say("side", "page");
        format!("{page} {} {}", place.page, corners(&place.bbox))
    }
}

fn state(state: ValueState, language: Language) -> &'static str {
    match state {
        ValueState::Printed => say(language, "trykt", "printed"),
        ValueState::Dash => say(language, "trykt streg", "printed dash"),
        ValueState::Empty => say(language, "tom celle", "empty cell"),
        ValueState::Unreadable => say(language, "kan ikke læses", "cannot be read"),
        ValueState::Derived => say(language, "afledt, ikke trykt", "derived, not printed"),
    }
}
