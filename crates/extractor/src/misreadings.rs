//! Misreadings of character recognition that a rule can tell from what must stand there: a number with
//! letters in it, a bullet taken for a plus. Only recognised pages are changed, and each change is
//! reported.

use std::collections::BTreeMap;

use uip_model::{Char, Finding, Origin, Page, PageSet, Rect, TextSource, Word};

use crate::lexicon::Lexicon;
use crate::lost_quotes;
use crate::mark::leading_box;
use crate::matching::within;

/// What a bullet is taken for at the beginning of a line. No line of a release begins with these.
const BULLETS: [&str; 7] = ["+", "+.", "*", "*.", "¢", "«", "°"];

/// Words before a section sign: `servicelovens §§ 85-87`, `SEL § 107`.
const BEFORE_SECTION_SIGN: [&str; 4] = ["lov", "loven", "lovens", "sel"];

/// Words between two section signs: `§§ 82-104 eller §§ 107-110`.
const BETWEEN_SECTIONS: [&str; 4] = ["eller", "og", "samt", "og/eller"];

/// Letters that a name of a phase may have wrong; the names differ in more.
const WRONG_LETTERS: usize = 2;

/// A word between its neighbours on the line.
struct Place<'a> {
    page: &'a Page,
    word: &'a Word,
    before: Option<&'a Word>,
    after: Option<&'a Word>,
    /// The words before it, whatever line they are on.
    earlier: &'a [Word],
    /// The first word of the line below.
    below: Option<&'a Word>,
}

/// What a rule makes of a word, `None` where it has nothing to say.
type Rule = fn(&Place, &Lexicon) -> Option<String>;

/// Each looks for one kind of misreading.
const RULES: [Rule; 11] = [
    bullet,
    hyphen,
    section_sign,
    million,
    unit_at_head,
    number,
    decimal_comma,
    quarter,
    in_all,
    first_marker,
    phase,
];

/// Repairs the words of recognised pages and reports what was read and what it became.
pub fn repair(pages: &mut PageSet, lexicon: &Lexicon) {
    let mut findings = Vec::new();
    for page in &mut pages.pages {
        if page.source != TextSource::Ocr {
            continue;
        }
        let repairs = repairs(page, lexicon);
        findings.extend(told(page, &repairs));
        replace(page, &repairs);
    }
    pages.findings.extend(findings);
}

/// The new texts of words, by their place in the page.
fn repairs(page: &Page, lexicon: &Lexicon) -> BTreeMap<usize, String> {
    let words = &page.words;
    let same_line = |a: &Word, b: &Word| {
        (a.baseline - b.baseline).abs() < 0.5 * a.size && a.bbox.x0 < b.bbox.x0
    };
    let mut out: BTreeMap<usize, String> = BTreeMap::new();
    out.extend(lost_quotes::repairs(page, lexicon));
    for (i, word) in words.iter().enumerate() {
        let next = words.get(i + 1);
        let place = Place {
            page,
            word,
            before: i
                .checked_sub(1)
                .and_then(|b| words.get(b))
                .filter(|b| same_line(b, word)),
            after: next.filter(|n| same_line(word, n)),
            earlier: words.get(..i).unwrap_or_default(),
            below: next.filter(|n| !same_line(word, n)),
        };
        let text = RULES.iter().find_map(|rule| rule(&place, lexicon));
        if let Some(text) = text.filter(|text| *text != word.text) {
            out.insert(i, text);
        }
    }
    out
}

/// One finding for all words that were read and became the same.
fn told(page: &Page, repairs: &BTreeMap<usize, String>) -> Vec<Finding> {
    let mut alike: BTreeMap<(&str, &str), Vec<Origin>> = BTreeMap::new();
    for (i, became) in repairs {
        if let Some(word) = page.words.get(*i) {
            let origin = Origin {
                page: page.number,
                bbox: word.bbox,
            };
            alike
                .entry((word.text.as_str(), became))
                .or_default()
                .push(origin);
        }
    }
    alike
        .into_iter()
        .map(|((read, became), origin)| {
            let times = origin.len();
            Finding::new("ocr_repaired", origin)
                .arg("page", page.number)
                .arg("read", read)
                .arg("became", became)
                .arg("times", times)
        })
        .collect()
}

