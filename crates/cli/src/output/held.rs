//! Standard output that is silent until the result is known to be whole.

use std::io::{self, Write};

/// A result up to this size reaches standard output only when it is whole. A larger one is passed on
/// from here, so that the main process stays small.
const HELD: usize = 16 * 1024 * 1024;

/// Holds back what is written to it.
#[derive(Debug)]
pub(crate) struct HeldBack<W: Write> {
    to: W,
    held: Vec<u8>,
    passing: bool,
}

impl<W: Write> HeldBack<W> {
    /// Nothing written yet.
    pub(crate) fn new(to: W) -> Self {
        Self {
            to,
            held: Vec::new(),
            passing: false,
        }
    }

    /// Passes on what is held back; dropped without this, it is lost.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.to.write_all(&self.held)?;
        self.to.flush()
    }
}

impl<W: Write> Write for HeldBack<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.passing {
            return self.to.write(bytes);
        }
        if self.held.len() + bytes.len() > HELD {
            self.passing = true;
            self.to.write_all(&self.held)?;
            self.held = Vec::new();
            return self.to.write(bytes);
        }
        self.held.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_result_is_all_or_nothing() {
        let mut out = Vec::new();
        let mut held = HeldBack::new(&mut out);
        held.write_all(b"{}").unwrap();
        drop(held);
        assert_eq!(out, b"");
        let mut held = HeldBack::new(&mut out);
        held.write_all(b"{}").unwrap();
        held.finish().unwrap();
        assert_eq!(out, b"{}");
    }

    #[test]
    fn large_result_passes_in_order() {
        let mut out = Vec::new();
        let mut held = HeldBack::new(&mut out);
        for piece in 0..=u8::MAX {
            held.write_all(&vec![piece; 128 * 1024]).unwrap();
        }
        held.finish().unwrap();
        assert_eq!(out.len(), 256 * 128 * 1024);
        assert!(
            out.chunks(128 * 1024)
                .zip(0..=u8::MAX)
                .all(|(piece, number)| { piece.iter().all(|byte| *byte == number) })
        );
    }
}
