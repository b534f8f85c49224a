//! Files as they come: encrypted, damaged, cut off, something else.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod common;

use std::collections::BTreeMap;
use std::sync::Arc;

use common::{Builder, save, texts};
use lopdf::encryption::crypt_filters::{Aes128CryptFilter, CryptFilter};
use lopdf::{EncryptionState, EncryptionVersion, Object, Permissions, dictionary};
use uip_pdf::{ErrorKind, LooksLike, Options, read};

const TEXT: &str = "BT /F1 10 Tf 100 700 Td (hemmelig) Tj ET";

fn kind(bytes: &[u8]) -> ErrorKind {
    read(bytes, &Options::default()).unwrap_err().kind().clone()
}

fn encrypted(user: &str, permissions: Permissions, aes: bool) -> Vec<u8> {
    let mut document = Builder::new(TEXT).finish();
    let version = if aes {
        let filter: Arc<dyn CryptFilter> = Arc::new(Aes128CryptFilter);
        EncryptionVersion::V4 {
            document: &document,
            encrypt_metadata: true,
            crypt_filters: BTreeMap::from([(b"StdCF".to_vec(), filter)]),
            stream_filter: b"StdCF".to_vec(),
            string_filter: b"StdCF".to_vec(),
            owner_password: "ejer",
            user_password: user,
            permissions,
        }
    } else {
        EncryptionVersion::V2 {
            document: &document,
            owner_password: "ejer",
            user_password: user,
            key_length: 128,
            permissions,
        }
    };
    let state = EncryptionState::try_from(version).unwrap();
    document.encrypt(&state).unwrap();
    save(document)
}

#[test]
fn an_empty_password_is_tried() {
    for aes in [false, true] {
        let set = read(&encrypted("", Permissions::all(), aes), &Options::default()).unwrap();
        assert_eq!(texts(&set.pages[0]), ["hemmelig"]);
        assert!(set.findings.is_empty(), "{:?}", set.findings);
    }
}

#[test]
fn copy_protection_is_a_finding() {
    let bytes = encrypted("", Permissions::PRINTABLE, false);
    let set = read(&bytes, &Options::default()).unwrap();
    assert_eq!(texts(&set.pages[0]), ["hemmelig"]);
    assert_eq!(set.findings[0].code, "pdf_copy_protected");
}

#[test]
fn passwords_open_or_are_asked_for() {
    let bytes = encrypted("kode", Permissions::all(), true);
    assert_eq!(kind(&bytes), ErrorKind::PasswordNeeded { given: false });
    let with = |password: &str| {
        let mut options = Options::default();
        options.password = Some(password.to_owned());
        read(&bytes, &options)
    };
    assert_eq!(texts(&with("kode").unwrap().pages[0]), ["hemmelig"]);
    let wrong = with("forkert").unwrap_err();
    assert_eq!(*wrong.kind(), ErrorKind::PasswordNeeded { given: true });
    assert_eq!(
        wrong.to_string(),
        "the PDF is encrypted and the given password does not open it"
    );
}

#[test]
fn other_files_are_named() {
    let cases: [(&[u8], LooksLike); 13] = [
        (b"", LooksLike::Empty),
        (
            b"<!DOCTYPE html><html><body>404</body></html>",
            LooksLike::Html,
        ),
        (b"\n <HTML><head>", LooksLike::Html),
        (b"<?xml version='1.0'?><a/>", LooksLike::Xml),
        (
            b"PK\x03\x04\x14\0\x06\0[Content_Types].xml",
            LooksLike::Office,
        ),
        (
            b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.text",
            LooksLike::OpenDocument,
        ),
        (b"PK\x03\x04\x14\0a.txt", LooksLike::Zip),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", LooksLike::OldOffice),
        (b"\x1F\x8B\x08\0", LooksLike::Gzip),
        (b"{\\rtf1 x}", LooksLike::Rtf),
        (b"\x89PNG\r\n\x1A\n", LooksLike::Image),
        ("Kære alle".as_bytes(), LooksLike::Text),
        (b"\0\x01\x02\xFF", LooksLike::Unknown),
    ];
    for (bytes, looks_like) in cases {
        assert_eq!(kind(bytes), ErrorKind::NotAPdf { looks_like });
    }
    // A PDF inside an archive is not the file.
    let stored = [
        b"PK\x03\x04\x14\0a.pdf".as_slice(),
        &Builder::new(TEXT).bytes(),
    ]
    .concat();
    let looks_like = LooksLike::Zip;
    assert_eq!(kind(&stored), ErrorKind::NotAPdf { looks_like });
    assert_eq!(
        read(b"", &Options::default()).unwrap_err().to_string(),
        "not a PDF: the file is empty"
    );
}

