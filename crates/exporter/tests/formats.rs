//! The formats that libraries write: the same bytes every time, and read back here where a reader
//! is at hand. `.ci/roundtrip` reads every value back with other programs.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod common;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use uip_exporter::{DateTime, Dialect, Export, Format, Language, Options, Provenance, Sink};
use uip_model::Document;

struct Folder(PathBuf);

impl Sink for Folder {
    type File = File;

    fn create(&mut self, name: &str) -> io::Result<File> {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap())?;
        File::create(path)
    }

    fn path(&mut self, name: &str) -> io::Result<PathBuf> {
        Ok(self.0.join(name))
    }

    fn commit(&mut self, _name: &str, _file: File) -> io::Result<()> {
        Ok(())
    }

    fn commit_path(&mut self, _name: &str, _path: &Path) -> io::Result<()> {
        Ok(())
    }
}

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn export(formats: &[Format], documents: &[Document], folder: &Path) -> Vec<String> {
    export_portions(formats, documents.chunks(1), folder)
}

fn export_portions<'a>(
    formats: &[Format],
    portions: impl Iterator<Item = &'a [Document]>,
    folder: &Path,
) -> Vec<String> {
    let options = Options {
        formats: formats.to_vec(),
        dialect: Dialect::Standard,
        language: Language::English,
        provenance: Provenance {
            program: "uip 0.0.0-test".to_owned(),
            created: DateTime::parse("2031-02-03T04:05:06Z"),
        },
    };
    let mut export = Export::new(&options, Folder(folder.to_owned())).unwrap();
    for portion in portions {
        match portion {
            [document] => export.push(document).unwrap(),
            several => export.push_all(several).unwrap(),
        }
    }
    let files = export.finish().unwrap().files;
    files.into_iter().map(|made| made.name).collect()
}

#[test]
fn two_runs_give_the_same_bytes_and_the_files_that_were_promised() {
    let (first, second) = (folder("first"), folder("second"));
    let documents = common::documents();
    let names = export(&Format::ALL, &documents, &first);
    assert_eq!(export(&Format::ALL, &documents, &second), names);
    let promised: Vec<String> = Format::ALL.iter().flat_map(|f| f.files()).collect();
    let mut sorted = (names.clone(), promised);
    sorted.0.sort();
    sorted.1.sort();
    assert_eq!(sorted.0, sorted.1);
    for name in names {
        let read = |folder: &Path| std::fs::read(folder.join(&name)).unwrap();
        assert!(read(&first) == read(&second), "{name} differs");
    }
}

#[test]
fn documents_together_give_the_same_bytes_as_one_by_one() {
    let (one_by_one, together) = (folder("one-by-one"), folder("together"));
    let documents = common::documents();
    assert!(documents.len() > 2);
    let names = export(&Format::ALL, &documents, &one_by_one);
    let all = std::iter::once(documents.as_slice());
    assert_eq!(export_portions(&Format::ALL, all, &together), names);
    for name in names {
        let read = |folder: &Path| std::fs::read(folder.join(&name)).unwrap();
        assert!(read(&one_by_one) == read(&together), "{name} differs");
    }
}

#[cfg(feature = "sqlite")]
mod sqlite {
    use super::*;
    use rusqlite::{Connection, OpenFlags};

    fn database(name: &str) -> Connection {
        let folder = folder(name);
        export(&[Format::Sqlite], &common::documents(), &folder);
        let path = folder.join("uip.sqlite");
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap()
    }

    fn column(connection: &Connection, sql: &str) -> Vec<String> {
        let mut statement = connection.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get::<_, String>(0));
        rows.unwrap().map(Result::unwrap).collect()
    }

    #[test]
    fn keys_hold() {
        let database = database("keys");
        assert_eq!(column(&database, "PRAGMA integrity_check"), ["ok"]);
        let mut statement = database.prepare("PRAGMA foreign_key_check").unwrap();
        assert!(statement.query([]).unwrap().next().unwrap().is_none());
        let loose = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' \
                     AND strict = 0 AND name NOT LIKE 'sqlite_%'";
        assert_eq!(column(&database, loose), Vec::<String>::new());
    }

    #[test]
    fn search_finds_parts_of_words_and_keeps_letters_apart() {
        let database = database("search");
        let find = |word: &str| {
            let sql = format!(
                "SELECT s.text FROM sections_fts AS f JOIN sections AS s \
                 ON s.search_rowid = f.rowid WHERE sections_fts MATCH '\"{word}\"' \
                 AND s.initiative_id NOT LIKE '%~2' ORDER BY f.rowid"
            );
            column(&database, &sql)
        };
        assert_eq!(
            find("område"),
            ["Formålet er på voksenområdet at hjælpe.", "voksenområdet"]
        );
        assert_eq!(find("OMRÅDE"), find("område"));
        assert_eq!(find("omrade"), Vec::<String>::new());
        assert_eq!(find("far"), ["far og får"]);
        assert_eq!(find("får"), ["far og får"]);
        assert_eq!(find("ærø"), Vec::<String>::new());
    }

    #[test]
    fn far_is_not_taken_for_får() {
        let folder = folder("letters");
        let mut documents = vec![common::release()];
        documents[0].initiatives.truncate(2);
        documents[0].initiatives[0].sections.truncate(1);
        documents[0].initiatives[0].sections[0].text = "De får hjælp".to_owned();
        documents[0].initiatives[1].sections[0].text = "En far".to_owned();
        export(&[Format::Sqlite], &documents, &folder);
        let database = Connection::open(folder.join("uip.sqlite")).unwrap();
        let sql =
            |word: &str| format!("SELECT text FROM sections_fts WHERE sections_fts MATCH '{word}'");
        assert_eq!(column(&database, &sql("far")), ["En far"]);
        assert_eq!(column(&database, &sql("får")), ["De får hjælp"]);
        database.execute_batch("VACUUM").unwrap();
        assert_eq!(column(&database, &sql("Får")), ["De får hjælp"]);
    }

    #[test]
    fn budgets_in_wide_form() {
        let database = database("wide");
        let wide = column(
            &database,
            "SELECT concat_ws(' ', initiative_id, price_level, y2031_kr, y2032_kr, \
             coalesce(y2033_kr, 'null'), budget_total_kr) FROM v_budget_wide \
             WHERE budget_total_kr IS NOT NULL",
        );
        assert_eq!(
            wide,
            [
                "uip-2031-1 2031 0 4500000 null 4500000",
                "uip-2031-1~2 2031 0 4500000 null 4500000"
            ]
        );
    }
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_is_written_in_row_groups() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    let folder = folder("groups");
    let mut document = common::release();
    let long = "Lang tekst. ".repeat(30_000);
    for initiative in &mut document.initiatives {
        initiative.sections[0].text = long.clone();
    }
    let count = document.initiatives.len() + 1;
    export(&[Format::Parquet], &[document], &folder);
    let file = File::open(folder.join("parquet/sections.parquet")).unwrap();
    let reader = SerializedFileReader::new(file).unwrap();
    assert!(reader.num_row_groups() > 3, "{}", reader.num_row_groups());
    let rows: Vec<_> = reader.into_iter().map(Result::unwrap).collect();
    assert_eq!(rows.len(), count);
    use parquet::record::RowAccessor;
    assert_eq!(rows[2].get_string(0).unwrap(), "uip-2031-2");
    assert!(*rows[2].get_string(7).unwrap() == long);
}