/// Puts the new texts in place; the characters of a changed word share its width evenly.
fn replace(page: &mut Page, repairs: &BTreeMap<usize, String>) {
    if repairs.is_empty() {
        return;
    }
    let old = std::mem::take(&mut page.chars);
    let index = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    for (i, word) in page.words.iter_mut().enumerate() {
        let first = page.chars.len();
        if let Some(text) = repairs.get(&i) {
            let count = text.chars().count().max(1) as f32;
            let step = word.bbox.width() / count;
            let starts = (0..).map(|k: u8| word.bbox.x0 + step * f32::from(k));
            page.chars
                .extend(text.chars().zip(starts).map(|(c, x0)| Char {
                    value: c,
                    raw: c,
                    x0,
                    x1: x0 + step,
                }));
            word.text.clone_from(text);
        } else {
            let (from, to) = (word.chars.0 as usize, word.chars.1 as usize);
            page.chars
                .extend_from_slice(old.get(from..to).unwrap_or_default());
        }
        word.chars = (index(first), index(page.chars.len()));
    }
}

/// A bullet is a dot in the height of a plus.
fn bullet(place: &Place, _: &Lexicon) -> Option<String> {
    let first = place.before.is_none() && place.after.is_some();
    (first && BULLETS.contains(&place.word.text.as_str())).then(|| "•".to_owned())
}

/// A word that goes on in the next line ends with a hyphen, never with a dash.
fn hyphen(place: &Place, _: &Lexicon) -> Option<String> {
    let stem = place.word.text.strip_suffix(['–', '—', '¬'])?;
    let goes_on = place
        .below
        .is_some_and(|w| w.text.starts_with(char::is_lowercase));
    (place.after.is_none() && goes_on && stem.ends_with(char::is_alphabetic))
        .then(|| format!("{stem}-"))
}

/// `servicelovens 88 85-87`, `§§ 82-104 eller 88 107-110`: between a law, or another section of it, and a
/// number stands a section sign.
fn section_sign(place: &Place, _: &Lexicon) -> Option<String> {
    let sign = match place.word.text.as_str() {
        "88" | "8§" | "§8" | "8S" | "S8" => "§§",
        "8" => "§",
        _ => return None,
    };
    // The law or the number may be on another line.
    let before = place.earlier.last()?;
    let is_number = |word: &Word| word.text.starts_with(|c: char| c.is_ascii_digit());
    let is_sign = |word: &Word| matches!(word.text.as_str(), "§" | "§§" | "88" | "8");
    let joins = BETWEEN_SECTIONS.contains(&before.text.as_str());
    let known = joins
        && matches!(place.earlier, [.., first, second, _] if is_sign(first) && is_number(second));
    let law = before.text.to_lowercase();
    let named = BEFORE_SECTION_SIGN.iter().any(|end| law.ends_with(end));
    let next = place.after.or(place.below)?;
    (is_number(next) && (known || named)).then(|| sign.to_owned())
}

