use super::*;
use crate::duration::tests::body;

fn read(key: &str, text: &str, year: Option<i32>) -> Initiative {
    let mut read = Initiative {
        budget: Some(uip_model::Budget {
            price_level: year,
            ..uip_model::Budget::default()
        }),
        ..Initiative::default()
    };
    statements(&mut read, &body(key, text), &mut Trace::default());
    read
}

macro_rules! tracks {
    ($($text:literal => $track:expr;)*) => {
        #[test]
        fn tracks_are_read() {
            $(assert_eq!(read("schedule", $text, None).susi_track, $track, $text);)*
        }
    };
}

tracks! {
    "Modningen forventes at høre til i spor 1 i fasemodellen." => Some(1);
    "Initiativet følger spor 2." => Some(2);
    "Initiativet hører til spor to i fasemodellen." => Some(2);
    "Indsatsen har to spor. Spor 1: Forløb i klasser." => None;
    "Initiativet har to sammenhængende spor." => None;
}

macro_rules! programmes {
    ($($text:literal => $year:expr;)*) => {
        #[test]
        fn next_programmes_are_read() {
            $(assert_eq!(read("schedule", $text, Some(2023)).next_uip, $year, $text);)*
        }
    };
}

programmes! {
    "En eventuel afprøvning kan indstilles til UIP 2027." => Some(2027);
    "En eventuel afprøvning kan indstilles til UIP2027." => Some(2027);
    "Den kan indstilles til Udviklings- og Investeringsprogrammet for 2026." => Some(2026);
    "Den kan foreslås videreført i UIP’erne for 2026." => Some(2026);
    "Det blev gennemført i regi af UIP2021 og kan indstilles." => None;
    "Screeningen fra UIP 2021 er slut." => None;
}

macro_rules! themes {
    ($($text:literal => $theme:expr, $target:expr;)*) => {
        #[test]
        fn themes_are_read() {
            $(
                let got = read("theme_target", $text, None);
                assert_eq!(got.theme.as_deref(), $theme, $text);
                assert_eq!(got.target_group.as_deref(), $target, $text);
            )*
        }
    };
}

themes! {
    "Målgruppen er unge. Initiativet tilhører følgende hovedtema i programmet: Unge i mistrivsel." =>
        Some("Unge i mistrivsel"), Some("Målgruppen er unge.");
    "Målgruppen er unge. Initiativet hører under hovedtemaet ”Unge i mistrivsel”." =>
        Some("Unge i mistrivsel"), Some("Målgruppen er unge.");
    "Hovedtema: Unge og voksne." => Some("Unge og voksne"), None;
    "Målgruppen er unge med temadage." => None, Some("Målgruppen er unge med temadage.");
}

#[test]
fn the_theme_may_stand_in_the_next_paragraph() {
    let mut both = body("theme_target", "Målgruppen er unge.");
    let said = "Initiativet tilhører følgende hovedtema:";
    both.passages.extend(body("theme_target", said).passages);
    both.passages
        .extend(body("theme_target", "En mindre indgribende indsats.").passages);
    let mut read = Initiative::default();
    statements(&mut read, &both, &mut Trace::default());
    assert_eq!(read.theme.as_deref(), Some("En mindre indgribende indsats"));
    assert_eq!(read.target_group.as_deref(), Some("Målgruppen er unge."));
}

#[test]
fn purposes_without_a_heading() {
    let text = "Noget andet. Formålet med initiativet er at hjælpe. Det sker i år.";
    let got = read("description", text, None);
    assert_eq!(
        got.purpose.as_deref(),
        Some("Formålet med initiativet er at hjælpe. Det sker i år.")
    );
    assert_eq!(got.target_group, None);
}
