//! Files as they come: names that need not be text, handles that need not be files, and the list of
//! what a run is asked to read.

mod file_name;
mod open;

pub(crate) use file_name::{FileName, escape};
pub(crate) use open::{read_file, read_first_line, read_stdin};
