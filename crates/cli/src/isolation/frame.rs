//! The frames between the main process and its worker: a length (32 bits, little-endian), a byte that
//! names the kind, and that many bytes less one.
//!
//! To the worker: `S` setup (JSON, once), then for each document `J` job (JSON) and `B` its bytes.
//! From the worker, for each document: a `P` before each page that it will have recognised, any number
//! of `D` pieces of the result, then one `R` reply (JSON).

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::input::FileName;
use crate::limits::Limits;
use crate::outcome::{Digest, Failure, Notice, Outcome};

/// The kinds of frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Kind {
    Setup = b'S',
    Job = b'J',
    Bytes = b'B',
    Page = b'P',
    Data = b'D',
    Reply = b'R',
}

impl Kind {
    fn from_byte(byte: u8) -> Option<Self> {
        [
            Self::Setup,
            Self::Job,
            Self::Bytes,
            Self::Page,
            Self::Data,
            Self::Reply,
        ]
        .into_iter()
        .find(|kind| *kind as u8 == byte)
    }
}

/// What a worker needs to know before its first document.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Setup {
    /// Language of the findings: `da` or `en`.
    pub(crate) language: String,
    /// The user's templates, in the order of their names.
    pub(crate) templates: Vec<Template>,
    /// Number of the main process.
    pub(crate) parent: u32,
    /// Limits of the PDF reader that the user has set.
    pub(crate) pdf_limits: Vec<PdfLimit>,
    /// How pages that are pictures are recognised.
    pub(crate) ocr: Ocr,
    /// Limits for each document.
    pub(crate) limits: Limits,
}

/// How pages that are pictures are recognised.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Ocr {
    /// Which pages: `auto`, `always` or `never`.
    pub(crate) mode: String,
    /// The recognition program where it is not the one in the search path.
    pub(crate) program: Option<PathBuf>,
    /// Pages of a document at the same time; `None` for as many as the library likes.
    pub(crate) jobs: Option<usize>,
}

/// A limit of the PDF reader by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PdfLimit {
    /// Name of a field of [`uip::Limits`].
    pub(crate) name: String,
    /// Its value.
    pub(crate) value: u64,
}

/// A template file that the user added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Template {
    /// File name without folders.
    pub(crate) file: String,
    /// Its text.
    pub(crate) text: String,
}

/// One document to read; its bytes follow in a frame of their own.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Job {
    /// File name without folders; `None` for standard input.
    pub(crate) file: Option<String>,
    /// The name's bytes in hexadecimal where it is not UTF-8.
    pub(crate) file_hex: Option<String>,
    /// The password of an encrypted file.
    pub(crate) password: Option<String>,
    /// What is shown of the document instead of its JSON.
    #[serde(default)]
    pub(crate) view: Option<uip_inspect::View>,
}

impl Job {
    /// The job of reading a file with this path.
    pub(crate) fn named(path: &Path) -> Self {
        let name = path.file_name().unwrap_or(path.as_os_str());
        let FileName { path, path_hex } = FileName::new(name);
        Self {
            file: Some(path),
            file_hex: path_hex,
            password: None,
            view: None,
        }
    }
}

/// What became of a document, after its pieces.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Reply {
    pub(super) outcome: Outcome,
    pub(super) failure: Option<Failure>,
    pub(super) digest: Digest,
    pub(super) notices: Vec<Notice>,
}

/// What stands before a payload: its length and its kind.
const HEADER: usize = LENGTH + 1;
const LENGTH: usize = 4;

/// As much as a pipe holds (pipe(7)).
pub(super) const PIPE: usize = 64 * 1024;

fn header(kind: Kind, payload: usize) -> io::Result<[u8; HEADER]> {
    let length = u32::try_from(payload + 1)
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidInput, "a frame over 4 GiB"))?;
    let [a, b, c, d] = length.to_le_bytes();
    Ok([a, b, c, d, kind as u8])
}

/// Writes one frame.
pub(super) fn write(to: &mut impl Write, kind: Kind, payload: &[u8]) -> io::Result<()> {
    to.write_all(&header(kind, payload.len())?)?;
    to.write_all(payload)
}

/// Sends what is written to it as frames of one kind, each as large as a pipe holds and in one piece
/// with its header, so that whoever listens wakes once for it.
pub(super) struct Frames<'a, W: Write> {
    to: &'a mut W,
    kind: Kind,
    /// Room for the header, and the payload so far.
    frame: Vec<u8>,
}

impl<'a, W: Write> Frames<'a, W> {
    pub(super) fn new(to: &'a mut W, kind: Kind) -> Self {
        let mut frame = Vec::with_capacity(PIPE);
        frame.resize(HEADER, 0);
        Self { to, kind, frame }
    }
}

