//! Which tables are written, and how.

use clap::Args;
use uip_exporter::{Dialect, Format};

/// The tables over all documents.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Tables")]
pub(crate) struct TableOptions {
    /// Formats of the tables, separated by commas
    #[arg(long = "format", value_name = "FORMATS", value_delimiter = ',', value_parser = parse_format)]
    chosen: Vec<Format>,
    /// How CSV is written: standard (RFC 4180), or excel-da for Excel with Danish settings
    #[arg(long, value_name = "DIALECT", default_value_t, value_parser = parse_dialect)]
    pub(crate) dialect: Dialect,
}

fn parse_format(name: &str) -> Result<Format, String> {
    name.parse()
        .map_err(|error: uip_exporter::Error| error.to_string())
}

/// A dialect by its name.
pub(crate) fn parse_dialect(name: &str) -> Result<Dialect, String> {
    name.parse()
        .map_err(|error: uip_exporter::Error| error.to_string())
}

impl TableOptions {
    /// The formats, in one order however they were given. JSON documents are always written.
    pub(crate) fn formats(&self) -> Vec<Format> {
        let mut formats = if self.chosen.is_empty() {
            Format::DEFAULT.to_vec()
        } else {
            self.chosen.clone()
        };
        formats.sort_unstable();
        formats.dedup();
        formats
    }

    /// Whether this build can write them.
    pub(crate) fn check(&self) -> Result<(), String> {
        match self.formats().into_iter().find(|format| !format.is_built()) {
            None => Ok(()),
            Some(format) => Err(uip_exporter::Error::NotBuilt(format.name()).to_string()),
        }
    }
}
