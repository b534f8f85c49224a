use super::*;

fn vocabulary(lines: &[&str]) -> Vocabulary {
    let mut vocabulary = Vocabulary::default();
    for line in lines {
        vocabulary.add_line(line, false);
    }
    vocabulary
}

macro_rules! hyphens {
    ($($name:ident: $($left:literal + $right:literal => $decision:ident $reason:literal)*;)*) => {$(
        #[test]
        fn $name() {
            let words = vocabulary(&["en recovery-orienteret og helhedspræget tilgang til e-læring"]);
            $(assert_eq!(
                decide($left, $right, &words).map(|(_, d, r)| (d, r)),
                Some(($decision, $reason)),
                "{} + {}", $left, $right
            );)*
        }
    )*};
}

hyphens! {
    the_document_is_asked_first:
        "en helheds-" + "præget indsats" => Join "document_joined"
        "en recovery-" + "orienteret indsats" => Keep "document_hyphened"
        "mere recovery-" + "orienterede tilbud" => Keep "document_form_hyphened"
        "mere helheds-" + "prægede tilbud" => Join "document_form_joined"
        "flere recovery-" + "mentorer" => Keep "document_family";
    suspended:
        "inden for social-" + "og sundhedsområdet" => KeepSpace "suspended"
        "leder-" + "eller medarbejderniveau" => KeepSpace "suspended"
        "sundheds-" + "samt socialfaglig" => KeepSpace "suspended"
        "social-" + "og/eller skoleområdet" => KeepSpace "suspended"
        "fuldtids-" + "til deltidsansatte" => KeepSpace "suspended"
        "18-" + "til 25-årige" => KeepSpace "suspended"
        "ind-" + "til videre" => Join "small_letters"
        "lang-" + "samt fremad" => Join "small_letters";
    digits_and_capitals:
        "i alderen 15-" + "25 år" => Keep "range"
        "i 0.-" + "10. klasse" => Keep "range"
        "i fire-" + "fem kommuner" => Keep "range"
        "under covid-" + "19 var" => Keep "digit"
        "et 4-" + "årigt forløb" => Keep "digit"
        "TF-" + "CBT" => Keep "capital"
        "Mor-" + "Barn-samspil" => Keep "capital"
        "et UIP-" + "initiativ" => Keep "abbreviation"
        "LGBT+-" + "personer" => Keep "mark"
        "Børne-" + "huset" => Join "small_letters"
        "MODNING AF EN SAMAR-" + "BEJDSMODEL" => Join "capitals_line"
        "e-" + "bog" => Keep "single_letter"
        "peer-to-" + "peer" => Keep "chain"
        "et peer-to-peer-for-" + "løb" => Join "chained"
        "uge-" + "til-uge-skemaer" => Keep "chain"
        "en ikke-" + "vestlig" => Keep "element"
        "flere peer-" + "medarbejdere" => Keep "element";
    small_letters_are_one_word:
        "et tæt samar-" + "bejde" => Join "small_letters"
        "kom\u{2010}" + "mune" => Join "soft_hyphen"
        "kom\u{ad}" + "mune" => Join "soft_hyphen";
}

#[test]
fn a_dash_is_no_hyphen() {
    assert_eq!(decide("udvikling -", "og drift", &vocabulary(&[])), None);
    assert_eq!(decide("udvikling –", "og drift", &vocabulary(&[])), None);
    assert_eq!(decide("udvikling", "og drift", &vocabulary(&[])), None);
}

#[test]
fn the_producer_marks_its_own() {
    let mut words = vocabulary(&["sam\u{ad}", "arbejde ud\u{ad}", "vikling ind\u{ad}"]);
    assert_eq!(
        decide("traume-", "bevidst", &words).map(|d| d.2),
        Some("producer_marks_its_own")
    );
    words.add_line("e\u{2010}bog bed\u{2010}re", false);
    assert_eq!(
        decide("traume-", "bevidst", &words).map(|d| d.2),
        Some("small_letters")
    );
}

#[test]
fn the_producer_never_hyphenates() {
    let mut words = vocabulary(&["en helt almindelig linje"; 300]);
    words.judge();
    assert_eq!(
        decide("traume-", "bevidst", &words).map(|d| d.2),
        Some("producer_never_hyphenates")
    );
}

#[test]
fn what_is_undecidable_is_doubtful() {
    let words = vocabulary(&["en god støtte til planer og metoder", "en sundhedsplan her"]);
    for (left, right, decision, reason) in [
        ("flere støtte-", "planer", Join, "two_words"),
        ("en mor-barn-", "metode", Join, "chained"),
        ("en mor-", "barn-metode", Join, "chained"),
        ("en uge-til-uge-", "plan", Keep, "chain"),
        ("www.", "eksempel.dk", Join, ""),
    ] {
        let decided = decide(left, right, &words);
        if reason.is_empty() {
            assert_eq!(decided, None, "{left} {right}");
            continue;
        }
        assert_eq!(
            decided.map(|(_, d, r)| (d, r)),
            Some((decision, reason)),
            "{left} {right}"
        );
        assert_eq!(DOUBTFUL.contains(&reason), reason != "chain", "{reason}");
    }
    // A footnote mark at the word's end does not hide it.
    let words = vocabulary(&["antallet af sammenbrud faldt"]);
    assert_eq!(
        decide("antallet af sammen-", "brud1.", &words).map(|d| d.2),
        Some("document_joined")
    );
    for left in ["se www.-", "skriv til post@-"] {
        assert_eq!(
            decide(left, "eksempel.dk", &words).map(|(_, d, r)| (d, r)),
            Some((Join, "address"))
        );
    }
}
