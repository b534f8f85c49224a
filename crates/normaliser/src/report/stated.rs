//! The figures of a whole report: sentence by sentence, with measure and number of persons from the
//! notes around them, and each only once.

use std::cmp::Reverse;

use uip_model::{Origin, OutcomeWords, ReportFigure, ValueState};

use super::figures::{Found, What, figures};
use super::lexicon::{FigureWords, Words, holds};
use super::outcomes::is_outcome;
use super::parts::{Part, Piece, figure_alone};
use super::sentence::sentences;
use crate::join::Joined;
use crate::sections::Role;
use crate::tokens::tokens;
use crate::trace::Trace;

/// Two statements with this part of the shorter one's words in common say the same where one stands
/// in a heading or call-out and the other in text.
const SAME: f64 = 0.4;

/// The same for two of one form: rows of a chart differ in a word.
const SAME_FORM: f64 = 0.8;

/// Letters of a word that its inflected forms share.
const STEM: usize = 5;

/// How repeated counts are taken: an evaluation says each number of persons once in its text and once
/// in a call-out; an overview counts different things of which some come to the same number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeated {
    /// The same number of the same noun is the same figure.
    ByUnit,
    /// The statements must be alike as well.
    ByStatement,
}

/// What kind of text a figure stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Heading,
    CallOut,
    Text,
}

struct Stated {
    figure: ReportFigure,
    what: What,
    part: usize,
    form: Form,
    /// Its sentence begins with the figure and is the whole paragraph, as in a call-out.
    alone: bool,
    rule: &'static str,
    printed: String,
}

/// All figures, with evidence at `{path}/{index}/value`.
pub(crate) fn stated(
    parts: &[Part],
    words: &Words,
    outcome: &OutcomeWords,
    repeated: Repeated,
    path: &str,
    trace: &mut Trace,
) -> Vec<ReportFigure> {
    let known = measures(parts, &words.figures);
    let mut reader = Reader {
        words,
        outcome,
        known: &known,
        repeated,
        out: Vec::new(),
    };
    let mut scope = 0;
    // A figure in the look of a heading, whose words are the next heading's.
    let mut lead: Option<Joined> = None;
    for part in parts {
        let heading = match lead.take() {
            Some(mut figure) => {
                figure.append(" ", &part.heading);
                figure
            }
            None => part.heading.clone(),
        };
        if part.pieces.is_empty() && figure_alone(&heading.text) {
            lead = Some(heading);
            continue;
        }
        // A call-out in the look of a heading begins no part of its own.
        let call_out = reader.begins_with_figure(&heading.text);
        scope += usize::from(!call_out);
        reader.part(scope, part, &heading, call_out);
    }
    if let Some(figure) = lead {
        reader.part(scope, &Part::default(), &figure, true);
    }
    reader
        .out
        .into_iter()
        .enumerate()
        .map(|(i, s)| {
            trace.path = path.to_owned();
            trace.value(
                &format!("{i}/value"),
                s.printed,
                ValueState::Printed,
                s.rule,
                s.figure.origin.clone(),
            );
            s.figure
        })
        .collect()
}

struct Reader<'a> {
    words: &'a Words,
    /// The words of themes and of tables of outcomes.
    outcome: &'a OutcomeWords,
    known: &'a [String],
    repeated: Repeated,
    out: Vec<Stated>,
}

