//! Results on the disk and on standard output.

mod atomic;
mod held;
mod printed;

pub(crate) use atomic::{AtomicFile, remove_stale, sync_folder};
pub(crate) use held::HeldBack;
pub(crate) use printed::print_to;
