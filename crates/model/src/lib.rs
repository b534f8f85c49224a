//! The types that every step of the UIP reader speaks.
//!
//! The data goes one way: bytes become [`Page`]s (`uip-pdf`), pages become a [`Transcript`]
//! (`uip-layout`, `uip-extractor`), a transcript becomes a [`Document`] (`uip-normaliser`), and the
//! document gains its findings (`uip-auditor`). This crate holds those types and no logic beyond
//! what keeps them consistent, so that each step can be tested and printed alone.

mod document;
mod evidence;
mod geometry;
mod initiative;
mod page;
mod report;
mod section;
mod transcript;

pub use document::*;
pub use evidence::*;
pub use geometry::*;
pub use initiative::*;
pub use page::*;
pub use report::*;
pub use section::*;
pub use transcript::*;
