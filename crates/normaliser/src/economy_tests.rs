use super::*;
use crate::duration::tests::body;

type Part = (Option<i64>, bool, Option<String>);

fn read(text: &str) -> Initiative {
    let mut read = Initiative::default();
    economy(&mut read, &body("economy", text), &mut Trace::default());
    read
}

fn parts(read: &Initiative) -> Vec<Part> {
    let parts = read.allocations.iter();
    parts
        .map(|a| (a.amount, a.approximate, a.purpose.clone()))
        .collect()
}

macro_rules! totals {
    ($($text:literal => $total:expr;)*) => {
        #[test]
        fn totals_are_found() {
            $(assert_eq!(read($text).total_in_text, $total, $text);)*
        }
    };
}

const M: i64 = 1_000_000;

totals! {
    "Der afsættes i alt 20 mio. kr. til initiativet i perioden 2024-2027." => Some(20 * M);
    "Der afsættes 20 mio. kr. i 2024 til initiativet, hvoraf 5 mio. kr. går til drift." => Some(20 * M);
    "Der er afsat 20 mio. kr. til initiativet." => Some(20 * M);
    "Til initiativet afsættes i alt 20 mio. kr. i 2024-2027." => Some(20 * M);
    "Initiativet har en samlet økonomisk ramme på 20 mio. kr." => Some(20 * M);
    "Initiativets samlede budget udgør 20 mio. kr." => Some(20 * M);
    "Den samlede bevilling er på 20 mio. kr." => Some(20 * M);
    "Initiativet koster i alt 20 mio. kr." => Some(20 * M);
    "Der afsættes i alt 20 mio. kr. Heraf går 5 mio. kr. til drift." => Some(20 * M);
    "Der afsættes 20 mio. kr. over fire år. Heraf 5 mio. kr. til drift." => Some(20 * M);
    "Der afsættes 20 mio. kr. til gennemførelse af initiativet." => Some(20 * M);
    "Der afsættes to millioner kroner til screeningen." => Some(2 * M);
    "Der afsættes i alt 5 mio. kr. til en leverandør." => None;
    "Der afsættes 5 mio. kr. til initiativets projektledelse." => None;
    "Af de 12 mio. kr. anvendes 3 mio. kr. til evaluering." => Some(12 * M);
    "Der afsættes 4 mio. kr. i 2024 og 3 mio. kr. i 2025 til initiativet." => None;
    "Der afsættes årligt 2 mio. kr. til initiativet." => None;
    "Der afsættes 3 mio. kr. årligt i 2020-2022, i alt 9 mio. kr., til initiativet." => Some(9 * M);
    "Initiativet finansieres med 12 mio. kr. i perioden 2024-2027." => Some(12 * M);
    "Hver kommune kan søge op til 2 mio. kr. pr. kommune." => None;
}

macro_rules! parts_of {
    ($($text:literal => [$($amount:literal $about:literal $purpose:literal),*];)*) => {
        #[test]
        fn parts_are_named() {
            $(
                let expected: Vec<Part> =
                    vec![$((Some($amount), $about, Some($purpose.to_owned()))),*];
                assert_eq!(parts(&read($text)), expected, "{}", $text);
            )*
        }
    };
}

