use super::*;
use crate::cell::cell;
use proptest::prelude::*;

macro_rules! amounts {
    ($name:ident: $($text:literal => $value:expr)*) => {
        #[test]
        fn $name() {
            $(assert_eq!(amount($text).map(|a| a.kroner), Ok(Some($value)), $text);)*
        }
    };
}

amounts! { whole_kroner_are_read:
    "26,4 mio. kr." => 26_400_000
    "26,4 mio.kr." => 26_400_000
    "26,4 mio kr" => 26_400_000
    "26,4 millioner kroner" => 26_400_000
    "23 mio. kr." => 23_000_000
    "4,4 mio." => 4_400_000
    "800.000 kr." => 800_000
    "1.156.800 kr." => 1_156_800
    "1 156 800 kr." => 1_156_800
    "800\u{a0}000\u{202f}kr." => 800_000
    "800.000,-" => 800_000
    "kr. 800.000" => 800_000
    "DKK 800.000" => 800_000
    "950 t.kr." => 950_000
    "2 x 1,5 mio. kr." => 3_000_000
    "tre gange 200.000 kr." => 600_000
    "950 tkr." => 950_000
    "950 tusinde kr." => 950_000
    "1,2 mia. kr." => 1_200_000_000
    "1.500 mio. kr." => 1_500_000_000
    "2 mio. danske kroner" => 2_000_000
    "0,25 mio. kr." => 250_000
    "en halv million kroner" => 500_000
    "en million kroner" => 1_000_000
    "halvanden million kroner" => 1_500_000
    "halvanden mio. kr." => 1_500_000
    "to millioner kroner" => 2_000_000
    "to en halv million kroner" => 2_500_000
    "3½ mio. kr." => 3_500_000
    "femogtyve millioner kroner" => 25_000_000
}

macro_rules! not_exact {
    ($($text:literal => $kroner:expr, $min:expr, $max:expr;)*) => {
        #[test]
        fn what_is_not_exact_says_so() {
            $(
                let got = amount($text).unwrap();
                assert_eq!((got.kroner, got.min, got.max), ($kroner, $min, $max), $text);
                assert!(got.approximate, $text);
            )*
        }
    };
}

const M: i64 = 1_000_000;

not_exact! {
    "ca. 2,5 mio. kr." => Some(2_500_000), None, None;
    "cirka 2 mio. kr." => Some(2 * M), None, None;
    "godt 2 mio. kr." => Some(2 * M), None, None;
    "knap en million kroner" => Some(M), None, None;
    "omkring 2 mio. kr." => Some(2 * M), None, None;
    "op til 2 mio. kr." => Some(2 * M), None, Some(2 * M);
    "maks. 2 mio. kr." => Some(2 * M), None, Some(2 * M);
    "højst 2 mio. kr." => Some(2 * M), None, Some(2 * M);
    "mindst 2 mio. kr." => Some(2 * M), Some(2 * M), None;
    "mere end 2 mio. kr." => Some(2 * M), Some(2 * M), None;
    "mellem 1 og 1,5 mio. kr." => None, Some(M), Some(1_500_000);
    "mellem 800.000 kr. og 1,2 mio. kr." => None, Some(800_000), Some(1_200_000);
    "1-1,5 mio. kr." => None, Some(M), Some(1_500_000);
    "1 til 2 mio. kr." => None, Some(M), Some(2 * M);
    "fra 1 til 2 mio. kr." => None, Some(M), Some(2 * M);
}

#[test]
fn the_other_notation_is_marked() {
    let read = |text| amount(text).map(|a| (a.kroner, a.ambiguous));
    assert_eq!(read("2.5 mio. kr."), Ok((Some(2_500_000), true)));
    assert_eq!(read("1,156,800 kr."), Ok((Some(1_156_800), true)));
    assert_eq!(read("1,500 kr."), Ok((Some(1_500), true)));
    assert_eq!(read("1,500 mio. kr."), Ok((Some(1_500_000), true)));
    assert_eq!(read("2,5 mio. kr."), Ok((Some(2_500_000), false)));
}

macro_rules! refused {
    ($($text:literal => $error:ident)*) => {
        #[test]
        fn what_is_no_amount_says_why() {
            $(assert_eq!(amount($text), Err(AmountError::$error), $text);)*
        }
    };
}

refused! {
    "" => Empty
    "kr." => NoNumber
    "mange penge" => NoNumber
    "26,4" => NoUnit
    "26,4 pct." => NoUnit
    "2 millioner danskere" => NoUnit
    "to millioner" => NoUnit
    "0,5 kr." => NotWhole
    "9.999.999.999 mia. kr." => TooLarge
    "der afsættes 2 mio. kr." => Trailing
    "2 mio. kr. til drift" => Trailing
    "1.2.3 mio. kr." => NoNumber
}

#[test]
fn amounts_stand_in_sentences() {
    let text = "Der afsættes 26,4 mio. kr. i 2020-2023, heraf 4,4 mio. til at evaluere, ca. 0,3 \
                mio. kr. til 2-4 kommuner og 50.000 kr. hver til tre steder efter § 107.";
    let tokens = tokens(text);
    let found: Vec<_> = super::amounts(&tokens)
        .into_iter()
        .map(|f| (f.amount.kroner.unwrap(), &text[f.bytes]))
        .collect();
    assert_eq!(
        found,
        [
            (26_400_000, "26,4 mio. kr."),
            (4_400_000, "4,4 mio."),
            (300_000, "ca. 0,3 mio. kr."),
            (50_000, "50.000 kr."),
        ]
    );
}

