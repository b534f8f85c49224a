use super::*;
use crate::join::{Joined, join};
use crate::vocabulary::Vocabulary;
use uip_model::{Budget, TextLine, YearAmount};

/// A text on one line, joined.
pub(crate) fn piece(text: &str) -> Joined {
    let line = TextLine {
        text: text.to_owned(),
        page: 1,
        ..TextLine::default()
    };
    join(&[line], &Vocabulary::default())
}

/// An initiative's text that is one paragraph under a heading with this key.
pub(crate) fn body(key: &str, text: &str) -> Body {
    Body {
        passages: vec![Passage {
            key: key.to_owned(),
            role: Role::Paragraph,
            section: 0,
            text: piece(text),
        }],
        ..Body::default()
    }
}

fn read(key: &str, text: &str) -> Initiative {
    let mut read = Initiative::default();
    duration(&mut read, &body(key, text), &mut Trace::default());
    read
}

macro_rules! durations {
    ($($text:literal => $years:expr;)*) => {
        #[test]
        fn durations_are_years() {
            $(assert_eq!(read("schedule", $text).duration_years, $years, $text);)*
        }
    };
}

durations! {
    "Initiativet er 4 årigt og løber i perioden 2020-2023." => Some(4.0);
    "Initiativet er 4-årigt." => Some(4.0);
    "Initiativet er 3,5-årigt, så en afprøvning kan følge." => Some(3.5);
    "Initiativet er 3½-årigt." => Some(3.5);
    "Initiativet er fireårigt." => Some(4.0);
    "Initiativet er fire og et halvt år langt og løber i perioden 2023-2027." => Some(4.5);
    "Initiativet er 3,5 år langt." => Some(3.5);
    "Varigheden er fire år (2020-2023)." => Some(4.0);
    "Initiativet er 3-4-årigt." => None;
    "Initiativet er halvandetårigt." => Some(1.5);
    "Initiativet er to et halvt-årigt." => Some(2.5);
    "Initiativet er 3-årig og udmøntes i to runder." => Some(3.0);
    "Projektet har en varighed på halvandet år." => Some(1.5);
    "Initiativet løber over tre år." => Some(3.0);
    "Initiativet løber over 18 måneder." => Some(1.5);
    "Initiativet gennemføres over en periode på to år." => Some(2.0);
    "Det er et 18-måneders projekt." => Some(1.5);
    "Der er tale om en treårig projektperiode." => Some(3.0);
    "Initiativet løber i 2024-2026." => Some(3.0);
    "Initiativet løber i årene 2020, 2021 og 2022." => Some(3.0);
    "Initiativet har en løbetid på 3 år." => Some(3.0);
    "Projektperioden er på 2½ år." => Some(2.5);
    "Initiativets varighed er to år." => Some(2.0);
    "Initiativet henvender sig til 15-årige." => None;
    "Initiativet hjælper unge over 18 år." => None;
    "Initiativet følger op i en 15-årig periode." => None;
    "Initiativet mødes hvert halve år." => None;
    "Møderne er halvårlige." => None;
}

#[test]
fn other_projects_are_left_out() {
    let text = "Initiativet bygger på et treårigt projekt fra 2015-2018.";
    assert_eq!(read("background", text).duration_years, None);
    assert_eq!(read("background", text).start_year, None);
}

macro_rules! spans {
    ($($key:literal $text:literal => $first:expr, $last:expr;)*) => {
        #[test]
        fn years_of_the_text() {
            $(
                let got = read($key, $text);
                assert_eq!((got.start_year, got.end_year), ($first, $last), $text);
            )*
        }
    };
}

spans! {
    "duration" "Initiativet er 4-årigt og løber i perioden 2020-2023." => Some(2020), Some(2023);
    "economy" "Der afsættes 8 mio. kr. til initiativet i 2020–2022." => Some(2020), Some(2022);
    "schedule" "Projektet løber fra 2024 til 2026." => Some(2024), Some(2026);
    "schedule" "Initiativet løber fra 3. kvartal 2024 til og med 2. kvartal 2027." => Some(2024), Some(2027);
    "economy" "Der afsættes 8 mio. kr. i 2024-2027." => Some(2024), Some(2027);
    "economy" "Hertil kommer 2 mio. kr. til måling, der afsættes i 2025-2026." => None, None;
    "description" "Initiativet bruger ”Metoden” (2014-2018)." => None, None;
    "economy" "Der afsættes 8 mio. kr. til initiativet i 2020." => None, None;
}

#[test]
fn years_with_money_when_the_text_is_silent() {
    let mut read = Initiative {
        budget: Some(Budget {
            years: [
                (2023, Some(0)),
                (2024, Some(5)),
                (2025, None),
                (2026, Some(1)),
                (2027, Some(0)),
            ]
            .map(|(year, amount)| YearAmount { year, amount })
            .to_vec(),
            ..Budget::default()
        }),
        ..Initiative::default()
    };
    let mut trace = Trace::default();
    duration(
        &mut read,
        &body("schedule", "Initiativet er treårigt."),
        &mut trace,
    );
    assert_eq!((read.start_year, read.end_year), (Some(2024), Some(2026)));
    assert_eq!(read.duration_years, Some(3.0));
    let states: Vec<_> = trace
        .evidence
        .iter()
        .map(|e| (e.path.as_str(), e.state))
        .collect();
    assert_eq!(
        states,
        [
            ("/duration_years", ValueState::Printed),
            ("/start_year", ValueState::Derived),
            ("/end_year", ValueState::Derived),
        ]
    );
}
