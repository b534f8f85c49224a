//! Files as they come: names that need not be text, handles that need not be files, and the list of
//! what a run is asked to read.

mod file_name;
mod listing;
mod manifest;
mod open;
mod prompt;

pub(crate) use file_name::{FileName, escape, hex};
pub(crate) use listing::{Listing, Request, Skipped, list};
pub(crate) use manifest::split_manifest;
pub(crate) use open::{OpenFile, read_file, read_first_line, read_stdin};
pub(crate) use prompt::{ask_password, is_answered};