impl Reader<'_> {
    /// `62 % færre …`, `1.204 ældre har …`, `To ud af tre har …`
    fn begins_with_figure(&self, heading: &str) -> bool {
        figures(heading, None, &self.words.figures)
            .first()
            .is_some_and(|f| f.bytes.start == 0)
    }

    fn part(&mut self, index: usize, part: &Part, heading: &Joined, call_out: bool) {
        let group = Some(heading.text.clone()).filter(|t| !t.is_empty());
        let theme = super::themes::theme(&self.outcome.themes, &heading.text).is_some();
        let measure = part
            .texts()
            .find_map(|t| mentioned(self.known, &t.text))
            .map(str::to_owned);
        if !theme {
            self.text(
                index,
                heading,
                if call_out {
                    Form::CallOut
                } else {
                    Form::Heading
                },
                group.as_deref(),
                measure.as_deref(),
            );
        }
        for piece in &part.pieces {
            match piece {
                Piece::Text {
                    text, role, boxed, ..
                } => {
                    if *role != Role::Footnote {
                        let form = if *boxed { Form::CallOut } else { Form::Text };
                        self.text(index, text, form, group.as_deref(), measure.as_deref());
                        self.note(index, text);
                    }
                }
                Piece::Table { table, caption }
                    if table.kind == "other" && !is_outcome(table, self.outcome) =>
                {
                    self.chart(index, table, caption.as_ref(), group.as_deref())
                }
                Piece::Table { .. } => {}
            }
        }
    }

    fn text(
        &mut self,
        part: usize,
        text: &Joined,
        form: Form,
        group: Option<&str>,
        nearby: Option<&str>,
    ) {
        let all = sentences(&text.text);
        let single = all.len() == 1;
        for range in all {
            let sentence = text.text.get(range.clone()).unwrap_or_default();
            let own = mentioned(self.known, sentence);
            let found = figures(sentence, own.or(nearby), &self.words.figures);
            let place_of =
                |f: &Found| text.origin(range.start + f.bytes.start..range.start + f.bytes.end);
            let behind = |f: &Found| {
                let rest = sentence.get(f.bytes.end..).unwrap_or_default();
                rest.split_whitespace().next().map(str::to_owned)
            };
            for (n, figure) in found.iter().enumerate() {
                // `58 % Fremgang 58 pct. af de unge …`: the second time in a sentence of its own. Rows of
                // a chart (`60 % af unge i …` twice) go on alike.
                let again = found.iter().skip(n + 1).any(|f| {
                    let same = f.value == figure.value && f.unit == figure.unit;
                    same && behind(f) != behind(figure)
                });
                if again {
                    continue;
                }
                let place = place_of(figure);
                // Rows of a chart that were joined to one text: the first begins it, each begins a line
                // and goes on alike.
                let alike = |f: &&Found| {
                    f.unit == "pct." && behind(f) == behind(figure) && under(&place_of(f), &place)
                };
                let mut starts: Vec<usize> =
                    found.iter().filter(alike).map(|f| f.bytes.start).collect();
                starts.dedup();
                let row = starts.len() > 1 && starts.first() == Some(&0);
                let repeats = found
                    .iter()
                    .take(n)
                    .any(|f| f.value == figure.value && f.unit == figure.unit);
                let from = if repeats || row {
                    figure.bytes.start
                } else {
                    0
                };
                let next = starts.iter().find(|s| row && **s > from);
                let to = next.copied().unwrap_or(sentence.len());
                let statement = sentence.get(from..to).unwrap_or(sentence).trim().to_owned();
                let printed = sentence
                    .get(figure.bytes.clone())
                    .unwrap_or_default()
                    .to_owned();
                self.add(
                    part,
                    figure,
                    statement,
                    printed,
                    place,
                    (form, (single || row) && figure.bytes.start == from),
                    group,
                    own.or(nearby.filter(|_| is_of_measure(figure))),
                );
            }
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn add(
        &mut self,
        part: usize,
        found: &Found,
        statement: String,
        printed: String,
        origin: Vec<Origin>,
        (form, alone): (Form, bool),
        group: Option<&str>,
        measure: Option<&str>,
    ) {
        let doubled = self.out.iter().position(|s| {
            let same = s.figure.value == found.value
                && s.figure.unit == found.unit
                && s.what == found.what;
            let least = if s.form == form { SAME_FORM } else { SAME };
            // Rows under one question, `60 % af unge i …` over `60 % af unge med …`, are two.
            let rows = s.alone && alone && s.form == form && s.printed == printed;
            let alike = || {
                alike(&s.figure.statement, &statement, least)
                    && !(rows && s.figure.statement != statement)
            };
            same && match found.what {
                What::Count if self.repeated == Repeated::ByUnit => true,
                What::Persons => s.figure.statement == statement,
                What::Count | What::Money => alike(),
                What::Share => s.part == part && alike(),
                What::ScoreFrom | What::ScoreTo => s.part == part,
            }
        });
        if let Some(at) = doubled {
            // A figure that was set alone (`58 %`) is told by the sentence about it.
            let bare = |s: &Stated| s.figure.statement == s.printed;
            if !self.out.get(at).is_some_and(bare) || statement == printed {
                return;
            }
            self.out.remove(at);
        }
        let (n, rule) = match found.what {
            What::Persons => (found.value as i64, "figure.persons"),
            What::Share => (0, "figure.share"),
            What::Count => (0, "figure.count"),
            What::Money => (0, "figure.money"),
            What::ScoreFrom | What::ScoreTo => (0, "figure.score"),
        };
        // The persons that a score begins with: the group is named in the score's sentence.
        if found.what == What::Persons
            && holds(
                &[
                    "opstart".to_owned(),
                    "start".to_owned(),
                    "baseline".to_owned(),
                ],
                &statement.to_lowercase(),
            )
        {
            for s in self
                .out
                .iter_mut()
                .filter(|s| s.part == part && s.what == What::ScoreFrom && s.figure.n.is_none())
            {
                if s.figure.statement.to_lowercase().contains(&found.unit) {
                    s.figure.n = Some(n);
                }
            }
        }
        self.out.push(Stated {
            what: found.what,
            part,
            form,
            alone,
            rule,
            printed,
            figure: ReportFigure {
                statement,
                value: found.value,
                unit: found.unit.clone(),
                n: Some(n).filter(|n| *n > 0),
                measure: measure.map(str::to_owned),
                group: group.map(str::to_owned),
                origin,
            },
        });
    }

    /// `Livsmestring er målt med SDQ, … n = 133.` tells measure and number of persons of the shares
    /// in the call-outs before it; where they stand in a column beside the text, of those on its page.
    fn note(&mut self, part: usize, text: &Joined) {
        // A caption (`…, målt med WHO-5`) does not say what in the call-outs is measured so.
        let mut pairs = measured(&text.text);
        pairs.retain(|(what, _)| !what.is_empty());
        let persons = persons(&text.text);
        if pairs.is_empty() && persons.is_none() {
            return;
        }
        let named = |s: &Stated| {
            let statement = s.figure.statement.to_lowercase();
            pairs
                .iter()
                .find(|(what, _)| what.iter().all(|w| statement.contains(w.as_str())))
                .map(|(_, measure)| measure.clone())
        };
        let share = |s: &Stated| {
            let set_apart = s.form == Form::CallOut || s.alone;
            set_apart && s.what == What::Share && s.figure.unit == "pct."
        };
        let pages: Vec<u32> = text.origins().iter().map(|o| o.page).collect();
        let here = |s: &Stated| s.figure.origin.iter().any(|o| pages.contains(&o.page));
        let in_part = self
            .out
            .iter()
            .any(|s| s.part == part && share(s) && (pairs.is_empty() || named(s).is_some()));
        for s in self.out.iter_mut().filter(|s| share(s)) {
            let measure = named(s);
            let own = s.part == part
                || (!in_part && here(s) && measure.is_some() && s.figure.n.is_none());
            if !own {
                continue;
            }
            let told = measure.is_some();
            if let Some(measure) = measure {
                s.figure.measure.get_or_insert(measure);
            }
            if told || (pairs.is_empty() && s.form == Form::CallOut) {
                s.figure.n = s.figure.n.or(persons);
            }
        }
    }

    /// The shares of a table that is neither of outcomes nor of costs.
    fn chart(
        &mut self,
        part: usize,
        table: &crate::sections::TableText,
        caption: Option<&Joined>,
        group: Option<&str>,
    ) {
        for row in &table.rows {
            let label: Vec<&Joined> = row
                .iter()
                .flatten()
                .filter(|c| c.text.chars().any(char::is_alphabetic))
                .collect();
            let label_text = label
                .iter()
                .map(|l| l.text.as_str())
                .collect::<Vec<_>>()
                .join(" ");
            for cell in row.iter().flatten() {
                let found = figures(&cell.text, None, &self.words.figures);
                for figure in found.iter().filter(|f| f.what == What::Share) {
                    let own = caption.map_or(label_text.as_str(), |c| c.text.as_str());
                    let statement = if own.is_empty() {
                        cell.text.clone()
                    } else {
                        own.to_owned()
                    };
                    let subject = Some(label_text.as_str())
                        .filter(|t| !t.is_empty())
                        .or(group);
                    let place = cell.origin(figure.bytes.clone());
                    // The rows of a chart share its caption, so they are not compared by statement.
                    self.out.push(Stated {
                        what: What::Share,
                        part,
                        form: Form::Text,
                        alone: false,
                        rule: "figure.chart",
                        printed: cell
                            .text
                            .get(figure.bytes.clone())
                            .unwrap_or_default()
                            .to_owned(),
                        figure: ReportFigure {
                            measure: mentioned(self.known, &statement).map(str::to_owned),
                            statement,
                            value: figure.value,
                            unit: figure.unit.clone(),
                            n: persons(&label_text),
                            group: subject.map(str::to_owned),
                            origin: place,
                        },
                    });
                }
            }
        }
    }
}

/// Two places begin at one edge.
fn under(a: &[Origin], b: &[Origin]) -> bool {
    /// In points.
    const EDGE: f32 = 1.0;
    match (a.first(), b.first()) {
        (Some(a), Some(b)) => (a.bbox.x0 - b.bbox.x0).abs() < EDGE,
        _ => false,
    }
}

/// Scores, and numbers of persons whose scores a part gives, are of its measure.
fn is_of_measure(found: &Found) -> bool {
    matches!(found.what, What::ScoreFrom | What::ScoreTo | What::Persons)
        || found.unit.ends_with("-score")
}

/// The measures that the document names: known ones, and those behind `målt med`.
fn measures(parts: &[Part], words: &FigureWords) -> Vec<String> {
    let mut known = words.measures.clone();
    for text in parts
        .iter()
        .flat_map(|p| std::iter::once(&p.heading).chain(p.texts()))
    {
        for (_, measure) in measured(&text.text) {
            if !known.contains(&measure) {
                known.push(measure);
            }
        }
    }
    known
}

/// The known measure that a text mentions first, the longest of those that begin there.
pub(crate) fn mentioned<'a>(known: &'a [String], text: &str) -> Option<&'a str> {
    known
        .iter()
        .filter_map(|m| Some((whole_word(text, m)?, m.as_str())))
        .min_by_key(|(at, m)| (*at, Reverse(m.len())))
        .map(|(_, m)| m)
}

