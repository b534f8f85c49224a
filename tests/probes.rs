//! The probes that the fuzz targets search with (`fuzz/run`), on what the fixtures hold, on seeds
//! changed at random from fixed numbers, and on what a search once found.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::panic::catch_unwind;
use std::path::Path;

use uip::Options;
use uip::model::{Colour, Font, Page, Rect, Visibility, Word};
use uip_cases::probe;

type Probe = fn(&[u8]);

/// Each probe with its seeds.
fn probes() -> Vec<(&'static str, Probe, Vec<Vec<u8>>)> {
    let [document, content, pages, text] = seeds();
    vec![
        ("document", probe::document as Probe, document),
        ("content", probe::content, content),
        ("pages", probe::pages, pages),
        ("text", probe::text, text),
    ]
}

/// The seeds of the probes, from one PDF of each case: its bytes, its pages' content streams, what
/// stands on its pages, and its lines.
fn seeds() -> [Vec<Vec<u8>>; 4] {
    let mut seeds: [Vec<Vec<u8>>; 4] = Default::default();
    for case in folders() {
        let Some(path) = smallest_pdf(&case) else {
            continue;
        };
        let bytes = std::fs::read(&path).unwrap();
        let steps = uip::steps(&bytes, &Options::default()).unwrap();
        let file = lopdf::Document::load_mem(&bytes).unwrap();
        for page in file.get_pages().values().take(2) {
            seeds[1].push(file.get_page_content(*page));
        }
        for page in steps.pages.pages.chunks(2).take(3) {
            seeds[2].push(probe::bytes_of_pages(page));
        }
        let mut lines = Vec::new();
        uip_extractor::each_line(&steps.transcript, &mut |line| lines.push(line.text.clone()));
        for lines in lines.chunks(40) {
            seeds[3].push(lines.join("\n").into_bytes());
        }
        seeds[0].push(bytes);
    }
    // Nothing in it is packed, so that a search gets at everything.
    for content in SHORT {
        seeds[0].push(probe::pdf_of_content(content.as_bytes()));
        seeds[1].push(content.as_bytes().to_vec());
    }
    seeds
}

/// Streams that use all that [`probe::pdf_of_content`] has.
const SHORT: [&str; 4] = [
    "BT /F1 11 Tf 70 700 Td 14 TL (1.1 Modning af indsatser) Tj T* (Der afs\\346ttes 2,5 mio. kr.) ' \
     [(I alt)-900(2,5)] TJ ET\n%%%\n\n%%%\n\n%%%\n",
    "q 1 0 0 1 70 600 cm /X1 Do Q /OC /O1 BDC BT /F3 9 Tf 3 Tr <6C6D> Tj ET EMC /G1 gs /X2 Do\
     \n%%%\n\n%%%\nBT /F2 12 Tf 1 0 0 1 9 9 Tm <00010002> Tj ET /X1 Do\n%%%\n",
    "BT /F2 10 Tf 2 Tr 50 Tz 3 Ts 70 500 Td <000100020003> Tj /F4 10 Tf (AB) Tj ET 0.5 g 70 70 200 20 re W n\
     \n%%%\nbegincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange \
     <0001> <0003> <00E6> endbfrange 1 beginbfchar <0004> <00660069> endbfchar endcmap\
     \n%%%\n\n%%%\n1 [600 700] 3 9 250",
    "/C1 cs 1 sc 70 70 m 90 90 l 110 70 l h f 2 w [3 1] 0 d 70 60 m 500 60 l S /G2 gs 70 50 m 500 50 l S \
     70 40 1 1 1 2 c /C2 CS .5 SC B* /S1 sh BI /W 1 /H 1 /BPC 8 /CS /G ID x EI /Pattern cs /T1 scn \
     0 0 10 10 re f\n%%%\n\n%%%\n\n%%%\n",
];

fn folders() -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(uip_cases::fixtures()).unwrap();
    let mut folders: Vec<_> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

fn smallest_pdf(folder: &Path) -> Option<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let pdfs = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "pdf"));
    pdfs.min_by_key(|path| (path.metadata().unwrap().len(), path.clone()))
}

