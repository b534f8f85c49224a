//! Turns the lexicons under `templates/` into JSON, so that a run parses no TOML: each start reads
//! them, and TOML takes ten times as long. A file that is not TOML stops the build; one of another
//! form than the lexicon's stops the tests.

use std::{env, error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let out = env::var("OUT_DIR")?;
    for name in ["release", "reports"] {
        let source = format!("templates/{name}.toml");
        println!("cargo::rerun-if-changed={source}");
        let lexicon: toml::Table = fs::read_to_string(source)?.parse()?;
        let json = serde_json::to_string(&lexicon)?;
        fs::write(Path::new(&out).join(format!("{name}.json")), json)?;
    }
    Ok(())
}
