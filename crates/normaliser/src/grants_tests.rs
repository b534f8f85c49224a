use super::*;
use crate::duration::tests::body;

fn read(key: &str, text: &str) -> Vec<(String, i64)> {
    let listed = ["Styrelsen", "Foreningen Lys", "Kommuner", "Sind"].map(|name| Recipient {
        name: name.to_owned(),
        optional: false,
    });
    let found = grants(&body(key, text), &listed, &mut Trace::default());
    found
        .into_iter()
        .map(|g| (g.recipient, g.amount.unwrap()))
        .collect()
}

macro_rules! grants {
    ($($text:literal => [$($name:literal $amount:literal),*];)*) => {
        #[test]
        fn grants_are_read() {
            $(
                let expected: Vec<(String, i64)> = vec![$(($name.to_owned(), $amount)),*];
                assert_eq!(read("direct_grants", $text), expected, "{}", $text);
            )*
        }
    };
}

grants! {
    "Hus Nord, Hus Syd og Hus Øst tildeles et tilskud på 250.000 kr. hver." =>
        ["Hus Nord" 250_000, "Hus Syd" 250_000, "Hus Øst" 250_000];
    "Hus Vest tildeles et tilskud på 50.000 kr. Formålet er drift." => ["Hus Vest" 50_000];
    "Hus Nord og Hus Syd modtager hver 1,2 mio. kr." =>
        ["Hus Nord" 1_200_000, "Hus Syd" 1_200_000];
    "Hus Nord og Hus Syd modtager tilsammen 2 mio. kr." => ["Hus Nord og Hus Syd" 2_000_000];
    "Der tildeles 2,7 mio. kr. til VUF til ansættelse af en medarbejder." => ["VUF" 2_700_000];
    "Der ydes et direkte tilskud på 2 mio. kr. til Center for Autisme med henblik på drift." =>
        ["Center for Autisme" 2_000_000];
    "Der gives 1 mio. kr. i 2024 som tilskud til Red Noget, der driver huset." =>
        ["Red Noget" 1_000_000];
    "Hus Nord modtager 150.000 kr. og Hus Syd 100.000 kr." =>
        ["Hus Nord" 150_000, "Hus Syd" 100_000];
    "Hus Nord modtager 150.000 kr., mens Hus Syd modtager 100.000 kr." =>
        ["Hus Nord" 150_000, "Hus Syd" 100_000];
    "Hus Nord: 500.000 kr." => ["Hus Nord" 500_000];
    "Hus Nord (500.000 kr.)" => ["Hus Nord" 500_000];
    "Hus Nord tildeles 1,8 mio. kr. til drift af et korps, mens Hus Syd tildeles 1,2 mio. kr. til \
     undervisning." => ["Hus Nord" 1_800_000, "Hus Syd" 1_200_000];
    "Følgende to huse tildeles hver 3 mio. kr. til drift: Hus Nord og Hus Syd." =>
        ["Hus Nord" 3_000_000, "Hus Syd" 3_000_000];
    "Hus Nord modtager 3,5 mio. kr., der udbetales med 1,5 mio. kr. i 2023 og 1 mio. kr. årligt i \
     2024-2025." => ["Hus Nord" 3_500_000];
    "Endvidere tildeles Hus Nord i Odense 2 mio. kr. til drift." => ["Hus Nord i Odense" 2_000_000];
    "Heraf tildeles Hus Nord 2 mio. kr. til drift." => ["Hus Nord" 2_000_000];
    "Der afsættes 4,8 mio. kr. i alt, hvoraf Hus Nord tildeles 2,7 mio. kr. til kurser." =>
        ["Hus Nord" 2_700_000];
    "Midlerne udgør i alt 2 mio. kr." => [];
}

#[test]
fn elsewhere_only_what_is_called_direct() {
    let text = "Der afsættes 2 mio. kr. til drift og 3 mio. kr. til direkte tilskud til VUF.";
    assert_eq!(read("economy", text), [("VUF".to_owned(), 3_000_000)]);
    assert_eq!(read("economy", "Der afsættes 2 mio. kr. til drift."), []);
    let text = "Foreningen Lys tildeles 3 mio. kr., og Styrelsen får 2 mio. kr.";
    let lys = ("Foreningen Lys".to_owned(), 3_000_000);
    assert_eq!(read("economy", text), [lys]);
    let text = "Heraf ydes et tilskud på 2 mio. kr. til Sind og 1 mio. kr. til Kommuner.";
    assert_eq!(read("economy", text), [("Sind".to_owned(), 2_000_000)]);
}