/// `2,4 mio, kr.`, `2,4 mig. kr.`: between a number and kroner stands `mio.` or `mia.`, whose point may look
/// like a comma, whose letters like digits, and whose last letter like another round one.
fn million(place: &Place, _: &Lexicon) -> Option<String> {
    let number = place
        .before?
        .text
        .ends_with(|c: char| c.is_ascii_digit() || "OolI".contains(c));
    if !number || !place.after?.text.to_lowercase().starts_with("kr") {
        return None;
    }
    let plain = place.word.text.to_lowercase().replace("rn", "m");
    let letters: String = plain
        .trim_end_matches([',', '.', ';', ':'])
        .chars()
        .map(|c| match c {
            '0' => 'o',
            '1' | 'l' | '|' | '!' | 'í' | 'ì' => 'i',
            other => other,
        })
        .collect();
    let ended = plain.ends_with([',', '.', ';', ':']);
    let letters = match letters.as_str() {
        // `mig` is a word too.
        "mig" | "mic" | "mie" | "miø"
            if place.before?.text.contains(|c: char| c.is_ascii_digit()) =>
        {
            "mio".to_owned()
        }
        _ => letters,
    };
    match letters.as_str() {
        "mio" | "mia" if ended => Some(format!("{letters}.")),
        "mio" | "mia" => Some(letters),
        _ => None,
    }
}

/// `M.:.0. kr. i 2020-PL`: at the head of a budget stands `Mio.` before kroner and a price level, whose round
/// and thin letters may look like anything that is round and thin.
fn unit_at_head(place: &Place, _: &Lexicon) -> Option<String> {
    let rest = place.word.text.strip_prefix(['M', 'm'])?;
    let thin = |c: char| ".:,;'iíìl1|!oOóò0".contains(c);
    if rest.is_empty() || !rest.chars().all(thin) {
        return None;
    }
    let at = place.earlier.len() + 1;
    let mut next = place.page.words.iter().skip(at).map(|w| w.text.as_str());
    let kroner = next.next()?.to_lowercase().starts_with("kr");
    let level = next.next()? == "i" && next.next()?.to_uppercase().contains("PL");
    (kroner && level).then(|| format!("{}io.", place.word.text.get(..1).unwrap_or("M")))
}

/// The digit that a letter is taken for, and whether only numbers with a decimal comma say so.
fn digit(c: char) -> Option<(char, bool)> {
    match c {
        'O' | 'o' => Some(('0', false)),
        'l' | 'I' | '|' => Some(('1', false)),
        'S' => Some(('5', true)),
        'B' => Some(('8', true)),
        _ => None,
    }
}

/// `2O22`, `O,5`, `l.2OO,5`: a year or a number with a decimal comma has digits only.
fn number(place: &Place, _: &Lexicon) -> Option<String> {
    let text = place.word.text.as_str();
    let core = text.trim_matches(|c: char| "()[],.;:-–".contains(c));
    let start = text.find(core)?;
    let mut out = String::new();
    for (i, part) in core.split('-').enumerate() {
        if i > 0 {
            out.push('-');
        }
        out.push_str(
            &year(part)
                .or_else(|| decimal(part, place))
                .unwrap_or_else(|| part.to_owned()),
        );
    }
    let (before, after) = (text.get(..start)?, text.get(start + core.len()..)?);
    (out != core).then(|| format!("{before}{out}{after}"))
}

/// Four places of which at least two are digits, and a year of the programme.
fn year(part: &str) -> Option<String> {
    let out = digits(part, false)?;
    let real = part.bytes().filter(u8::is_ascii_digit).count();
    let value: u32 = out.parse().ok()?;
    (out.len() == 4 && real >= 2 && (1990..2080).contains(&value)).then_some(out)
}

/// Digits, a decimal comma, one or two digits.
fn decimal(part: &str, place: &Place) -> Option<String> {
    let (whole, fraction) = part.split_once(',')?;
    let mut groups = whole.split('.');
    let first = groups.next()?;
    let grouped = groups.all(|group| group.len() == 3);
    if !grouped || !(1..=3).contains(&first.len()) || !(1..=2).contains(&fraction.len()) {
        return None;
    }
    let out = format!(
        "{},{}",
        digits(&whole.replace('.', ""), true)?,
        digits(fraction, true)?
    );
    // With points where they were.
    let mut bare = out.chars();
    let spaced = part
        .chars()
        .map(|c| if c == '.' { Some('.') } else { bare.next() })
        .collect::<Option<String>>()?;
    let is_number = |word: &Word| {
        word.text
            .starts_with(|c: char| c.is_ascii_digit() || c == '-')
    };
    let beside = place.before.is_some_and(is_number) || place.after.is_some_and(is_number);
    let amount = place
        .after
        .is_some_and(|w| w.text.starts_with("mi") || w.text.starts_with("kr"));
    (part.contains(|c: char| c.is_ascii_digit()) || beside || amount).then_some(spaced)
}

