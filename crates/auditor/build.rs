//! Turns `data/findings.toml` into a table in the program, sorted by code, so that a run parses no
//! catalogue. A code that lacks a field or names an unknown severity stops the build.

use std::{env, error::Error, fmt::Write as _, fs, path::Path};

/// The fields of an entry in the data file, in the order of the generated struct.
const TEXTS: [&str; 4] = ["topic", "da", "en", "about"];

fn main() -> Result<(), Box<dyn Error>> {
    let source = "data/findings.toml";
    println!("cargo::rerun-if-changed={source}");
    let catalogue: toml::Table = fs::read_to_string(source)?.parse()?;
    // A TOML table is a sorted map, so the entries come out in the order of their codes.
    let mut rust = String::from("&[\n");
    for (code, entry) in &catalogue {
        let text = |field: &str| {
            entry
                .get(field)
                .and_then(toml::Value::as_str)
                .ok_or_else(|| format!("{source}: [{code}] has no text `{field}`"))
        };
        let severity = match text("severity")? {
            "info" => "Info",
            "warning" => "Warning",
            "error" => "Error",
            other => return Err(format!("{source}: [{code}] has the severity `{other}`").into()),
        };
        write!(
            rust,
            "    Entry {{ code: {code:?}, severity: Severity::{severity}"
        )?;
        for field in TEXTS {
            write!(rust, ", {field}: {:?}", text(field)?)?;
        }
        rust.push_str(" },\n");
    }
    rust.push(']');
    fs::write(Path::new(&env::var("OUT_DIR")?).join("findings.rs"), rust)?;
    Ok(())
}
