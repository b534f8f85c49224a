//! Checks tables against their Data Package: the files are there with the bytes that the package
//! names, columns, types, values that must be there, categories, primary and foreign keys.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};

use csv::{ByteRecord, Reader, ReaderBuilder};
use sha2::{Digest, Sha256};

use super::Problem;
use super::descriptor::{Descriptor, Resource};
use super::value::check;

/// Problems that are told of one table; a table with a wrong column has one in every row, and the
/// first hundred say it.
const PROBLEMS_MAX: usize = 100;

/// Opens a file of the package by its relative path.
pub type Open<'o> = dyn FnMut(&str) -> io::Result<Box<dyn Read>> + 'o;

/// The keys of one table that others refer to, as hashes: 16 bytes each instead of the text.
type KeySet = BTreeSet<[u8; 16]>;

/// Checks the tables of a `datapackage.json` and gives what is wrong, nothing where nothing is.
///
/// `open` gets paths as the package has them; they never lead out of its folder. Each table is read
/// twice, the second time for its foreign keys; no more than one row and the keys are held.
pub fn validate_package(file: &str, descriptor: &[u8], open: &mut Open<'_>) -> Vec<Problem> {
    let package: Descriptor = match serde_json::from_slice(descriptor) {
        Ok(package) => package,
        Err(error) => {
            let place = format!("line {}, column {}", error.line(), error.column());
            let message = format!("not a data package of tables: {error}");
            return vec![Problem::new(file, &place, message)];
        }
    };
    let mut problems = Vec::new();
    let mut keys: BTreeMap<(String, Vec<String>), KeySet> = BTreeMap::new();
    for resource in &package.resources {
        for foreign in &resource.schema.foreign_keys {
            let table = match foreign.reference.resource.as_str() {
                "" => resource.name.clone(),
                other => other.to_owned(),
            };
            let names = foreign.reference.fields.all().to_vec();
            if !package.resources.iter().any(|r| r.name == table) {
                let message = format!("{} refers to {table}, which is not there", resource.name);
                problems.push(Problem::new(file, "", message));
            }
            keys.insert((table, names), KeySet::new());
        }
    }
    for resource in &package.resources {
        let mut table = TableCheck::new(resource);
        table.read(open, &mut keys);
        problems.append(&mut table.problems);
    }
    for resource in &package.resources {
        let mut table = TableCheck::new(resource);
        table.follow_keys(open, &keys);
        problems.append(&mut table.problems);
    }
    problems
}

struct TableCheck<'r> {
    resource: &'r Resource,
    problems: Vec<Problem>,
}

impl<'r> TableCheck<'r> {
    fn new(resource: &'r Resource) -> Self {
        Self {
            resource,
            problems: Vec::new(),
        }
    }

    fn say(&mut self, place: &str, message: impl Into<String>) {
        if self.problems.len() < PROBLEMS_MAX {
            let problem = Problem::new(&self.resource.path, place, message);
            self.problems.push(problem);
        }
    }

    fn open(&mut self, open: &mut Open<'_>) -> Option<Box<dyn Read>> {
        let path = &self.resource.path;
        let is_inside = !path.is_empty()
            && !path.contains(['\\', ':', '\0'])
            && path.split('/').all(|part| !matches!(part, "" | "." | ".."));
        if !is_inside {
            self.say("", "the path leads out of the package's folder; not read");
            return None;
        }
        match open(path) {
            Ok(file) => Some(file),
            Err(error) => {
                self.say("", format!("cannot be read: {error}"));
                None
            }
        }
    }

    fn reader<R: Read>(&self, input: R) -> Reader<R> {
        let delimiter = u8::try_from(self.resource.dialect.delimiter).unwrap_or(b',');
        ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .from_reader(input)
    }

    /// The indexes of columns in the file; `None` where one is not there, which the header's check
    /// has told.
    fn places(&self, names: &[String]) -> Option<Vec<usize>> {
        let fields = &self.resource.schema.fields;
        let mut places = names.iter();
        let places = places
            .by_ref()
            .map(|name| fields.iter().position(|f| f.name == *name));
        places.collect()
    }

