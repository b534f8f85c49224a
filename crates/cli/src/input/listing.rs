//! What a run is asked to read: files, folders, patterns and lists of them become one list of files,
//! sorted by path and each once.
//!
//! A file that is named is read whatever it is called. In folders (and in folders below them) only
//! names that end in `.pdf`, in any case, are read; hidden names are passed over. A link to a file is
//! read, a link to a folder is not followed. What is passed over is counted and said.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use serde::{Deserialize, Serialize};

use super::FileName;

/// What is asked for.
#[derive(Debug, Default)]
pub(crate) struct Request {
    /// Files, folders, patterns.
    pub(crate) inputs: Vec<PathBuf>,
    /// Files and folders from a list, where no character is special.
    pub(crate) listed: Vec<PathBuf>,
    /// A folder that is not looked into: the output.
    pub(crate) except: Option<PathBuf>,
}

/// What is to be read.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    /// The files, sorted by the bytes of their paths, each once.
    pub(crate) files: Vec<PathBuf>,
    /// What was passed over.
    pub(crate) skipped: Skipped,
    /// Folders and patterns that gave nothing because of trouble, with the trouble.
    pub(crate) troubles: Vec<(FileName, String)>,
}

/// How much was passed over in folders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Skipped {
    /// Names that do not end in `.pdf`.
    pub(crate) other_suffix: u64,
    /// Names that begin with a dot.
    pub(crate) hidden: u64,
    /// Links to folders.
    pub(crate) folder_links: u64,
}

impl Skipped {
    /// Adds others.
    pub(crate) fn add(&mut self, other: Self) {
        self.other_suffix += other.other_suffix;
        self.hidden += other.hidden;
        self.folder_links += other.folder_links;
    }

    /// The sum.
    pub(crate) fn total(&self) -> u64 {
        self.other_suffix + self.hidden + self.folder_links
    }
}

/// Makes the list. A file that is named but not there stays in the list, so that it gets its outcome.
pub(crate) fn list(request: &Request) -> Listing {
    let mut walk = Walk {
        except: request
            .except
            .as_ref()
            .and_then(|folder| folder.canonicalize().ok()),
        files: BTreeSet::new(),
        listing: Listing::default(),
    };
    for input in &request.inputs {
        // A name that exists is meant as it stands, also where it holds characters of a pattern.
        match input.to_str() {
            Some(text) if is_pattern(text) && input.symlink_metadata().is_err() => {
                walk.pattern(input, text);
            }
            _ => walk.path(input),
        }
    }
    for input in &request.listed {
        walk.path(input);
    }
    walk.listing.files = walk.files.into_iter().collect();
    walk.listing.files.sort_by(|one, other| {
        one.as_os_str()
            .as_encoded_bytes()
            .cmp(other.as_os_str().as_encoded_bytes())
    });
    walk.listing
}

fn is_pattern(text: &str) -> bool {
    text.contains(['*', '?', '[', '{'])
}

struct Walk {
    except: Option<PathBuf>,
    files: BTreeSet<PathBuf>,
    listing: Listing,
}

impl Walk {
    /// A path that is named: a folder is walked, anything else is read.
    fn path(&mut self, path: &Path) {
        if path.is_dir() {
            self.folder(path, &Wanted::Pdf);
        } else {
            self.file(path);
        }
    }

    fn file(&mut self, path: &Path) {
        self.files.insert(tidy(path));
    }

    fn pattern(&mut self, input: &Path, text: &str) {
        let matcher = GlobBuilder::new(text).literal_separator(true).build();
        let matcher = match matcher {
            Ok(glob) => glob.compile_matcher(),
            Err(error) => {
                self.trouble(input, format!("not a pattern: {}", error.kind()));
                return;
            }
        };
        let fixed: PathBuf = input
            .components()
            .take_while(|part| {
                part.as_os_str()
                    .to_str()
                    .is_some_and(|part| !is_pattern(part))
            })
            .collect();
        let depth =
            (!text.contains("**")).then(|| input.components().count() - fixed.components().count());
        let before = self.files.len();
        let root = if fixed.as_os_str().is_empty() {
            Path::new(".")
        } else {
            fixed.as_path()
        };
        let wanted = Wanted::Matching {
            matcher,
            depth,
            bare: fixed.as_os_str().is_empty(),
        };
        self.folder(root, &wanted);
        if self.files.len() == before {
            self.trouble(input, "nothing matches this pattern".to_owned());
        }
    }

