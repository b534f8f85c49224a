//! Cuts running text into sentences, so that a figure can be quoted with the words around it.

use std::ops::Range;

/// Abbreviations after which a capital letter begins no sentence.
const OPEN: [&str; 22] = [
    "bl.a.", "f.eks.", "fx.", "ca.", "nr.", "jf.", "evt.", "hhv.", "pr.", "inkl.", "ift.", "dvs.",
    "vedr.", "d.", "kl.", "hr.", "fr.", "dr.", "sct.", "jr.", "mht.", "afd.",
];

/// The sentences of a text as ranges of bytes, white space around them left out.
pub(crate) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if !matches!(c, '.' | '!' | '?') {
            continue;
        }
        let mut end = at + c.len_utf8();
        let rest = text.get(end..).unwrap_or_default();
        // A bracket or quotation mark closes the sentence with it.
        let closing: usize = rest
            .chars()
            .take_while(|c| matches!(c, ')' | '"' | '”' | '’' | '»'))
            .map(char::len_utf8)
            .sum();
        end += closing;
        let rest = text.get(end..).unwrap_or_default();
        let next = rest.trim_start();
        let spaced = next.len() < rest.len();
        let begins = next
            .trim_start_matches(['"', '”', '“', '«', '»', '’', '('])
            .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let word = text
            .get(start..at + 1)
            .unwrap_or_default()
            .rsplit(char::is_whitespace)
            .next()
            .unwrap_or_default()
            .to_lowercase();
        let word = word.trim_start_matches('(');
        // `11. juni` and `2. kvartal` go on in small letters; `kr. 5` and `nr. 5` are no ends.
        let number_next = next.starts_with(|c: char| c.is_ascii_digit());
        let short = word.len() <= 5 && word.trim_end_matches('.').chars().all(char::is_alphabetic);
        if spaced && begins && !OPEN.contains(&word) && !(number_next && short && c == '.') {
            push(text, start..end, &mut out);
            start = end;
        }
    }
    push(text, start..text.len(), &mut out);
    out
}

fn push(text: &str, range: Range<usize>, out: &mut Vec<Range<usize>>) {
    let part = text.get(range.clone()).unwrap_or_default();
    let trimmed = part.trim();
    if !trimmed.is_empty() {
        let from = range.start + (part.len() - part.trim_start().len());
        out.push(from..from + trimmed.len());
    }
}

#[cfg(test)]
mod tests {
    use super::sentences;

    #[test]
    fn text_is_cut_into_sentences() {
        let cut = |text: &str| {
            sentences(text)
                .into_iter()
                .map(|r| text[r].to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            cut("I alt 5 mio. kr. Heraf går 2 til drift (jf. Bilag 2). Det er nok!"),
            [
                "I alt 5 mio. kr.",
                "Heraf går 2 til drift (jf. Bilag 2).",
                "Det er nok!"
            ]
        );
        assert_eq!(
            cut("Den 11. juni 2020 kom bl.a. Odder med."),
            ["Den 11. juni 2020 kom bl.a. Odder med."]
        );
        assert_eq!(
            cut("Er det nok? ”Ja.” Godt"),
            ["Er det nok?", "”Ja.”", "Godt"]
        );
        assert_eq!(cut("  "), [""; 0]);
    }
}
