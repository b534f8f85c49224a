//! Reads each file once, from bytes to JSON, in this process: what a profiler is given.
//!
//! `valgrind --tool=callgrind target/release/examples/once FILE.pdf…` counts the same instructions
//! every time.

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let options = uip::Options::default();
    for file in std::env::args_os().skip(1) {
        let document = uip::extract(&std::fs::read(&file)?, &options)?;
        let mut json = Vec::new();
        uip_exporter::write_json(&document, &mut json)?;
        eprintln!("{}: {} bytes", file.display(), json.len());
    }
    Ok(())
}