/// The text in digits, where it has nothing but digits and letters that look like them.
fn digits(text: &str, decimal: bool) -> Option<String> {
    text.chars()
        .map(|c| match (c.is_ascii_digit(), digit(c)) {
            (true, _) => Some(c),
            (false, Some((d, only))) if decimal || !only => Some(d),
            _ => None,
        })
        .collect()
}

/// `2,5 3.2 1,8`: where an amount on the same line has a decimal comma, the others have no decimal point;
/// after a point that groups thousands come three digits.
fn decimal_comma(place: &Place, _: &Lexicon) -> Option<String> {
    let parts = |text: &str, mark: char| {
        let (whole, decimals) = text.split_once(mark)?;
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        let is_decimal = digits(whole)
            && digits(decimals)
            && (1..=3).contains(&whole.len())
            && (1..=2).contains(&decimals.len());
        is_decimal.then(|| format!("{whole},{decimals}"))
    };
    let became = parts(&place.word.text, '.')?;
    let word = place.word;
    place
        .page
        .words
        .iter()
        .filter(|w| (w.baseline - word.baseline).abs() < 0.5 * word.size)
        .any(|w| parts(&w.text, ',').is_some())
        .then_some(became)
}

/// `4, kvartal 2025`: the number of a quarter ends with a point.
fn quarter(place: &Place, _: &Lexicon) -> Option<String> {
    let stem = place.word.text.strip_suffix(',')?;
    let mut last = stem.chars().rev();
    let number =
        matches!(last.next(), Some('1'..='4')) && !last.next().is_some_and(|c| c.is_ascii_digit());
    let next = place.after.or(place.below)?;
    (number && next.text.to_lowercase().starts_with("kvartal")).then(|| format!("{stem}."))
}

/// `l alt` is `I alt` at the head of a column and `i alt` behind a word. Without its space, or where the
/// `I` was taken for a ruling, it is so only beside a year.
fn in_all(place: &Place, _: &Lexicon) -> Option<String> {
    let is_year = |w: &Word| w.text.len() == 4 && w.text.bytes().all(|b| b.is_ascii_digit());
    let text = place.word.text.as_str();
    if matches!(text, "Ialt" | "lalt" | "|alt" | "1alt" | "alt") {
        return place
            .before
            .is_some_and(is_year)
            .then(|| "I alt".to_owned());
    }
    let next = place
        .after?
        .text
        .trim_end_matches(|c: char| !c.is_alphanumeric());
    let stands_for_i = matches!(text, "l" | "|" | "1" | "!") && next == "alt";
    let heads = place.before.is_none_or(is_year);
    stands_for_i.then(|| if heads { "I" } else { "i" }.to_owned())
}

/// `l)` above `2)` is the first marker.
fn first_marker(place: &Place, _: &Lexicon) -> Option<String> {
    if place.before.is_some() || !matches!(place.word.text.as_str(), "l)" | "I)" | "|)") {
        return None;
    }
    let at = place.word.bbox;
    let in_column = |mark: &str| {
        place
            .page
            .words
            .iter()
            .any(|w| w.text == mark && (w.bbox.x0 - at.x0).abs() < 4.0)
    };
    // A twelfth letter follows an eleventh one; Roman numerals come by twos.
    let listed = ["k)", "K)", "II)", "ll)", "1)"].into_iter().any(in_column);
    (in_column("2)") && !listed).then(|| "1)".to_owned())
}

