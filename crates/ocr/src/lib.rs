//! Pages that are pictures of text.
//!
//! [`picture`] is the pure part: what can be seen in the pixels without reading them (how far the
//! paper lies askew, ruling lines, boxes, arrows).

pub mod picture;
