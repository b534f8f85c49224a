//! Values that rest on words of which the recognition was not sure.

use std::collections::BTreeSet;

use uip_model::{Document, Evidence, Finding, Origin, PageSet, TextSource, ValueState, Word};

/// Words below this may be misread. On 20 degraded pages of releases (200 dpi; noise, blur, one bit, grey
/// paper) all 13 misread words with digits had at most 0.85, and 8 of 100 that were read well have less
/// than this.
const SURE: f32 = 0.9;

/// Words that reach this far out of a value's box, in points, still belong to it.
const AROUND: f32 = 2.0;

/// The words of a document of which the recognition was not sure.
#[derive(Clone, Debug, Default)]
pub struct Doubts {
    words: Vec<(Origin, String, f32)>,
}

/// Collects the words that may be misread, before the pages are given away.
pub fn doubts(pages: &PageSet) -> Doubts {
    let mut doubts = Doubts::default();
    for page in &pages.pages {
        if page.source != TextSource::Ocr || !is_weighed(&page.words) {
            continue;
        }
        for word in &page.words {
            if let Some(confidence) = word.confidence.filter(|c| *c < SURE) {
                let origin = Origin {
                    page: page.number,
                    bbox: word.bbox,
                };
                doubts.words.push((origin, word.text.clone(), confidence));
            }
        }
    }
    doubts
}

/// Each word has a certainty of its own; a text layer that came with the file has one for all.
fn is_weighed(words: &[Word]) -> bool {
    words
        .windows(2)
        .any(|pair| matches!(pair, [a, b] if a.confidence != b.confidence))
}

impl Doubts {
    /// Adds a finding for each figure, date and phase of the document that stands on such words. Values
    /// do not change.
    pub fn tell(&self, document: &mut Document) {
        if self.words.is_empty() {
            return;
        }
        // One printed text may give several values: the first and the last quarter of a period.
        let mut told: BTreeSet<String> = BTreeSet::new();
        let evidence = std::mem::take(&mut document.evidence);
        for entry in evidence.iter().filter(|entry| is_typed(entry)) {
            let Some(confidence) = self.about(entry) else {
                continue;
            };
            if !told.insert(format!("{} {:?}", entry.printed, entry.origin)) {
                continue;
            }
            let finding = Finding::new("ocr_uncertain", entry.origin.clone())
                .arg("printed", &entry.printed)
                .arg("percent", format!("{:.0}", 100.0 * confidence));
            match initiative(&entry.path).and_then(|i| document.initiatives.get_mut(i)) {
                Some(initiative) => initiative.findings.push(finding),
                None => document.findings.push(finding),
            }
        }
        document.evidence = evidence;
    }

    /// The least certainty of the words that the value stands on, where one is in doubt.
    fn about(&self, entry: &Evidence) -> Option<f32> {
        self.words
            .iter()
            .filter(|(place, word, _)| {
                let inside = bears(word)
                    && entry
                        .printed
                        .contains(word.trim_matches(|c: char| !c.is_alphanumeric()))
                    && entry.origin.iter().any(|origin| holds(origin, place));
                inside || is_scrap(word) && entry.origin.iter().any(|o| precedes(place, o))
            })
            .map(|(_, _, confidence)| *confidence)
            .min_by(f32::total_cmp)
    }
}

/// What a value of this kind is read from: figures, or the name of a phase.
fn is_typed(entry: &Evidence) -> bool {
    let read = matches!(entry.state, ValueState::Printed | ValueState::Unreadable);
    let prose = [
        "/title",
        "/area",
        "/name",
        "/purpose",
        "/target_group",
        "/theme",
    ];
    read && (entry.path.ends_with("/phase")
        || entry.printed.contains(|c: char| c.is_ascii_digit())
            && !prose.iter().any(|end| entry.path.ends_with(end))
            && !entry.path.contains("/predecessors/"))
}

/// A word without a letter or a digit says nothing.
fn bears(word: &str) -> bool {
    word.contains(char::is_alphanumeric)
}

fn holds(origin: &Origin, word: &Origin) -> bool {
    let (outer, inner) = (&origin.bbox, &word.bbox);
    origin.page == word.page
        && inner.mid_x() > outer.x0 - AROUND
        && inner.mid_x() < outer.x1 + AROUND
        && inner.mid_y() > outer.y0 - AROUND
        && inner.mid_y() < outer.y1 + AROUND
}

/// What a figure or a dash may have been: `i " 2. kvartal` stood as `1 - 2. kvartal`.
fn is_scrap(word: &str) -> bool {
    word.chars().count() <= 2 && !word.chars().all(char::is_lowercase) || matches!(word, "i" | "l")
}

