//! PDFs written byte by byte, so that they may say what no library writes.

#![allow(dead_code, reason = "each test program uses a part of this")]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use lopdf::{Dictionary, Stream};

/// A PDF that is put together object by object. Number 1 is the catalogue, 2 the page tree's root, 3
/// the page, 4 its content, 5 its resources, 6 Helvetica as `F1`; everything can be replaced.
#[derive(Clone, Debug)]
pub(crate) struct Raw {
    pub(crate) objects: BTreeMap<u32, Vec<u8>>,
    /// More entries of the trailer.
    pub(crate) trailer: String,
}

impl Raw {
    /// A page of 600 by 800 points with this content stream.
    pub(crate) fn new(content: impl AsRef<[u8]>) -> Self {
        let raw = Self {
            objects: BTreeMap::new(),
            trailer: String::new(),
        };
        raw.object(1, "<</Type/Catalog/Pages 2 0 R>>")
            .object(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>")
            .object(
                3,
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources 5 0 R>>",
            )
            .stream(4, "", content)
            .object(5, "<</Font<</F1 6 0 R>>>>")
            .object(
                6,
                "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
            )
    }

    /// A page that says one word and has these resources besides the font.
    pub(crate) fn with(resources: &str, content: &str) -> Self {
        Self::new(format!("{content} {WORD}"))
            .object(5, format!("<</Font<</F1 6 0 R/F2 7 0 R>>{resources}>>"))
    }

    pub(crate) fn object(mut self, number: u32, value: impl AsRef<[u8]>) -> Self {
        self.objects.insert(number, value.as_ref().to_vec());
        self
    }

    pub(crate) fn stream(self, number: u32, entries: &str, data: impl AsRef<[u8]>) -> Self {
        let data = data.as_ref();
        let length = format!("/Length {}", data.len());
        self.stream_of_length(number, &format!("{length}{entries}"), data)
    }

    /// A stream whose length is what the entries say.
    pub(crate) fn stream_of_length(self, number: u32, entries: &str, data: &[u8]) -> Self {
        let mut value = format!("<<{entries}>>stream\n").into_bytes();
        value.extend(data);
        value.extend(b"\nendstream");
        self.object(number, value)
    }

    pub(crate) fn trailer(mut self, entries: &str) -> Self {
        self.trailer.push_str(entries);
        self
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut bytes = b"%PDF-1.7\n".to_vec();
        let last = self.objects.keys().last().copied().unwrap_or_default();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", last + 1);
        for number in 1..=last {
            match self.objects.get(&number) {
                Some(value) => {
                    let _ = writeln!(table, "{:010} 00000 n ", bytes.len());
                    bytes.extend(format!("{number} 0 obj\n").bytes());
                    bytes.extend(value);
                    bytes.extend(b"\nendobj\n");
                }
                None => table.push_str("0000000000 65535 f \n"),
            }
        }
        let start = bytes.len();
        bytes.extend(table.bytes());
        let trailer = &self.trailer;
        bytes.extend(
            format!(
                "trailer\n<</Size {}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n",
                last + 1
            )
            .bytes(),
        );
        bytes
    }
}

/// Draws the word `ord`.
pub(crate) const WORD: &str = "BT /F1 10 Tf 100 700 Td (ord) Tj ET";

/// Packed by deflate.
pub(crate) fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut stream = Stream::new(Dictionary::new(), bytes.to_vec());
    stream.compress().unwrap();
    stream.content
}