parts_of! {
    "Der afsættes 9 mio. kr. til initiativet. Det forventes, at ca. 3,2 mio. kr. anvendes til \
     projektledelse og formidling, ca. 2,2 mio. kr. anvendes til kursus, og ca. 3,6 mio. kr. \
     anvendes til evaluering." =>
        [3_200_000 true "projektledelse og formidling", 2_200_000 true "kursus",
         3_600_000 true "evaluering"];
    "Der afsættes 9 mio. kr. til initiativet. Heraf forventes ca. 1 mio. kr. at blive anvendt til \
     ledelse, ca. 2 mio. kr. til støtte og ca. 6 mio. kr. til kursus." =>
        [1_000_000 true "ledelse", 2_000_000 true "støtte", 6_000_000 true "kursus"];
    "Der sættes 10 mio. kr. af til en ansøgningspulje til kommuner." =>
        [10_000_000 false "ansøgningspulje til kommuner"];
    "Der afsættes 13 mio. kr. til en pulje til 2-4 kommuner, der udmøntes i 2024." =>
        [13_000_000 false "pulje til 2-4 kommuner"];
    "Der afsættes 4 mio. til at en leverandør måler mv." =>
        [4_000_000 false "at en leverandør måler mv."];
    "Der afsættes 900.000 kr. i 2024 til initiativet, hvoraf de 800.000 kr. afsættes til en \
     leverandør, der måler, og 100.000 kr. afsættes til styrelsens arbejde." =>
        [800_000 false "leverandør, der måler", 100_000 false "styrelsens arbejde"];
    "Der oprettes en ansøgningspulje på 8 mio. kr. til kommuner." =>
        [8_000_000 false "ansøgningspulje til kommuner"];
    "Til evaluering afsættes 2 mio. kr." => [2_000_000 false "evaluering"];
    "Evaluering: 2 mio. kr." => [2_000_000 false "Evaluering"];
    "Evalueringen forventes at koste knap 2 mio. kr." => [2_000_000 true "Evalueringen"];
    "Evaluering 2,4 mio. kr." => [2_400_000 false "Evaluering"];
    "Evaluering (2,4 mio. kr.)" => [2_400_000 false "Evaluering"];
    "Evaluering – 2,4 mio. kr." => [2_400_000 false "Evaluering"];
    "2,4 mio. kr. til evaluering" => [2_400_000 false "evaluering"];
    "Initiativet koster 12 mio. kr., hvoraf 8 mio. kr. udmøntes som ansøgningspulje." =>
        [8_000_000 false "ansøgningspulje"];
    "Der afsættes 9 mio. kr. til initiativet. Heraf udgør ansøgningspuljen 8 mio. kr., mens 1 mio. kr. \
     går til drift." => [8_000_000 false "ansøgningspuljen", 1_000_000 false "drift"];
    "Der afsættes 6 mio. kr. til initiativet fordelt med 4 mio. kr. i 2020 og 1 mio. kr. årligt i \
     2021-2022. Heraf går 6 mio. kr. til drift." => [6_000_000 false "drift"];
    "Der afsættes 5 mio. kr. til initiativet, heraf 1,2 mio. kr. årligt i 2023-2024 til evaluering." =>
        [2_400_000 false "evaluering"];
    "Der afsættes 2 x 1,5 mio. kr. til måling i 2023 og 2025." =>
        [3_000_000 false "måling i 2023 og 2025"];
    "Der afsættes 29 mio. kr. til initiativet. Heraf går godt halvdelen, 6,5 mio. kr., til en pulje, og op til 2 mio. kr. til drift." =>
        [6_500_000 false "pulje", 2_000_000 true "drift"];
    "Der afsættes 29 mio. kr. til initiativet. Midlerne går til evaluering, ca. 2 mio. kr. til ledelse samt en ansøgningspulje på 6 mio. kr. til \
     kommuner." => [2_000_000 true "ledelse", 6_000_000 false "ansøgningspulje til kommuner"];
    "Der afsættes 9 mio. kr. til initiativet, der fordeles således: Pulje 6 mio. kr., måling 2 mio. kr. \
     og Styrelsens råd 1 mio. kr." =>
        [6_000_000 false "Pulje", 2_000_000 false "måling", 1_000_000 false "Styrelsens råd"];
    "Der afsættes 9 mio. kr. til initiativet. Til Forsorgen afsættes 2 mio. kr. til frikøb, til måling \
     afsættes 3 mio. kr., og til Styrelsen afsættes 4 mio. kr." =>
        [2_000_000 false "Forsorgen", 3_000_000 false "måling", 4_000_000 false "Styrelsen"];
    "Der afsættes 9 mio. kr. til initiativet. Heraf afsættes 2 mio. kr. som direkte tilskud til Lys." =>
        [2_000_000 false "direkte tilskud til Lys"];
    "Der afsættes 9 mio. kr. til initiativet. Af det samlede beløb forventes 4 mio. kr. anvendt i \
     Styrelsen, heraf 1 mio. kr. til formidling." =>
        [4_000_000 false "Styrelsen", 1_000_000 false "formidling"];
    "Der afsættes 9 mio. kr. til initiativet. De øvrige 4 mio. kr. fordeles med 3 mio. kr. til måling og \
     1 mio. kr. til ledelse." => [3_000_000 false "måling", 1_000_000 false "ledelse"];
    "Der afsættes 9 mio. kr. til initiativet. Heraf går 3 mio. kr. til Styrelsen og de sidste 2 mio. kr. \
     til ledelse, og resten anvendes til drift." =>
        [3_000_000 false "Styrelsen", 2_000_000 false "ledelse"];
    "Der afsættes 9 mio. kr. til initiativet fordelt på fire år, heraf 5 mio. kr. i 2022. Af midlerne går \
     8 mio. kr. til ledelse og 1 mio. kr. til måling." =>
        [8_000_000 false "ledelse", 1_000_000 false "måling"];
    "Der afsættes 9 mio. kr. til initiativet, fordelt på ledelse (ca. 1 mio. kr.) og pulje (8 mio. kr.)." =>
        [1_000_000 true "ledelse", 8_000_000 false "pulje"];
    "Der afsættes 8 mio. kr. til en pulje, hvoraf op til 1 mio. kr. kan anvendes til frikøb." =>
        [1_000_000 true "frikøb"];
    "Der afsættes 29 mio. kr. til initiativet. Foreningen Lys tildeles 3 mio. kr." => [3_000_000 false "Foreningen Lys"];
    "Der afsættes 29 mio. kr. til initiativet. Der anvendes midler til ledelse (ca. 2 mio. kr.) og måling (ca. 7 mio. kr.)." =>
        [2_000_000 true "ledelse", 7_000_000 true "måling"];
    "Der afsættes 29 mio. kr. til initiativet. Heraf afsættes 6 mio. kr. til en pulje, hvor hver kommune kan få tildelt op til 1 mio. kr. årligt." =>
        [6_000_000 false "pulje"];
    "Der afsættes 29 mio. kr. til initiativet. Heraf går ca. 40 pct. svarende til 6 mio. kr. til ledelse og ca. 60 pct. svarende til 9 mio. kr. til \
     måling." => [6_000_000 false "ledelse", 9_000_000 false "måling"];
    "De resterende 3 mio. kr. anvendes af Styrelsen til udbredelse og måling." =>
        [3_000_000 false "udbredelse og måling"];
    "Projektledelse udgør en halv million kroner." => [500_000 false "Projektledelse"];
}

