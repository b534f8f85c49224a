//! Reading happens in another process, so that neither a panic in a dependency, a stack overflow, a
//! memory blow-up nor an endless loop ends more than the reading of one document.
//!
//! The main process starts `uip worker` and speaks with it in frames over standard input and output
//! ([`frame`]). The worker limits itself first ([`confine`]), then reads one document after another
//! ([`mod@serve`]). The main process kills it when the time is up and works out what became of the
//! document from how the worker ended ([`process`]).
//!
//! A command that reads one document and runs no other thread makes a copy of itself instead
//! (`fork(2)`), which spares most of a second start of the program and sending the file ([`copy`]).

mod child;
mod confine;
#[cfg(unix)]
mod copy;
mod ending;
#[cfg(any(debug_assertions, feature = "test-faults"))]
mod faults;
mod frame;
mod process;
mod serve;
mod watchdog;

pub(crate) use confine::beside_recognition;
pub(crate) use frame::{Job, Ocr, PdfLimit, Setup, Template};
pub(crate) use process::{Broken, Reading, Worker};
pub(crate) use serve::serve;