#[test]
fn the_header_may_stand_within_1024_bytes() {
    let pdf = Builder::new(TEXT).bytes();
    let after = |junk: usize| [vec![b'\n'; junk], pdf.clone()].concat();
    let set = read(&after(1000), &Options::default()).unwrap();
    assert_eq!(texts(&set.pages[0]), ["hemmelig"]);
    assert!(matches!(kind(&after(1100)), ErrorKind::NotAPdf { .. }));
}

#[test]
fn a_damaged_cross_reference_is_repaired_and_said() {
    let pdf = Builder::new(TEXT).bytes();
    let at = pdf
        .windows(9)
        .rposition(|window| window == b"startxref")
        .unwrap();
    let mut damaged = pdf[..at].to_vec();
    damaged.extend_from_slice(b"startxref\n99999\n%%EOF");
    let set = read(&damaged, &Options::default()).unwrap();
    assert_eq!(texts(&set.pages[0]), ["hemmelig"]);
    assert_eq!(set.findings[0].code, "pdf_repaired");
    // The sound file has no such finding.
    assert!(read(&pdf, &Options::default()).unwrap().findings.is_empty());
}

#[test]
fn cut_off_files_end_in_pages_or_an_error() {
    let pdf = Builder::new(TEXT).bytes();
    for length in 0..pdf.len() {
        match read(&pdf[..length], &Options::default()) {
            Ok(set) => assert!(!set.pages.is_empty()),
            Err(error) => assert!(
                matches!(error.kind(), ErrorKind::NotAPdf { .. } | ErrorKind::Damaged),
                "{length}: {error}"
            ),
        }
    }
    assert_eq!(kind(b"%PDF-1.7\n"), ErrorKind::Damaged);
}

#[test]
fn flipped_bytes_never_panic() {
    let pdf = Builder::new(TEXT).bytes();
    for at in 0..pdf.len() {
        let mut flipped = pdf.clone();
        flipped[at] ^= 0x15;
        if let Err(error) = read(&flipped, &Options::default()) {
            assert!(
                !matches!(error.kind(), ErrorKind::Internal { .. }),
                "{at}: {error}"
            );
        }
    }
}

#[test]
fn a_stream_that_ends_early_is_a_finding() {
    let mut document = Builder::new("").finish();
    let mut text = TEXT.to_owned();
    text += &" 0 0 m".repeat(500);
    let packed = {
        let mut stream = lopdf::Stream::new(dictionary! {}, text.into_bytes());
        stream.compress().unwrap();
        stream.content
    };
    let cut = packed[..packed.len() - 12].to_vec();
    let id = document.add_object(lopdf::Stream::new(
        dictionary! { "Filter" => "FlateDecode" },
        cut,
    ));
    let page = document.get_pages()[&1];
    document
        .get_dictionary_mut(page)
        .unwrap()
        .set("Contents", id);
    let set = read(&save(document), &Options::default()).unwrap();
    assert_eq!(texts(&set.pages[0]), ["hemmelig"]);
    assert_eq!(set.findings[0].code, "pdf_stream_damaged");
    assert_eq!(set.findings[0].origin[0].page, 1);
}

#[test]
fn metadata() {
    let mut document = Builder::new(TEXT).finish();
    let info = document.add_object(dictionary! {
        "Title" => Object::string_literal(b"\xFE\xFF\0P\0u\0l\0j\0e\0 \0\xE5".to_vec()),
        "Producer" => Object::string_literal("LibreOffice 7.4"),
        "Creator" => Object::string_literal(""),
        "CreationDate" => Object::string_literal("D:20220131120500+01'00'"),
    });
    document.trailer.set("Info", info);
    let set = read(&save(document), &Options::default()).unwrap();
    assert_eq!(set.metadata.title.as_deref(), Some("Pulje å"));
    assert_eq!(set.metadata.producer.as_deref(), Some("LibreOffice 7.4"));
    assert_eq!(set.metadata.creator, None);
    assert_eq!(
        set.metadata.created.as_deref(),
        Some("2022-01-31T12:05:00+01:00")
    );
}