/// Where a word stands that begins none longer, except by a hyphen (`WHO-5-scoren`).
fn whole_word(text: &str, word: &str) -> Option<usize> {
    text.match_indices(word).map(|(at, _)| at).find(|at| {
        let before = text.get(..*at).unwrap_or_default().chars().next_back();
        let after = text
            .get(at + word.len()..)
            .unwrap_or_default()
            .chars()
            .next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// `symptomer på angst er målt med SCAS`: the words of what is measured, and the measure.
fn measured(text: &str) -> Vec<(Vec<String>, String)> {
    const SIGN: &str = "målt med ";
    let mut out = Vec::new();
    let mut from = 0;
    for (at, _) in text.match_indices(SIGN) {
        let rest = text.get(at + SIGN.len()..).unwrap_or_default();
        let name: String = rest
            .chars()
            .take_while(|c| c.is_alphanumeric() || *c == '-')
            .collect();
        // `WHO-` at a line's end is a part of a name.
        let broken = name.ends_with('-');
        let capitals = name.chars().filter(|c| c.is_uppercase()).count();
        let clause = text.get(from..at).unwrap_or_default();
        from = at + SIGN.len() + name.len();
        if broken || capitals < 2 || name.len() > 20 {
            continue;
        }
        let clause = clause
            .rsplit([',', '.', ':', ';', '('])
            .next()
            .unwrap_or_default()
            .to_lowercase();
        let what = clause
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| w.chars().count() > 3 && !["blev", "note", "bliver"].contains(w))
            .map(str::to_owned)
            .collect::<Vec<_>>();
        if !what.is_empty()
            || !out
                .iter()
                .any(|(_, known): &(Vec<String>, String)| *known == name)
        {
            out.push((what, name));
        }
    }
    out
}

/// `n = 133`, alone.
pub(crate) fn persons(text: &str) -> Option<i64> {
    let tokens = tokens(text);
    tokens.windows(3).enumerate().find_map(|(i, w)| match w {
        [n, equals, number]
            if n.is("n")
                && equals.is_mark('=')
                && !tokens.get(i + 3).is_some_and(|t| t.is("for")) =>
        {
            number.text.replace('.', "").parse().ok()
        }
        _ => None,
    })
}

/// Two statements have most of their telling words in common.
fn alike(a: &str, b: &str, part: f64) -> bool {
    let (a, b) = (stems(a), stems(b));
    let shared = a.iter().filter(|w| b.contains(w)).count();
    let least = a.len().min(b.len());
    least == 0 || shared as f64 >= part * least as f64
}

fn stems(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let mut out: Vec<String> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| {
            w.chars().count() > 3
                && !w.starts_with(|c: char| c.is_ascii_digit())
                && crate::quantity::numeral(w).is_none()
        })
        .filter(|w| !["unge", "blandt", "efter", "deres"].contains(w))
        .map(|w| w.chars().take(STEM).collect())
        .collect();
    out.sort();
    out.dedup();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_tell_measures() {
        let note = "Note: Ro er målt med WHO-5, og tegn på uro er målt med GAD-7. n = 31.";
        let pairs = measured(note);
        assert_eq!(
            pairs.iter().map(|(_, m)| m.as_str()).collect::<Vec<_>>(),
            ["WHO-5", "GAD-7"]
        );
        assert_eq!(persons(note), Some(31));
        assert_eq!(persons("n=12 for mænd"), None);
    }

    #[test]
    fn measures_are_named_whole() {
        assert!(measured("Trivsel er målt med WHO-").is_empty());
        let known = ["WHO", "WHO-5"].map(str::to_owned);
        assert_eq!(mentioned(&known, "Målt med WHO-5 og WHO"), Some("WHO-5"));
    }

    #[test]
    fn statements_are_compared_by_their_telling_words() {
        assert!(alike(
            "Samtaler løfter humøret for to ud af tre unge",
            "To ud af tre har bedre humør efter samtaler",
            SAME
        ));
        assert!(!alike(
            "Samtaler løfter humøret for to ud af tre unge",
            "To ud af tre unge bor hjemme",
            SAME
        ));
    }
}