#[test]
fn ranges_and_limits() {
    let got = read("Der afsættes mellem 1 og 1,5 mio. kr. til drift og op til 2 mio. kr. til mål.");
    let parts: Vec<_> = got
        .allocations
        .iter()
        .map(|a| (a.amount, a.min, a.max, a.approximate, a.purpose.as_deref()))
        .collect();
    assert_eq!(
        parts,
        [
            (None, Some(M), Some(1_500_000), true, Some("drift")),
            (Some(2 * M), None, Some(2 * M), true, Some("mål")),
        ]
    );
}

#[test]
fn rates_are_neither_and_are_told() {
    let mut got = Initiative::default();
    let mut trace = Trace::default();
    let text =
        "Der afsættes 9 mio. kr. til initiativet. Hver kan få op til 2 mio. kr. pr. kommune.";
    economy(&mut got, &body("economy", text), &mut trace);
    assert_eq!(got.allocations, []);
    let codes: Vec<_> = trace.findings.iter().map(|f| f.code.as_ref()).collect();
    assert_eq!(codes, ["amount_neither_total_nor_part"]);
}

macro_rules! pools {
    ($($text:literal => $pool:expr;)*) => {
        #[test]
        fn pools_are_found() {
            $(assert_eq!(read($text).application_pool, $pool, $text);)*
        }
    };
}

pools! {
    "Der afsættes 10 mio. kr. til en ansøgningspulje til kommuner." => Some(10 * M);
    "Der oprettes en ansøgningspulje på 8 mio. kr." => Some(8 * M);
    "Ansøgningspuljen er på i alt 8 mio. kr." => Some(8 * M);
    "Der afsættes 3 mio. kr. til en ansøgningspulje til kommuner og 2 mio. kr. til en \
     ansøgningspulje til foreninger." => Some(5 * M);
    "Der afsættes to ansøgningspuljer: 9 mio. kr. til kommuner og 5 mio. kr. til regioner." =>
        Some(14 * M);
    "Af de 26 mio. kr. udmøntes 15 mio. kr. gennem en ansøgningspulje, 6 mio. kr. til måling." =>
        Some(15 * M);
    "Resten, 9 mio. kr., afsættes til en ansøgningspulje, hvorfra der kan søges 2 mio. kr. pr. år." =>
        Some(9 * M);
    "Der afsættes 9 mio. kr. til initiativet. Heraf udmøntes 5 mio. kr. til kommuner via en pulje." =>
        Some(5 * M);
    "Der afsættes 8 mio. kr. til drift." => None;
    "Der afsættes 8 mio. kr. til styrelsens puljeudmøntning." => None;
}

#[test]
fn without_an_economy_section_all_text_is_searched() {
    let mut read = Initiative::default();
    let mut trace = Trace::default();
    let text = "Der afsættes 9 mio. kr. til initiativet, heraf 2 mio. kr. til evaluering.";
    economy(&mut read, &body("description", text), &mut trace);
    assert_eq!(read.total_in_text, Some(9 * M));
    assert_eq!(read.allocations.len(), 1);
    assert_eq!(trace.evidence[0].rule, "economy.total.anywhere");
}
