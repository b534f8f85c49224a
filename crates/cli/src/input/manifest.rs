//! Lists of paths (`--manifest`): bytes become paths, without looking whether anything is there.

use std::path::PathBuf;

/// Splits a list of paths, one a line; where it holds a NUL, one to each NUL.
pub(crate) fn split_manifest(bytes: &[u8]) -> Vec<PathBuf> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if bytes.contains(&0) {
        return bytes.split(|byte| *byte == 0).filter_map(path).collect();
    }
    let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    // A carriage return belongs to the line's end only where every line has one.
    let windows = lines
        .iter()
        .filter(|line| !line.is_empty())
        .all(|line| line.ends_with(b"\r"));
    lines
        .into_iter()
        .map(|line| match line.strip_suffix(b"\r") {
            Some(line) if windows => line,
            _ => line,
        })
        .filter_map(path)
        .collect()
}

#[cfg(unix)]
fn path(bytes: &[u8]) -> Option<PathBuf> {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    (!bytes.is_empty()).then(|| PathBuf::from(OsStr::from_bytes(bytes)))
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> Option<PathBuf> {
    (!bytes.is_empty()).then(|| PathBuf::from(String::from_utf8_lossy(bytes).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manifests_are_lines_or_nul_separated() {
        let cases: [(&[u8], &[&str]); 5] = [
            (b"a.pdf\nb c.pdf\n", &["a.pdf", "b c.pdf"]),
            (b"\xEF\xBB\xBFa.pdf\r\nb.pdf\r\n", &["a.pdf", "b.pdf"]),
            (b"a\r.pdf\nb.pdf\r", &["a\r.pdf", "b.pdf\r"]),
            (b"a\nb.pdf\0-c.pdf\0", &["a\nb.pdf", "-c.pdf"]),
            (b"\n\n", &[]),
        ];
        for (bytes, paths) in cases {
            let expected: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
            assert_eq!(split_manifest(bytes), expected, "{bytes:?}");
        }
    }
}