/// Whether the word stands directly before a value, on its first line.
fn precedes(word: &Origin, value: &Origin) -> bool {
    let (word, value, page) = (&word.bbox, &value.bbox, word.page == value.page);
    let gap = value.x0 - word.x1;
    let first_line = value.y0 + 0.5 * word.height();
    page && gap > -AROUND
        && gap < word.height()
        && (word.mid_y() - first_line).abs() < 0.5 * word.height()
}

/// The index in `/initiatives/3/…`.
fn initiative(path: &str) -> Option<usize> {
    let rest = path.strip_prefix("/initiatives/")?;
    rest.split('/').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use uip_model::{Initiative, Page, Rect};

    use super::*;

    fn word(text: &str, x0: f32, confidence: f32) -> Word {
        Word {
            text: text.to_owned(),
            chars: (0, 0),
            bbox: Rect::new(x0, 100.0, x0 + 20.0, 110.0),
            baseline: 108.0,
            size: 10.0,
            font: 0,
            colour: uip_model::Colour::default(),
            glued: false,
            visibility: uip_model::Visibility::Visible,
            confidence: Some(confidence),
        }
    }

    fn pages(words: Vec<Word>) -> PageSet {
        PageSet {
            pages: vec![Page {
                number: 1,
                words,
                source: TextSource::Ocr,
                ..Page::default()
            }],
            ..PageSet::default()
        }
    }

    fn entry(path: &str, printed: &str, x0: f32, x1: f32) -> Evidence {
        Evidence {
            path: path.to_owned(),
            printed: printed.to_owned(),
            state: ValueState::Printed,
            rule: "a.rule".into(),
            origin: vec![Origin {
                page: 1,
                bbox: Rect::new(x0, 100.0, x1, 110.0),
            }],
        }
    }

    fn told(words: Vec<Word>, evidence: Vec<Evidence>) -> Vec<(String, String)> {
        let mut document = Document {
            initiatives: vec![Initiative::default()],
            evidence,
            ..Document::default()
        };
        doubts(&pages(words)).tell(&mut document);
        let all = document
            .initiatives
            .iter()
            .flat_map(|i| &i.findings)
            .chain(&document.findings);
        all.map(|f| (f.args["printed"].clone(), f.args["percent"].clone()))
            .collect()
    }

    #[test]
    fn a_figure_of_which_the_recognition_is_not_sure_has_a_finding() {
        let words = vec![word("26,4", 50.0, 0.61), word("mio.", 75.0, 0.97)];
        let evidence = vec![
            entry("/initiatives/0/total_in_text", "26,4 mio.", 50.0, 95.0),
            // The same place read as another value is not told twice.
            entry("/initiatives/0/budget/total", "26,4 mio.", 50.0, 95.0),
        ];
        assert_eq!(
            told(words, evidence),
            [("26,4 mio.".to_owned(), "61".to_owned())]
        );
    }

    #[test]
    fn sure_figures_and_other_places_have_none() {
        let words = vec![word("26,4", 50.0, 0.95), word("kommuner", 120.0, 0.4)];
        let evidence = vec![entry("/initiatives/0/total_in_text", "26,4", 50.0, 70.0)];
        assert_eq!(told(words, evidence), []);
    }

    #[test]
    fn a_scrap_before_a_figure_may_be_of_it() {
        let evidence = || {
            vec![entry(
                "/initiatives/0/milestones/0/start",
                "2. kvartal",
                50.0,
                95.0,
            )]
        };
        let doubted = [("2. kvartal".to_owned(), "40".to_owned())];
        for (scrap, x0, expected) in [
            ("\"", 25.0, doubted.as_slice()),
            ("i", 25.0, doubted.as_slice()),
            ("i", 5.0, &[]),
            ("og", 25.0, &[]),
        ] {
            let words = vec![word(scrap, x0, 0.4), word("2.", 50.0, 0.97)];
            assert_eq!(told(words, evidence()), expected, "{scrap} at {x0}");
        }
    }

    #[test]
    fn a_phase_counts_and_prose_does_not() {
        let words = vec![word("Modning", 50.0, 0.5), word("2", 80.0, 0.99)];
        let evidence = vec![
            entry("/initiatives/0/phase", "Modning", 50.0, 70.0),
            entry("/initiatives/0/title", "Modning 2", 50.0, 100.0),
        ];
        assert_eq!(
            told(words, evidence),
            [("Modning".to_owned(), "50".to_owned())]
        );
    }

    #[test]
    fn a_layer_with_one_certainty_for_all_raises_no_doubt() {
        let words = vec![word("26,4", 50.0, 0.5), word("mio.", 75.0, 0.5)];
        let evidence = vec![entry("/initiatives/0/total_in_text", "26,4", 50.0, 70.0)];
        assert_eq!(told(words, evidence), []);
    }
}
