use super::*;
use proptest::prelude::*;

fn read(text: &str) -> (String, String) {
    let read = period(text, None).unwrap_or_else(|e| panic!("{text}: {e}"));
    let end = |q: Option<Quarter>| q.map_or_else(|| "-".to_owned(), |q| q.to_string());
    (end(read.start), end(read.end))
}

macro_rules! periods {
    ($($text:literal => $start:literal $end:literal)*) => {
        #[test]
        fn times_are_quarters() {
            $(assert_eq!(read($text), ($start.to_owned(), $end.to_owned()), $text);)*
        }
    };
}

periods! {
    "4. kvartal 2020" => "2020-Q4" "2020-Q4"
    "4.kvartal 2025" => "2025-Q4" "2025-Q4"
    "4. kvartal, 2019" => "2019-Q4" "2019-Q4"
    "1 - 2. kvartal 2020" => "2020-Q1" "2020-Q2"
    "1.-3. kvartal 2022" => "2022-Q1" "2022-Q3"
    "1. og 2. kvartal 2020" => "2020-Q1" "2020-Q2"
    "1., 2. og 3. kvartal 2024" => "2024-Q1" "2024-Q3"
    "2. kvt. 2020 -" => "2020-Q2" "-"
    "2. kvt. 2020 – 3. kvt. 2022" => "2020-Q2" "2022-Q3"
    "3. kvartal 2022-3. kvartal 2024" => "2022-Q3" "2024-Q3"
    "1. kvartal - 3. kvartal 2022" => "2022-Q1" "2022-Q3"
    "4. kvartal - 1. kvartal 2023" => "2022-Q4" "2023-Q1"
    "4. kvartal 2022 - 1. kvartal" => "2022-Q4" "2023-Q1"
    "4. kvt. 23" => "2023-Q4" "2023-Q4"
    "Q1 2024" => "2024-Q1" "2024-Q1"
    "2024-Q1" => "2024-Q1" "2024-Q1"
    "3. kvartal 2023 – 1. kvartal 2023" => "2023-Q3" "2023-Q1"
    "2024 Q3-Q4" => "2024-Q3" "2024-Q4"
    "Q3 2024 – Q1 2026" => "2024-Q3" "2026-Q1"
    "2024, 1.-2. kvartal" => "2024-Q1" "2024-Q2"
    "første kvartal 2024" => "2024-Q1" "2024-Q1"
    "januar-marts 2024" => "2024-Q1" "2024-Q1"
    "november 2024 til februar 2025" => "2024-Q4" "2025-Q1"
    "nov. - feb. 2025" => "2024-Q4" "2025-Q1"
    "12. marts 2024" => "2024-Q1" "2024-Q1"
    "12.08.2024" => "2024-Q3" "2024-Q3"
    "primo 2024" => "2024-Q1" "2024-Q1"
    "medio 2024" => "2024-Q2" "2024-Q3"
    "ultimo 2024" => "2024-Q4" "2024-Q4"
    "ultimo marts 2024" => "2024-Q1" "2024-Q1"
    "Ultimo 2024/primo 2025" => "2024-Q4" "2025-Q1"
    "1. halvår 2025" => "2025-Q1" "2025-Q2"
    "2. halvår 2024 - 1. halvår 2026" => "2024-Q3" "2026-Q2"
    "foråret 2025" => "2025-Q1" "2025-Q2"
    "efterår 2025" => "2025-Q3" "2025-Q4"
    "vinteren 2024/2025" => "2024-Q4" "2025-Q1"
    "2025" => "2025-Q1" "2025-Q4"
    "2024-2026" => "2024-Q1" "2026-Q4"
    "2024/25" => "2024-Q1" "2025-Q4"
    "inden udgangen af 2025" => "-" "2025-Q4"
    "senest 1. kvartal 2026" => "-" "2026-Q1"
    "fra 2. kvartal 2024" => "2024-Q2" "-"
    "2. kvartal 2024 og frem" => "2024-Q2" "-"
    "fra 2. kvartal 2024 til 1. kvartal 2025" => "2024-Q2" "2025-Q1"
    "løbende" => "-" "-"
    "Løbende i 2024" => "2024-Q1" "2024-Q4"
}

#[test]
fn a_year_comes_from_the_row_above() {
    let above = Quarter {
        year: 2024,
        quarter: 3,
    };
    let starts = |text| period(text, Some(above)).map(|p| p.start.unwrap().to_string());
    assert_eq!(starts("4. kvartal"), Ok("2024-Q4".to_owned()));
    assert_eq!(starts("1. kvartal"), Ok("2025-Q1".to_owned()));
}

#[test]
fn what_is_no_time_says_why() {
    assert_eq!(period("", None), Err(PeriodError::Empty));
    assert_eq!(period("Aktivitet", None), Err(PeriodError::NoTime));
    assert_eq!(period("3. kvartal", None), Err(PeriodError::NoYear));
    assert_eq!(period("vinteren 2024", None), Err(PeriodError::TwoYears));
}

#[test]
fn times_before_a_colon() {
    let text = "1. kvartal – 2. kvartal 2024: Udbud af opgaven";
    let (end, rest) = leading_time(text).unwrap();
    assert_eq!(&text[..end], "1. kvartal – 2. kvartal 2024");
    assert_eq!(&text[rest..], "Udbud af opgaven");
    let text = "Q1 2024 – Udbud";
    assert_eq!(
        leading_time(text).map(|(_, rest)| &text[rest..]),
        Some("Udbud")
    );
    assert_eq!(leading_time("Der afholdes: to møder"), None);
}

proptest! {
    #[test]
    fn any_string_is_a_period_or_an_error(text in ".{0,40}") {
        let _ = period(&text, None);
        let _ = leading_time(&text);
    }

    #[test]
    fn any_string_of_times_is_a_period_or_an_error(
        words in proptest::collection::vec(
            prop_oneof![
                "[0-9]{1,4}\\.?", Just("kvartal".to_owned()), Just("-".to_owned()),
                Just("2024".to_owned()), Just("2025".to_owned()), Just("marts".to_owned()),
                Just("og".to_owned()), Just("Q2".to_owned()), Just("halvår".to_owned()),
                Just("vinter".to_owned()), Just("fra".to_owned()),
            ],
            0..9,
        )
    ) {
        let text = words.join(" ");
        if let Ok(Period { start: Some(start), end: Some(end) }) = period(&text, None) {
            // Only a span can be printed backwards.
            prop_assert!(start <= end || text.contains('-'), "{}", text);
        }
    }

    #[test]
    fn what_is_written_is_read_back(year in 1990i32..2100, quarter in 1u8..5) {
        let written = Quarter { year, quarter };
        let both = Period { start: Some(written), end: Some(written) };
        prop_assert_eq!(period(&written.to_string(), None), Ok(both));
        prop_assert_eq!(period(&format!("{quarter}. kvartal {year}"), None), Ok(both));
    }
}