/// Where a search starts from; written to `$UIP_FUZZ_SEEDS` where that is set.
#[test]
fn seeds_hold_every_promise() {
    for (name, probe, seeds) in probes() {
        assert!(seeds.len() > 4, "{name}: {} seeds", seeds.len());
        if let Some(folder) = std::env::var_os("UIP_FUZZ_SEEDS") {
            let folder = Path::new(&folder).join(name);
            std::fs::create_dir_all(&folder).unwrap();
            for (number, seed) in seeds.iter().enumerate() {
                std::fs::write(folder.join(format!("seed-{number:03}")), seed).unwrap();
            }
        }
        for seed in &seeds {
            probe(seed);
        }
    }
}

/// What searches found, each a fault that was mended.
#[test]
fn what_was_found_before_holds_now() {
    // A word's box was infinite.
    let far = "0".repeat(38);
    let content = format!("BT /F1 100 Tf 1 0 0 1{far} 70 700 Tm (A) Tj ET");
    probe::content(content.as_bytes());
    // A box without a name beside it was a mark and a part of the text.
    let lines = [
        "Bilag 1 Plan",
        "1) Tilskudsmodtagere",
        "Alle",
        "2) Form\u{E5}l",
        "\u{2610}",
        "og mere",
        "3) M\u{E5}lgruppe",
        "Alle",
    ];
    probe::pages(&probe::bytes_of_pages(&[page_of_lines(&lines)]));
}

/// A page with these lines, one under the other.
fn page_of_lines(lines: &[&str]) -> Page {
    let mut page = Page {
        number: 1,
        width: 595.0,
        height: 842.0,
        fonts: vec![Font::default()],
        ..Page::default()
    };
    for (number, line) in (0_u8..).zip(lines) {
        let y = 80.0 + 14.0 * f32::from(number);
        let mut x = 70.0;
        for text in line.split(' ') {
            let width = 5.0 * text.chars().count() as f32;
            page.words.push(Word {
                text: text.to_owned(),
                chars: (0, 0),
                bbox: Rect::new(x, y, x + width, y + 10.0),
                baseline: y + 8.0,
                size: 10.0,
                font: 0,
                colour: Colour::default(),
                glued: false,
                visibility: Visibility::Visible,
                confidence: None,
            });
            x += width + 3.0;
        }
    }
    page
}

/// Cut off, flipped, overwritten, spliced: always an answer, on every machine the same inputs.
#[test]
fn changed_seeds_hold_every_promise() {
    /// A round takes about a second in a debug build.
    const ROUNDS: usize = 12;
    let mut random = Random(0x5EED);
    for (name, probe, seeds) in probes() {
        // The large ones take long in a debug build, and long searches have them.
        let seeds: Vec<_> = seeds.into_iter().filter(|s| s.len() < 40_000).collect();
        for round in 0..ROUNDS {
            for number in 0..seeds.len().min(8) {
                let seed = &seeds[(number + round) % seeds.len()];
                let other = &seeds[random.below(seeds.len())];
                let changed = change(seed, other, &mut random);
                let held = catch_unwind(|| probe(&changed));
                if held.is_err() {
                    let kept = std::env::temp_dir().join(format!("probe-{name}-{round}-{number}"));
                    std::fs::write(&kept, &changed).unwrap();
                    panic!("{name}: {} breaks a promise", kept.display());
                }
            }
        }
    }
}

/// Bytes that mean something in one of the inputs.
const OVERWRITES: &[u8] = b"0123456789-.()<>[]/ \n\xFF\0";

fn change(seed: &[u8], other: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    if bytes.is_empty() {
        return bytes;
    }
    match random.below(4) {
        0 => bytes.truncate(random.below(bytes.len())),
        1 => {
            let from = random.below(other.len().max(1)).min(other.len());
            let at = random.below(bytes.len());
            bytes.truncate(at);
            bytes.extend(&other[from..]);
        }
        _ => {}
    }
    for _ in 0..random.below(20) {
        if bytes.is_empty() {
            break;
        }
        let at = random.below(bytes.len());
        match random.below(3) {
            0 => bytes[at] ^= 1 << random.below(8),
            1 => bytes[at] = OVERWRITES[random.below(OVERWRITES.len())],
            _ => {
                let end = (at + random.below(30)).min(bytes.len());
                let copy = bytes[at..end].to_vec();
                let to = random.below(bytes.len());
                bytes.splice(to..to, copy);
            }
        }
    }
    bytes
}

/// Numbers that look random and are the same everywhere (xorshift, Marsaglia 2003).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end.max(1) as u64).unwrap()
    }
}
