//! Reads grants that are given to named recipients without application (*direkte tildeling*): `X og Y
//! tildeles et tilskud på 250.000 kr. hver`, `Der tildeles 2,7 mio. kr. til X`, lists and tables.

use uip_model::{DirectGrant, Finding, Recipient};

use crate::amount::amounts;
use crate::economy_table::{is_total, name_and_amount, unit_in};
use crate::grant_recipients::{Given, recipients_of};
use crate::sections::{Body, Passage, Role, TableText};
use crate::sentences::{sentence_of, sentences};
use crate::tokens::Token;
use crate::trace::Trace;

/// Parts of words of a text in which grants may be given.
const SAYING: [&str; 4] = ["tildel", "Tildel", "tilskud", "modtager"];

/// Reads the grants of an initiative; `recipients` are those under *Tilskudsmodtagere*.
pub(crate) fn grants(body: &Body, recipients: &[Recipient], trace: &mut Trace) -> Vec<DirectGrant> {
    let mut reader = Reader {
        found: Vec::new(),
        trace,
    };
    for table in &body.tables {
        if table.kind == "grants" || (table.kind == "other" && table.key == "direct_grants") {
            reader.table(table);
        }
    }
    let texts = body
        .passages
        .iter()
        .filter(|p| p.key == "direct_grants" && matches!(p.role, Role::Paragraph | Role::Item));
    let mut own = false;
    for passage in texts {
        own = true;
        reader.passage(passage, Given::All);
    }
    if !own && reader.found.is_empty() {
        let economy = body.passages.iter().filter(|p| {
            p.role != Role::SubHeading
                && p.key != "background"
                && (p.text.text.contains("irekte til")
                    || p.text.text.contains("uden ansøgning")
                    || (p.key == "economy" && SAYING.iter().any(|s| p.text.text.contains(s))))
        });
        economy.for_each(|passage| reader.passage(passage, Given::Direct(recipients)));
    }
    reader.found
}

struct Reader<'a> {
    found: Vec<DirectGrant>,
    trace: &'a mut Trace,
}

impl Reader<'_> {
    fn passage(&mut self, passage: &Passage, given: Given) {
        let tokens = passage.tokens();
        let sentences = sentences(&tokens);
        let mut done = 0;
        for found in amounts(&tokens) {
            let mut sentence = sentence_of(&sentences, found.tokens.start);
            // The second amount of a sentence has a name of its own: `… og Hus Syd 100.000 kr.`
            let again = done > sentence.start;
            sentence.start = sentence.start.max(done);
            while tokens.get(sentence.start).is_some_and(|t| {
                again && (t.is_any(&["og", "samt", "mens", "hver"]) || t.is_mark(','))
            }) {
                sentence.start += 1;
            }
            // `til drift og Hus Syd modtager …`: the words before belong to the grant before.
            if again && tokens.get(sentence.start).is_some_and(|t| t.is("til")) {
                sentence.start = next_name(&tokens, sentence.start, found.tokens.start);
            }
            done = found.tokens.end;
            // `… fordelt med 1 mio. kr. i 2024 og 2 mio. kr. årligt i 2025-2026` divides the grant before.
            if again && of_a_year(&tokens, found.tokens.end) {
                continue;
            }
            let Some(recipients) =
                recipients_of(&passage.text.text, &tokens, &sentence, &found, given)
            else {
                if matches!(given, Given::All) {
                    let origin = passage.text.origin(found.bytes.clone());
                    let printed = passage
                        .text
                        .text
                        .get(found.bytes.clone())
                        .unwrap_or_default();
                    self.trace.finding(
                        Finding::new("grant_without_recipient", origin).arg("printed", printed),
                    );
                }
                continue;
            };
            for bytes in recipients {
                let name = passage.text.text.get(bytes.clone()).unwrap_or_default();
                let field = format!("direct_grants/{}", self.found.len());
                self.trace.read(
                    &format!("{field}/recipient"),
                    &passage.text,
                    bytes,
                    "grants.recipient",
                );
                self.trace.read(
                    &format!("{field}/amount"),
                    &passage.text,
                    found.bytes.clone(),
                    found.amount.rule,
                );
                self.found.push(DirectGrant {
                    recipient: name.to_owned(),
                    amount: found.amount.kroner,
                });
            }
        }
    }

    /// A row with a name and an amount, the unit beside it or in the header.
    fn table(&mut self, table: &TableText) {
        let unit = table.header.iter().find_map(|h| unit_in(&h.text));
        for row in &table.rows {
            let Some((name, piece, read)) = name_and_amount(row, unit) else {
                continue;
            };
            if is_total(&name.text) {
                continue;
            }
            let field = format!("direct_grants/{}", self.found.len());
            let all = |text: &str| 0..text.len();
            self.trace.read(
                &format!("{field}/recipient"),
                name,
                all(&name.text),
                "grants.table",
            );
            self.trace.read(
                &format!("{field}/amount"),
                piece,
                all(&piece.text),
                read.rule,
            );
            self.found.push(DirectGrant {
                recipient: name.text.trim_end_matches([':', '.']).to_owned(),
                amount: read.kroner,
            });
        }
    }
}

/// `i 2024`, `årligt i 2024-2026`
fn of_a_year(tokens: &[Token], at: usize) -> bool {
    let yearly = tokens.get(at).is_some_and(|t| t.is("årligt"));
    let in_year = tokens.get(at).is_some_and(|t| t.is("i"))
        && tokens.get(at + 1).is_some_and(|t| t.year().is_some());
    yearly || in_year
}

/// The first word with a capital behind `og`, `samt`, `mens` or a comma; else where the words began.
fn next_name(tokens: &[Token], from: usize, end: usize) -> usize {
    let begins = |at: &usize| {
        let capital = tokens
            .get(*at)
            .is_some_and(|t| t.text.starts_with(char::is_uppercase));
        let before = tokens.get(at - 1);
        capital
            && before
                .is_some_and(|t| t.is_any(&["og", "samt", "mens", "ligesom"]) || t.is_mark(','))
    };
    (from + 1..end).find(begins).unwrap_or(from)
}

#[cfg(test)]
#[path = "grants_tests.rs"]
mod tests;