impl<W: Write> Write for Frames<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.frame.len() == PIPE {
            self.flush()?;
        }
        let room = PIPE - self.frame.len();
        let taken = bytes.get(..room).unwrap_or(bytes);
        self.frame.extend_from_slice(taken);
        Ok(taken.len())
    }

    /// Sends what has not been sent.
    fn flush(&mut self) -> io::Result<()> {
        let payload = self.frame.len() - HEADER;
        if payload == 0 {
            return self.to.flush();
        }
        let header = header(self.kind, payload)?;
        if let Some(place) = self.frame.first_chunk_mut() {
            *place = header;
        }
        self.to.write_all(&self.frame)?;
        self.frame.truncate(HEADER);
        self.to.flush()
    }
}

/// Writes a frame of JSON.
pub(super) fn write_json(
    to: &mut impl Write,
    kind: Kind,
    value: &impl Serialize,
) -> io::Result<()> {
    write(to, kind, &serde_json::to_vec(value)?)
}

/// Reads one frame into `payload`; `None` at the end of the stream. A frame over `limit` bytes, of an
/// unknown kind, or cut off is an error of the kind [`io::ErrorKind::InvalidData`] or
/// [`io::ErrorKind::UnexpectedEof`].
pub(super) fn read(
    from: &mut impl Read,
    limit: u64,
    payload: &mut Vec<u8>,
) -> io::Result<Option<Kind>> {
    // Nearly always both come at once.
    let mut header = [0_u8; HEADER];
    let begun = match from.read(&mut header) {
        Ok(0) => return Ok(None),
        Ok(begun) => begun,
        Err(error) if error.kind() == io::ErrorKind::Interrupted => {
            return read(from, limit, payload);
        }
        Err(error) => return Err(error),
    };
    from.read_exact(header.get_mut(begun..LENGTH).unwrap_or_default())?;
    let [a, b, c, d, _] = header;
    let length = u64::from(u32::from_le_bytes([a, b, c, d]));
    if length == 0 || length - 1 > limit {
        return Err(garbled());
    }
    from.read_exact(header.get_mut(begun.max(LENGTH)..).unwrap_or_default())?;
    let [.., kind] = header;
    let kind = Kind::from_byte(kind).ok_or_else(garbled)?;
    payload.clear();
    from.take(length - 1).read_to_end(payload)?;
    if u64::try_from(payload.len()).unwrap_or(u64::MAX) == length - 1 {
        Ok(Some(kind))
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

fn garbled() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "not a frame")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_come_back_as_they_were() {
        let mut stream = Vec::new();
        write(&mut stream, Kind::Bytes, b"%PDF").unwrap();
        write(&mut stream, Kind::Data, b"").unwrap();
        let mut from = stream.as_slice();
        let mut payload = Vec::new();
        assert_eq!(read(&mut from, 4, &mut payload).unwrap(), Some(Kind::Bytes));
        assert_eq!(payload, b"%PDF");
        assert_eq!(read(&mut from, 4, &mut payload).unwrap(), Some(Kind::Data));
        assert_eq!(payload, b"");
        assert_eq!(read(&mut from, 4, &mut payload).unwrap(), None);
    }

    #[test]
    fn long_results_come_in_several_frames() {
        let result: Vec<u8> = (0..200_000_u32).map(|n| n.to_le_bytes()[0]).collect();
        let mut stream = Vec::new();
        let mut frames = Frames::new(&mut stream, Kind::Data);
        frames.write_all(&result).unwrap();
        frames.flush().unwrap();
        let (mut from, mut payload) = (stream.as_slice(), Vec::new());
        let (mut back, mut lengths) = (Vec::new(), Vec::new());
        while let Some(kind) = read(&mut from, 1 << 20, &mut payload).unwrap() {
            assert_eq!(kind, Kind::Data);
            lengths.push(payload.len());
            back.extend_from_slice(&payload);
        }
        assert_eq!(lengths, [65_531, 65_531, 65_531, 3_407]);
        assert!(back == result);
    }

    #[test]
    fn what_is_no_frame_is_refused() {
        let cases: [(&[u8], io::ErrorKind); 5] = [
            (b"\x05\x00\x00\x00Bab", io::ErrorKind::UnexpectedEof),
            (b"\x05\x00", io::ErrorKind::UnexpectedEof),
            (b"\x06\x00\x00\x00Babcde", io::ErrorKind::InvalidData),
            (b"\x00\x00\x00\x00", io::ErrorKind::InvalidData),
            (b"\x02\x00\x00\x00xa", io::ErrorKind::InvalidData),
        ];
        for (bytes, kind) in cases {
            let mut payload = Vec::new();
            let error = read(&mut &*bytes, 4, &mut payload).unwrap_err();
            assert_eq!(error.kind(), kind, "{bytes:?}");
        }
    }
}
