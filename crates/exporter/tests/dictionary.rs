//! The data dictionary in docs/ is the one of the tables.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use uip_exporter::{Language, TABLES, write_dictionary};

/// To renew the files: `UPDATE=1 cargo test -p uip-exporter --test dictionary`.
#[test]
fn the_pages_are_the_dictionary_of_the_tables() {
    let docs = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/");
    for (language, page) in [
        (Language::English, "tables.md"),
        (Language::Danish, "tabeller.md"),
    ] {
        let mut text = Vec::new();
        write_dictionary(language, &mut text).unwrap();
        let text = String::from_utf8(text).unwrap();
        let path = format!("{docs}{page}");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        let file = std::fs::read_to_string(&path).unwrap();
        assert!(
            file == text,
            "docs/{page} is stale; run UPDATE=1 cargo test -p uip-exporter --test dictionary"
        );
        for table in TABLES {
            assert!(text.contains(&format!("\n## {}\n", table.name)));
        }
    }
}

#[test]
fn a_column_is_told_with_type_unit_and_key() {
    let mut text = Vec::new();
    write_dictionary(Language::English, &mut text).unwrap();
    let text = String::from_utf8(text).unwrap();
    for line in [
        "| **`initiative_id`** | text, never missing | Initiative key | The key of the table initiatives, such as uip-2022-1.3. → `initiatives` |",
        "| `budget_total_kr` | integer, kr | Budget total | The amount in the column I alt (total) in whole kroner. |",
    ] {
        assert!(text.lines().any(|own| own == line), "{line}");
    }
}
