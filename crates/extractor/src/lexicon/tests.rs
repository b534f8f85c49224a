use super::*;

macro_rules! headings {
    ($($heading:literal => $key:literal)*) => {
        #[test]
        fn headings() {
            let lexicon = Lexicon::default();
            $(let found = lexicon.section($heading);
              assert_eq!(found.key, $key, "{} {found:?}", $heading);)*
        }
    };
}

headings! {
    "Tilskudsmodtager" => "recipients"
    "Tilskuds- modtagere" => "recipients"
    "TILSKUDSMODTAGERE" => "recipients"
    "Initiativets formål" => "purpose"
    "Initiativets for- mål" => "purpose"
    "Formål, social problem- stilling og tema/mål- gruppe" => "purpose"
    "Initiativets udvik- lingstrin, jf. 'Strategi for udvikling af den sociale indsats' (SUSI)" => "phase"
    "Kriterier vedrørende ansøgningspuljen" => "pool_criteria"
    "Direkte tildeling til Værestedet Lanternen" => "direct_grants"
    "Succeskriterium" => "success_criteria"
    "Klimaaftryk" => "other"
    "Ad A: Indsamling af viden" => "other"
}

#[test]
fn areas() {
    let lexicon = Lexicon::default();
    assert_eq!(
        lexicon.area("Initiativer på voksenområdet").as_deref(),
        Some("voksne")
    );
    assert_eq!(
        lexicon
            .area("Udmøntning af programmet på børne- og ungeområdet")
            .as_deref(),
        Some("børn_og_unge")
    );
    assert_eq!(lexicon.area("Initiativer i 2022"), None);
}

#[test]
fn a_file_adds_words_of_reports() {
    let mut lexicon = Lexicon::default();
    let headings = ["skæbne", "aftale"].map(str::to_owned);
    assert_eq!(
        lexicon.reports().columns(&headings),
        [None, Some("agreement")]
    );
    assert_eq!(lexicon.reports().theme("Kapitel 3"), None);
    let file = "[[reports.column]]\nkey = \"carried_on\"\nwords = [\"Skæbne\"]\n\
                [reports.evaluation]\nthemes = [\"kapitel\"]\nbetter = [\"bedring\"]\n";
    lexicon.extend("my.toml", file).unwrap();
    let reports = lexicon.reports();
    assert_eq!(
        reports.columns(&headings),
        [Some("carried_on"), Some("agreement")]
    );
    assert_eq!(reports.theme("Kapitel 3"), Some((3, 9)));
    assert_eq!(reports.theme("Tema 3"), Some((3, 6)));
    let better = reports.outcome_words().better;
    assert!(better.contains(&"bedring".to_owned()) && better.contains(&"fremgang".to_owned()));
    let wrong = "[[reports.column]]\nkey = \"fate\"\nwords = []\n";
    assert_eq!(
        lexicon.extend("my.toml", wrong).unwrap_err().to_string(),
        "my.toml: no column or area of reports has the key \"fate\""
    );
}

#[test]
fn a_bad_file_changes_nothing_and_says_where() {
    let mut lexicon = Lexicon::default();
    let error = lexicon
        .extend("my.toml", "[[section]]\nkey = 3\n")
        .unwrap_err()
        .to_string();
    assert!(error.starts_with("my.toml: "), "{error}");
    assert!(error.contains("line 2"), "{error}");
}