    /// Walks a folder and the folders below it, deepest last. Links to folders are not followed, so
    /// there is no way to walk in circles.
    fn folder(&mut self, root: &Path, wanted: &Wanted) {
        let mut folders = vec![(root.to_owned(), 1_usize)];
        while let Some((folder, depth)) = folders.pop() {
            if self.except.is_some() && folder.canonicalize().ok() == self.except {
                continue;
            }
            let entries = fs::read_dir(&folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
            let mut entries = match entries {
                Ok(entries) => entries,
                Err(error) => {
                    self.trouble(&folder, format!("the folder cannot be read: {error}"));
                    continue;
                }
            };
            entries.sort_by_key(fs::DirEntry::file_name);
            for entry in entries {
                let path = entry.path();
                // A link that leads nowhere counts as a file: reading it says what is wrong.
                let link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
                let directory = if link {
                    path.is_dir()
                } else {
                    entry.file_type().is_ok_and(|kind| kind.is_dir())
                };
                if let Wanted::Matching {
                    matcher,
                    depth: most,
                    bare,
                } = wanted
                {
                    let shown = if *bare {
                        path.strip_prefix(".").unwrap_or(&path)
                    } else {
                        &path
                    };
                    if matcher.is_match(shown) && !is_hidden(&entry.file_name()) {
                        if directory {
                            self.folder(&path, &Wanted::Pdf);
                        } else {
                            self.file(&path);
                        }
                    } else if directory && !link && most.is_none_or(|most| depth < most) {
                        folders.push((path, depth + 1));
                    }
                    continue;
                }
                if is_hidden(&entry.file_name()) {
                    self.listing.skipped.hidden += 1;
                } else if directory && link {
                    self.listing.skipped.folder_links += 1;
                } else if directory {
                    folders.push((path, depth + 1));
                } else if is_pdf_name(&path) {
                    self.file(&path);
                } else {
                    self.listing.skipped.other_suffix += 1;
                }
            }
        }
    }

    fn trouble(&mut self, path: &Path, message: String) {
        self.listing
            .troubles
            .push((FileName::new(path.as_os_str()), message));
    }
}

enum Wanted {
    /// Names that end in `.pdf`.
    Pdf,
    /// Paths that match a pattern.
    Matching {
        matcher: GlobMatcher,
        /// How many folders deep a match can lie.
        depth: Option<usize>,
        /// The pattern begins in the current folder without saying so.
        bare: bool,
    },
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

fn is_pdf_name(path: &Path) -> bool {
    path.extension()
        .is_some_and(|suffix| suffix.eq_ignore_ascii_case("pdf"))
}

/// The same path without `./` and doubled separators, so that each file stands once.
fn tidy(path: &Path) -> PathBuf {
    let tidy: PathBuf = path
        .components()
        .filter(|part| *part != Component::CurDir)
        .collect();
    if tidy.as_os_str().is_empty() {
        path.to_owned()
    } else {
        tidy
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str, files: &[&str]) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("uip-list-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        for file in files {
            let path = folder.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        folder
    }

    fn below(folder: &Path, listing: &Listing) -> Vec<String> {
        listing
            .files
            .iter()
            .map(|file| {
                file.strip_prefix(folder)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .to_owned()
            })
            .collect()
    }

    #[test]
    fn folders_are_walked_in_order_and_what_is_passed_over_is_counted() {
        let root = folder(
            "walk",
            &["b.PDF", "a/z.pdf", "a/.x.pdf", "notes.txt", "out/o.pdf"],
        );
        let listing = list(&Request {
            inputs: vec![root.clone(), root.join("./a//z.pdf"), root.join("gone.pdf")],
            except: Some(root.join("out")),
            ..Request::default()
        });
        assert_eq!(below(&root, &listing), ["a/z.pdf", "b.PDF", "gone.pdf"]);
        assert_eq!(
            listing.skipped,
            Skipped {
                other_suffix: 1,
                hidden: 1,
                folder_links: 0
            }
        );
        fs::remove_dir_all(root).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn links_to_files_are_read_and_links_to_folders_are_not_followed() {
        use std::os::unix::fs::symlink;
        let root = folder("links", &["real/a.pdf"]);
        symlink("real/a.pdf", root.join("link.pdf")).unwrap();
        symlink("gone", root.join("nowhere.pdf")).unwrap();
        symlink("circle.pdf", root.join("circle.pdf")).unwrap();
        symlink("..", root.join("real/up")).unwrap();
        let listing = list(&Request {
            inputs: vec![root.clone()],
            ..Request::default()
        });
        let expected = ["circle.pdf", "link.pdf", "nowhere.pdf", "real/a.pdf"];
        assert_eq!(below(&root, &listing), expected);
        assert_eq!(listing.skipped.folder_links, 1);
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn patterns_match_paths() {
        let root = folder(
            "glob",
            &[
                "2022/a.pdf",
                "2023/b.pdf",
                "2023/x/c.pdf",
                "d[1].pdf",
                "e.txt",
            ],
        );
        let cases: [(&str, &[&str]); 6] = [
            ("*/*.pdf", &["2022/a.pdf", "2023/b.pdf"]),
            (
                "**/*.pdf",
                &["2022/a.pdf", "2023/b.pdf", "2023/x/c.pdf", "d[1].pdf"],
            ),
            ("202?", &["2022/a.pdf", "2023/b.pdf", "2023/x/c.pdf"]),
            ("{2022,2024}/*", &["2022/a.pdf"]),
            ("d[1].pdf", &["d[1].pdf"]),
            ("e.*", &["e.txt"]),
        ];
        for (pattern, files) in cases {
            let request = Request {
                inputs: vec![root.join(pattern)],
                ..Request::default()
            };
            assert_eq!(below(&root, &list(&request)), files, "{pattern}");
        }
        let none = list(&Request {
            inputs: vec![root.join("*.docx")],
            ..Request::default()
        });
        assert_eq!(none.files, Vec::<PathBuf>::new());
        assert_eq!(none.troubles.len(), 1);
        fs::remove_dir_all(root).unwrap();
    }
}
