//! What makes a result the same: the file's bytes and name, the options, the templates, the program.
//! Results are kept under these and their files are named after them.

use std::io;
use std::path::Path;

use sha2::{Digest as _, Sha256};
use unicode_normalization::UnicodeNormalization;

use crate::input::{FileName, hex};
use crate::isolation::Setup;

/// The part of a result's identity that all documents of a run share.
#[derive(Clone, Debug)]
pub(crate) struct Fingerprint(Sha256);

/// One document's identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    /// SHA-256 of the file's bytes.
    pub(crate) sha256: String,
    /// SHA-256 of all that its result depends on.
    pub(crate) key: String,
    /// File name of its result.
    pub(crate) output: String,
}

impl Fingerprint {
    /// Limits of time and memory are no part of it: a result that was reached is the same under any.
    /// `recogniser` says which version of it there is: a page that is a picture is read as well as that
    /// reads.
    pub(crate) fn new(program: &str, setup: &Setup, recogniser: &str) -> Self {
        let mut hash = Sha256::new();
        add(&mut hash, program.as_bytes());
        add(&mut hash, setup.language.as_bytes());
        for template in &setup.templates {
            add(&mut hash, template.file.as_bytes());
            add(&mut hash, template.text.as_bytes());
        }
        for limit in &setup.pdf_limits {
            add(&mut hash, limit.name.as_bytes());
            add(&mut hash, &limit.value.to_le_bytes());
        }
        add(&mut hash, setup.ocr.mode.as_bytes());
        add(&mut hash, recogniser.as_bytes());
        add(&mut hash, &setup.limits.ocr_pages.to_le_bytes());
        Self(hash)
    }

    /// The identity of a document.
    pub(crate) fn identify(&self, path: &Path, bytes: &[u8]) -> Identity {
        let name = path.file_name().unwrap_or(path.as_os_str());
        let content = Sha256::digest(bytes);
        let mut key = self.0.clone();
        add(&mut key, name.as_encoded_bytes());
        add(&mut key, &content);
        let mut place = Sha256::new();
        add(&mut place, name.as_encoded_bytes());
        add(&mut place, &content);
        let place = hex(&place.finalize());
        let digits = place.get(..OUTPUT_DIGITS).unwrap_or(&place);
        let stem = Path::new(name).file_stem().unwrap_or(name);
        Identity {
            sha256: hex(&content),
            key: hex(&key.finalize()),
            output: format!("{}-{digits}.json", slug(&FileName::new(stem).path)),
        }
    }
}

/// 48 bits: among 20,000 documents with one slug two share a name with a chance of 1 in a million.
const OUTPUT_DIGITS: usize = 12;

/// Adds a field with its length, so that no two lists of fields give the same bytes.
fn add(hash: &mut Sha256, field: &[u8]) {
    hash.update(u64::try_from(field.len()).unwrap_or(u64::MAX).to_le_bytes());
    hash.update(field);
}

/// Whether a file name is one that [`Fingerprint::identify`] gives.
pub(super) fn is_output_name(name: &str) -> bool {
    name.strip_suffix(".json")
        .and_then(|stem| stem.rsplit_once('-'))
        .is_some_and(|(slug, digits)| {
            !slug.is_empty()
                && digits.len() == OUTPUT_DIGITS
                && digits
                    .bytes()
                    .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        })
}

/// The running program as version and bytes: a new build reads everything anew.
pub(crate) fn program_digest() -> io::Result<String> {
    let program = std::fs::File::open(std::env::current_exe()?)?;
    let mut hash = Sha256::new();
    io::copy(
        &mut io::BufReader::with_capacity(1 << 18, program),
        &mut hash,
    )?;
    Ok(hex(&hash.finalize()))
}

/// The recognition program as its version, or why there is none.
pub(crate) fn recogniser(setup: &Setup) -> String {
    if setup.ocr.mode == "never" {
        return String::new();
    }
    match uip::ocr::Tesseract::find(setup.ocr.program.as_deref()) {
        Ok(found) => found.version().to_owned(),
        Err(missing) => missing.to_string(),
    }
}

/// A name in lower-case ASCII letters, digits and hyphens, at most 60 bytes: safe on every system,
/// whatever the file is called. The hash behind it keeps names apart, device names included.
fn slug(name: &str) -> String {
    const LONGEST: usize = 60;
    let mut slug = String::new();
    for character in name.nfkd().flat_map(char::to_lowercase) {
        let plain = match character {
            'æ' => "ae",
            'ø' => "oe",
            'ð' => "d",
            'þ' => "th",
            'ß' => "ss",
            // NFKD takes å apart; the ring is written as the letter that Danish writes.
            '\u{30a}' if slug.ends_with('a') => "a",
            mark if unicode_normalization::char::is_combining_mark(mark) => "",
            'a'..='z' | '0'..='9' => {
                slug.push(character);
                continue;
            }
            _ if slug.is_empty() || slug.ends_with('-') => "",
            _ => "-",
        };
        slug.push_str(plain);
    }
    slug.truncate(LONGEST);
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() {
        "document".to_owned()
    } else {
        slug.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_safe() {
        let cases = [
            ("UIP 2022 (endelig)", "uip-2022-endelig"),
            ("Børn og unge på tværs", "boern-og-unge-paa-tvaers"),
            ("Bo\u{308}rn a\u{30a}r", "born-aar"),
            ("../../etc/passwd", "etc-passwd"),
            ("-rf", "rf"),
            ("=cmd|calc", "cmd-calc"),
            ("…", "document"),
            ("★", "document"),
            ("x\u{202e}fdp\0\n", "x-fdp"),
        ];
        for (name, expected) in cases {
            assert_eq!(slug(name), expected, "{name:?}");
        }
        assert_eq!(slug(&"år".repeat(100)).len(), 60);
    }

    fn identity(name: &str, bytes: &[u8], language: &str) -> Identity {
        let setup = Setup {
            language: language.to_owned(),
            ..Setup::default()
        };
        Fingerprint::new("program", &setup, "").identify(Path::new(name), bytes)
    }

    #[test]
    fn identity_is_name_bytes_and_options_wherever_the_file_lies() {
        let one = identity("a/plan.pdf", b"1", "da");
        assert_eq!(identity("/b/c/plan.pdf", b"1", "da"), one);
        assert!(is_output_name(&one.output), "{}", one.output);
        let same_output = identity("plan.pdf", b"1", "en");
        assert_eq!(same_output.output, one.output);
        assert_ne!(same_output.key, one.key);
        for other in [
            identity("plan.pdf", b"2", "da"),
            identity("Plan.pdf", b"1", "da"),
        ] {
            assert_ne!(other.output, one.output);
            assert_ne!(other.key, one.key);
        }
    }

    #[test]
    fn only_own_names_are_recognised() {
        for name in [
            "plan.json",
            "plan-0123456789ab.csv",
            "plan-0123456789AB.json",
            "-0123456789ab.json",
        ] {
            assert!(!is_output_name(name), "{name}");
        }
        assert!(is_output_name("plan-0123456789ab.json"));
    }
}
