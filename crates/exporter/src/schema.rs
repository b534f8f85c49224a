//! The JSON Schema of the common JSON, and checking documents against it.

use boon::{Compiler, ErrorKind, SchemaIndex, Schemas, ValidationError};
use serde_json::Value;

use crate::validate::Problem;

/// JSON Schema (draft 2020-12) of the common JSON, generated from the types of `uip-model`; the
/// test `schema` fails when the file is stale.
pub const SCHEMA: &str = include_str!("../../../schemas/uip-document.schema.json");

/// Where the compiler looks for [`SCHEMA`]; the address is a name, nothing is fetched.
const SCHEMA_ADDRESS: &str = "uip-document.schema.json";

/// Checks documents against [`SCHEMA`].
pub struct DocumentValidator {
    schemas: Schemas,
    index: SchemaIndex,
}

impl std::fmt::Debug for DocumentValidator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DocumentValidator").finish_non_exhaustive()
    }
}

impl DocumentValidator {
    /// Compiles the schema.
    ///
    /// # Errors
    /// When the embedded schema is no JSON Schema, which the tests rule out.
    pub fn new() -> Result<Self, Problem> {
        let broken = |reason: String| Problem::new(SCHEMA_ADDRESS, "", reason);
        let schema = serde_json::from_str(SCHEMA).map_err(|e| broken(e.to_string()))?;
        let mut schemas = Schemas::new();
        let mut compiler = Compiler::new();
        compiler
            .add_resource(SCHEMA_ADDRESS, schema)
            .map_err(|e| broken(e.to_string()))?;
        let index = compiler
            .compile(SCHEMA_ADDRESS, &mut schemas)
            .map_err(|e| broken(e.to_string()))?;
        Ok(Self { schemas, index })
    }

    /// What is wrong with a document's JSON; empty where nothing is. `file` is named in the
    /// problems.
    pub fn validate(&self, file: &str, json: &[u8]) -> Vec<Problem> {
        match serde_json::from_slice(json) {
            Ok(document) => self.validate_value(file, "", &document),
            Err(error) => {
                let place = format!("line {}, column {}", error.line(), error.column());
                vec![Problem::new(file, &place, format!("not JSON: {error}"))]
            }
        }
    }

    /// What is wrong with the lines of an NDJSON file.
    pub fn validate_lines(&self, file: &str, lines: &[u8]) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (index, line) in lines.split(|byte| *byte == b'\n').enumerate() {
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            let place = format!("line {} ", index + 1);
            match serde_json::from_slice(line) {
                Ok(document) => problems.extend(self.validate_value(file, &place, &document)),
                Err(error) => {
                    problems.push(Problem::new(file, &place, format!("not JSON: {error}")));
                }
            }
        }
        problems
    }

    fn validate_value(&self, file: &str, place: &str, document: &Value) -> Vec<Problem> {
        let mut problems = Vec::new();
        if let Err(error) = self.schemas.validate(document, self.index) {
            collect(&error, file, place, &mut problems);
        }
        problems
    }
}

/// The leaves of the tree of errors: what the inner rules say, not that an outer one failed. Where
/// none of several alternatives fits, those are told whose error lies deepest in the document,
/// since the others fail already at the choice.
fn collect(error: &ValidationError<'_, '_>, file: &str, place: &str, problems: &mut Vec<Problem>) {
    let pointer = error.instance_location.to_string();
    if error.causes.is_empty() {
        let place = format!("{place}{pointer}");
        problems.push(Problem::new(file, &place, error.kind.to_string()));
        return;
    }
    let mut inner = Vec::new();
    for cause in &error.causes {
        collect(cause, file, place, &mut inner);
    }
    if matches!(error.kind, ErrorKind::AnyOf | ErrorKind::OneOf(_)) {
        let depth = |problem: &Problem| problem.place.matches('/').count();
        let deepest = inner.iter().map(depth).max().unwrap_or_default();
        if deepest == pointer.matches('/').count() {
            let why: Vec<String> = inner.into_iter().map(|problem| problem.message).collect();
            let place = format!("{place}{pointer}");
            problems.push(Problem::new(file, &place, why.join(" or ")));
            return;
        }
        inner.retain(|problem| depth(problem) == deepest);
    }
    problems.append(&mut inner);
}