    fn read(&mut self, open: &mut Open<'_>, keys: &mut BTreeMap<(String, Vec<String>), KeySet>) {
        let Some(file) = self.open(open) else { return };
        let fields = &self.resource.schema.fields;
        let mut hashed = Hashed::new(file);
        let mut reader = self.reader(&mut hashed);
        match reader.byte_headers() {
            Ok(header) => {
                let expected: Vec<&[u8]> = fields.iter().map(|f| f.name.as_bytes()).collect();
                let found: Vec<&[u8]> = header.iter().collect();
                if found != expected {
                    let names: Vec<_> = found.iter().map(|n| String::from_utf8_lossy(n)).collect();
                    let message = format!("the columns are {}", names.join(", "));
                    self.say("row 1", message + ", not those of the package");
                    return;
                }
            }
            Err(error) => return self.say("row 1", error.to_string()),
        }
        let primary = self.places(self.resource.schema.primary_key.all());
        let mut seen = KeySet::new();
        let mut unique: BTreeMap<usize, KeySet> = BTreeMap::new();
        let mut wanted: Vec<(Vec<usize>, &mut KeySet)> = keys
            .iter_mut()
            .filter(|((table, _), _)| *table == self.resource.name)
            .filter_map(|((_, names), set)| Some((self.places(names)?, set)))
            .collect();
        let mut record = ByteRecord::new();
        loop {
            match reader.read_byte_record(&mut record) {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => return self.say("", error.to_string()),
            }
            let row = place_of(&record);
            if record.len() != fields.len() {
                let message = format!("{} fields instead of {}", record.len(), fields.len());
                self.say(&row, message);
                continue;
            }
            for (index, (field, value)) in fields.iter().zip(&record).enumerate() {
                if let Err(message) = check(field, value) {
                    self.say(&format!("{row}, {}", field.name), message);
                }
                if field.constraints.unique && !value.is_empty() {
                    let known = unique.entry(index).or_default();
                    if !known.insert(hash(&record, &[index])) {
                        let message = "the value is there already, and must be unique";
                        self.say(&format!("{row}, {}", field.name), message);
                    }
                }
            }
            if let Some(places) = primary.as_ref().filter(|places| !places.is_empty())
                && !seen.insert(hash(&record, places))
            {
                self.say(&row, "the primary key is there already");
            }
            for (places, set) in &mut wanted {
                set.insert(hash(&record, places));
            }
        }
        drop(reader);
        self.compare(hashed);
    }

    /// The file's size and hash against the package's.
    fn compare(&mut self, hashed: Hashed) {
        let (bytes, hash) = hashed.finish();
        if let Some(expected) = self.resource.bytes.filter(|expected| *expected != bytes) {
            self.say("", format!("{bytes} bytes instead of {expected}"));
        }
        let expected = self.resource.hash.as_deref();
        let expected = expected.and_then(|hash| hash.strip_prefix("sha256:"));
        if expected.is_some_and(|expected| expected != hash) {
            self.say("", "its SHA-256 is not the package's: the file was changed");
        }
    }

    fn follow_keys(&mut self, open: &mut Open<'_>, keys: &BTreeMap<(String, Vec<String>), KeySet>) {
        let mut checks = Vec::new();
        for foreign in &self.resource.schema.foreign_keys {
            let table = match foreign.reference.resource.as_str() {
                "" => self.resource.name.clone(),
                other => other.to_owned(),
            };
            let set = keys.get(&(table.clone(), foreign.reference.fields.all().to_vec()));
            if let (Some(set), Some(places)) = (set, self.places(foreign.fields.all())) {
                checks.push((table, places, foreign.fields.all().join(", "), set));
            }
        }
        if checks.is_empty() {
            return;
        }
        // What cannot be opened or read was told the first time.
        let Some(file) = self.open(open) else {
            self.problems.clear();
            return;
        };
        let mut reader = self.reader(file);
        let mut record = ByteRecord::new();
        while let Ok(true) = reader.read_byte_record(&mut record) {
            for (table, places, names, set) in &checks {
                // A key with a missing part refers to nothing.
                let is_whole = places
                    .iter()
                    .all(|place| record.get(*place).is_some_and(|value| !value.is_empty()));
                if is_whole && !set.contains(&hash(&record, places)) {
                    let place = format!("{}, {names}", place_of(&record));
                    self.say(&place, format!("there is no such row in {table}"));
                }
            }
        }
    }
}

/// The row as a spreadsheet counts it: the header is row 1, a cell with line breaks is one row.
fn place_of(record: &ByteRecord) -> String {
    let index = record.position().map_or(0, csv::Position::record);
    format!("row {}", index + 1)
}

/// The first half of the SHA-256 of these fields, each after its length.
fn hash(record: &ByteRecord, places: &[usize]) -> [u8; 16] {
    let mut hash = Sha256::new();
    for place in places {
        let value = record.get(*place).unwrap_or_default();
        hash.update((value.len() as u64).to_le_bytes());
        hash.update(value);
    }
    let digest: [u8; 32] = hash.finalize().into();
    let mut half = [0; 16];
    for (to, from) in half.iter_mut().zip(digest) {
        *to = from;
    }
    half
}

/// A reader that counts and hashes what is read.
struct Hashed {
    inner: Box<dyn Read>,
    bytes: u64,
    hash: Sha256,
}

impl Hashed {
    fn new(inner: Box<dyn Read>) -> Self {
        Self {
            inner,
            bytes: 0,
            hash: Sha256::new(),
        }
    }

    fn finish(self) -> (u64, String) {
        let digest = self.hash.finalize();
        let hex = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        (self.bytes, hex)
    }
}

impl Read for Hashed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.hash.update(buffer.get(..count).unwrap_or_default());
        self.bytes += count as u64;
        Ok(count)
    }
}