#[test]
fn respective_amounts_share_a_unit() {
    let read = |text: &str| -> Vec<(Option<i64>, bool, String)> {
        super::amounts(&tokens(text))
            .into_iter()
            .map(|f| {
                (
                    f.amount.kroner,
                    f.amount.approximate,
                    text[f.bytes].to_owned(),
                )
            })
            .collect()
    };
    let one = |kroner, printed: &str| (Some(kroner), false, printed.to_owned());
    assert_eq!(
        read("Der afsættes henholdsvis 2 og 3 mio. kr. til to spor."),
        [one(2 * M, "2"), one(3 * M, "3 mio. kr.")]
    );
    assert_eq!(
        read("Der afsættes hhv. 2,5, 3 og 4 mio. kr. i årene."),
        [
            one(2_500_000, "2,5"),
            one(3 * M, "3"),
            one(4 * M, "4 mio. kr.")
        ]
    );
    // Without the word it is a range.
    assert_eq!(read("1 og 2 mio. kr.").len(), 1);
}

/// Writes whole kroner by Danish rules.
fn danish(kroner: u64) -> String {
    let digits = kroner.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

proptest! {
    #[test]
    fn any_string_is_an_amount_or_an_error(text in ".{0,60}") {
        let _ = amount(&text);
        let _ = cell(&text, Unit::Million);
    }

    #[test]
    fn any_string_of_money_words_is_an_amount_or_an_error(
        words in proptest::collection::vec(
            prop_oneof![
                "[0-9.,]{1,12}", Just("mio.".to_owned()), Just("kr.".to_owned()),
                Just("til".to_owned()), Just("mellem".to_owned()), Just("og".to_owned()),
                Just("-".to_owned()), Just("ca.".to_owned()), Just("halv".to_owned()),
                Just("½".to_owned()),
            ],
            0..9,
        )
    ) {
        let text = words.join(" ");
        let tokens = tokens(&text);
        for found in super::amounts(&tokens) {
            prop_assert!(found.bytes.end <= text.len() && found.bytes.start < found.bytes.end);
        }
        let _ = amount(&text);
    }

    #[test]
    fn what_is_written_is_read_back(kroner in 0u64..1_000_000_000_000) {
        let expected = i64::try_from(kroner).unwrap();
        let read = amount(&format!("{} kr.", danish(kroner)));
        prop_assert_eq!(read.map(|a| (a.kroner, a.ambiguous)), Ok((Some(expected), false)));
        let grouped = cell(&danish(kroner), Unit::Kroner);
        prop_assert_eq!(grouped.map(|c| c.kroner), Ok(Some(expected)));
    }

    #[test]
    fn tenths_of_a_million_are_exact(tenths in 0i64..100_000) {
        let text = format!("{},{} mio. kr.", tenths / 10, tenths % 10);
        prop_assert_eq!(amount(&text).map(|a| a.kroner), Ok(Some(tenths * 100_000)));
        let text = format!("{},{}", tenths / 10, tenths % 10);
        prop_assert_eq!(
            cell(&text, Unit::Million).map(|c| c.kroner),
            Ok(Some(tenths * 100_000))
        );
    }
}

#[test]
fn damaged_numbers_are_no_amounts() {
    let read = |text: &str| {
        let tokens = tokens(text);
        let damaged: Vec<String> = super::damaged(&tokens)
            .into_iter()
            .map(|range| text[tokens[range.start].start..tokens[range.end].end].to_owned())
            .collect();
        let found: Vec<_> = super::amounts(&tokens)
            .iter()
            .map(|found| found.amount.kroner)
            .collect();
        (damaged, found)
    };
    for (text, damaged) in [
        ("Der afsættes 9,O mio. kr.", "9,O mio"),
        ("Der afsættes l,5 mio. kr.", "l,5 mio"),
        ("Der afsættes 9 ,5 mio. kr.", "9 ,5 mio"),
        ("Der afsættes 1O,5 mio. kr.", "1O,5 mio"),
        ("Der afsættes 9 , 5 mio. kr.", "9 , 5 mio"),
        ("Der sættes9,5 mio. kr. af", "sættes9,5 mio"),
    ] {
        assert_eq!(read(text), (vec![damaged.to_owned()], vec![]), "{text}");
    }
    for (text, kroner) in [
        ("Der afsættes 9,5 mio. kr.", 9_500_000),
        ("Der afsættes 9,5² mio. kr.", 9_500_000),
        ("Der afsættes i 2022, 5 mio. kr.", 5_000_000),
        ("Der afsættes ca.9,5 mio. kr.", 9_500_000),
        ("Der afsættes 9,5mio. kr.", 9_500_000),
        ("For kommuner,5 mio. kr.", 5_000_000),
    ] {
        assert_eq!(read(text), (vec![], vec![Some(kroner)]), "{text}");
    }
}
