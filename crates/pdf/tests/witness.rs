//! The witness: another program's characters. `pdf-extract` reads every fixture, and every release
//! where there are some, and its characters, counted, must be ours but for differences that are
//! named here.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use uip_model::{PageSet, Visibility};
use uip_pdf::{Options, read};
use unicode_normalization::UnicodeNormalization as _;

/// Where the PDFs lie, from this crate's folder; folders that are absent are passed over.
const FOLDERS: [&str; 3] = [
    "../../../shared/releases",
    "../../../../shared/releases",
    "../../fixtures",
];

type Counts = BTreeMap<char, i64>;

fn pdfs(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            // Hostile files are made to break programs like the witness.
            if path.file_name().is_none_or(|name| name != "hostile") {
                pdfs(&path, found);
            }
        } else if path.extension().is_some_and(|extension| extension == "pdf") {
            found.push(path);
        }
    }
}

/// What both sides see as the same: `NFKC` undoes ligatures, marks and full-width forms, and all
/// hyphens count as `-`, since a glyph that is shared by `-` and U+00AD means now this, now that.
/// Soft hyphens are counted once more by themselves.
fn count(characters: impl Iterator<Item = char>) -> Counts {
    let mut counts = Counts::new();
    for character in characters.nfkc() {
        match character {
            c if c.is_whitespace() || c.is_control() => {}
            '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{FFFD}' => {}
            '\u{AD}' | '\u{2010}' | '\u{2011}' => {
                *counts.entry('-').or_default() += 1;
                *counts.entry('\u{AD}').or_default() += i64::from(character == '\u{AD}');
            }
            other => *counts.entry(other).or_default() += 1,
        }
    }
    counts
}

/// Differences that have a reason: the witness knows no `ActualText`.
fn is_explained(character: char, ours: i64, theirs: i64, witness: &Counts) -> bool {
    /// Glyphs of two meanings in one file, and ligatures that only `ActualText` explains.
    const FEW: i64 = 3;
    match character {
        '\u{AD}' => true,
        // The witness counts soft hyphens that are not printed, too.
        '-' => (0..=witness.get(&'\u{AD}').copied().unwrap_or(0)).contains(&(theirs - ours)),
        _ => (0..=FEW).contains(&(ours - theirs)),
    }
}

fn ours(set: &PageSet) -> Counts {
    let raw = set.pages.iter().flat_map(|page| {
        page.words
            .iter()
            .filter(|word| word.visibility != Visibility::Invisible)
            .flat_map(|word| page.chars[word.chars.0 as usize..word.chars.1 as usize].iter())
            .map(|char| char.raw)
    });
    count(raw)
}

/// The witness's characters, `None` where it fails: it panics on files that others read.
fn witness(bytes: Vec<u8>) -> Option<Counts> {
    std::thread::Builder::new()
        .stack_size(64 << 20)
        .spawn(move || pdf_extract::extract_text_from_mem(&bytes).ok())
        .ok()?
        .join()
        .ok()?
        .map(|text| count(text.chars()))
}

#[test]
fn the_witness_sees_the_same_characters() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    for folder in FOLDERS {
        let folder = root.join(folder);
        if !folder.exists() {
            eprintln!("skipped: no {}", folder.display());
        }
        pdfs(&folder, &mut paths);
    }
    let mut faults = Vec::new();
    for path in &paths {
        let bytes = std::fs::read(path).unwrap();
        let Ok(set) = read(&bytes, &Options::default()) else {
            eprintln!("skipped: {} cannot be read", path.display());
            continue;
        };
        let ours = ours(&set);
        if ours.is_empty() {
            eprintln!("skipped: {} has no text", path.display());
            continue;
        }
        let Some(theirs) = witness(bytes) else {
            eprintln!("skipped: the witness fails on {}", path.display());
            continue;
        };
        let mut characters: Vec<char> = ours.keys().chain(theirs.keys()).copied().collect();
        characters.sort_unstable();
        characters.dedup();
        for character in characters {
            let (a, b) = (
                ours.get(&character).copied().unwrap_or(0),
                theirs.get(&character).copied().unwrap_or(0),
            );
            if a != b && !is_explained(character, a, b, &theirs) {
                faults.push(format!(
                    "{}: {character:?} ours {a}, the witness's {b}",
                    path.display()
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