/// The name behind a box or in an arrow is one of the phases.
fn phase(place: &Place, lexicon: &Lexicon) -> Option<String> {
    let word = place.word;
    let boxed = place.page.words.iter().any(|w| {
        leading_box(&w.text).is_some()
            && (w.baseline - word.baseline).abs() < 0.5 * word.size
            && (0.0..1.5 * word.size).contains(&(word.bbox.x0 - w.bbox.x1))
    });
    let alone = place.before.is_none() || place.after.is_none();
    if !(boxed || alone && in_shape(place.page, &word.bbox)) {
        return None;
    }
    let found = lexicon.phase(&word.text);
    let name = found.nearest.as_str();
    let (read, known) = (word.text.to_lowercase(), name.to_lowercase());
    if read == known || known.chars().count() < 7 || !within(&read, &known, WRONG_LETTERS) {
        return None;
    }
    let mut letters = name.chars();
    let first = letters.next()?;
    Some(first.to_uppercase().chain(letters).collect())
}

fn in_shape(page: &Page, word: &Rect) -> bool {
    page.shapes
        .iter()
        .any(|s| s.bbox.height() < 120.0 && s.bbox.contains(word.mid_x(), word.mid_y()))
}

#[cfg(test)]
mod tests {
    use uip_model::{Colour, Visibility};

    use super::*;

    /// A recognised page of these lines, its words 10 points apart.
    fn page(lines: &[&str]) -> PageSet {
        let mut page = Page {
            number: 1,
            source: TextSource::Ocr,
            ..Page::default()
        };
        for (line, y) in lines.iter().zip([100.0, 120.0, 140.0, 160.0]) {
            for (text, x0) in line
                .split(' ')
                .zip((0_u8..).map(|i| 50.0 + 60.0 * f32::from(i)))
            {
                let first = u32::try_from(page.chars.len()).unwrap();
                page.chars.extend(text.chars().map(|c| Char {
                    value: c,
                    raw: c,
                    x0,
                    x1: x0 + 50.0,
                }));
                page.words.push(Word {
                    text: text.to_owned(),
                    chars: (first, u32::try_from(page.chars.len()).unwrap()),
                    bbox: Rect::new(x0, y - 8.0, x0 + 50.0, y + 2.0),
                    baseline: y,
                    size: 10.0,
                    font: 0,
                    colour: Colour::default(),
                    glued: false,
                    visibility: Visibility::Visible,
                    confidence: Some(0.9),
                });
            }
        }
        PageSet {
            pages: vec![page],
            ..PageSet::default()
        }
    }

    fn repaired(lines: &[&str]) -> String {
        let mut set = page(lines);
        repair(&mut set, &Lexicon::default());
        let page = &set.pages[0];
        for word in &page.words {
            let chars = &page.chars[word.chars.0 as usize..word.chars.1 as usize];
            let text: String = chars.iter().map(|c| c.value).collect();
            assert_eq!(text, word.text, "a word's characters are its text");
        }
        let words: Vec<&str> = page.words.iter().map(|w| w.text.as_str()).collect();
        words.join(" ")
    }

    macro_rules! repairs {
        ($($read:literal => $became:literal;)*) => {
            #[test]
            fn misread_words() {
                $(
                    let lines: Vec<&str> = $read.split(" / ").collect();
                    assert_eq!(repaired(&lines), $became, $read);
                )*
            }
        };
    }

    repairs! {
        "I 2O22 og 20l9-2O21." => "I 2022 og 2019-2021.";
        "O,5 mio. kr." => "0,5 mio. kr.";
        "l,S 2,0 O,O" => "1,5 2,0 0,0";
        "l.2OO,5 mio. kr." => "1.200,5 mio. kr.";
        "Il,B år" => "Il,B år";
        "2,4 mio, kr." => "2,4 mio. kr.";
        "2,4 rni0. kr." => "2,4 mio. kr.";
        "2,4 mig. kr." => "2,4 mio. kr.";
        "til mig. kr." => "til mig. kr.";
        "2,4 mia, kr." => "2,4 mia. kr.";
        "2,4 mio. kr." => "2,4 mio. kr.";
        "flere mio, kr." => "flere mio, kr.";
        "+ at mødes / + at gå" => "• at mødes • at gå";
        "2 + 2" => "2 + 2";
        "servicelovens 88 85-87" => "servicelovens §§ 85-87";
        "serviceloven 8 107" => "serviceloven § 107";
        "omkring 88 85-årige" => "omkring 88 85-årige";
        "efter SEL 88 107-110" => "efter SEL §§ 107-110";
        "servicelovens §§ 82-104 eller / 88 107-110" => "servicelovens §§ 82-104 eller §§ 107-110";
        "for 82 unge eller 88 ældre" => "for 82 unge eller 88 ældre";
        "2024 2025 l alt" => "2024 2025 I alt";
        "2024 2025 lalt" => "2024 2025 I alt";
        "2024 2025 alt" => "2024 2025 I alt";
        "i alt og alt" => "i alt og alt";
        "Forslag l alt" => "Forslag i alt";
        "Ialt er det godt" => "Ialt er det godt";
        "2,5 3.2 1,8" => "2,5 3,2 1,8";
        "2.5 3.2 1.800,5" => "2.5 3.2 1.800,5";
        "1.2 Modning / 2,5" => "1.2 Modning 2,5";
        "1. kvartal 2023-4, kvartal 2025" => "1. kvartal 2023-4. kvartal 2025";
        "i 2024, kvartal for kvartal" => "i 2024, kvartal for kvartal";
        "i indsat– / ser til unge" => "i indsat- ser til unge";
        "indsats– / Formål" => "indsats– Formål";
        "l) Formål / 2) Økonomi" => "1) Formål 2) Økonomi";
        "l) punkt / m) punkt" => "l) punkt m) punkt";
        "☐ Modnlngsfasen" => "☐ Modningsfasen";
        "☒ Udbredelsesfasen" => "☒ Udbredelsesfasen";
        "☐ Bolig" => "☐ Bolig";
        "SFOl er ny i B1 og 1O" => "SFOl er ny i B1 og 1O";
    }

    #[test]
    fn a_known_heading_has_its_quotation_marks_and_no_other() {
        let lexicon = Lexicon::default();
        let read = |lines: &[&str]| {
            let mut set = page(lines);
            repair(&mut set, &lexicon);
            let words: Vec<&str> = set.pages[0].words.iter().map(|w| w.text.as_str()).collect();
            words.join(" ")
        };
        assert_eq!(
            read(&[
                "Initiativets udviklings-",
                "trin jf. Strategi for udvik-",
                "ling af sociale indsatser”"
            ]),
            "Initiativets udviklings- trin jf. ’Strategi for udvik- ling af sociale indsatser’",
        );
        for same in [
            "Initiativets udviklingstrin jf. 'Strategi for udvikling af sociale indsatser'",
            "Initiativets udviklingstrin jf. Strategi for udvikling af andre indsatser",
        ] {
            assert_eq!(read(&[same]), same);
        }
    }

    #[test]
    fn a_repair_is_told_once_for_all_its_places() {
        let mut set = page(&["+ at mødes", "+ at gå", "i 2O22"]);
        repair(&mut set, &Lexicon::default());
        let told: Vec<_> = set
            .findings
            .iter()
            .map(|f| {
                (
                    f.code.as_ref(),
                    f.args["read"].as_str(),
                    f.args["became"].as_str(),
                    f.origin.len(),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                ("ocr_repaired", "+", "•", 2),
                ("ocr_repaired", "2O22", "2022", 1)
            ]
        );
    }

    #[test]
    fn printed_text_is_never_changed() {
        let mut set = page(&["+ i 2O22"]);
        set.pages[0].source = TextSource::Text;
        repair(&mut set, &Lexicon::default());
        assert_eq!(set.pages[0].words[2].text, "2O22");
        assert_eq!(set.findings, []);
    }
}
