//! Finds the evidence of a value by its path, so that a finding can show values as printed and
//! point at the places of all of them.

use std::{collections::BTreeMap, ops::Bound};

use uip_model::{Document, Evidence, Origin, ValueState};

/// The evidence of a document by path.
pub(crate) struct Trace<'a>(BTreeMap<&'a str, &'a Evidence>);

impl<'a> Trace<'a> {
    pub(crate) fn new(document: &'a Document) -> Self {
        Self(
            document
                .evidence
                .iter()
                .map(|e| (e.path.as_str(), e))
                .collect(),
        )
    }

    pub(crate) fn get(&self, path: &str) -> Option<&'a Evidence> {
        self.0.get(path).copied()
    }

    /// The text as printed; `None` where nothing is printed or nothing is known.
    pub(crate) fn printed(&self, path: &str) -> Option<&'a str> {
        self.get(path)
            .map(|e| e.printed.trim())
            .filter(|p| !p.is_empty())
    }

    pub(crate) fn state(&self, path: &str) -> Option<ValueState> {
        self.get(path).map(|e| e.state)
    }

    /// The evidence whose path begins with `prefix`, in the order of the paths.
    pub(crate) fn below(&self, prefix: &str) -> Vec<&'a Evidence> {
        self.0
            .range::<str, _>((Bound::Included(prefix), Bound::Unbounded))
            .take_while(|(path, _)| path.starts_with(prefix))
            .map(|(_, e)| *e)
            .collect()
    }

    /// The places of a value.
    pub(crate) fn origin(&self, path: &str) -> Vec<Origin> {
        self.get(path).map(|e| e.origin.clone()).unwrap_or_default()
    }

    /// The places of several values, each place once, in the order given.
    pub(crate) fn origins<P: AsRef<str>>(&self, paths: impl IntoIterator<Item = P>) -> Vec<Origin> {
        distinct(paths.into_iter().flat_map(|p| self.origin(p.as_ref())))
    }
}

/// Each place once, in the order of first mention.
pub(crate) fn distinct(origins: impl IntoIterator<Item = Origin>) -> Vec<Origin> {
    let mut seen: Vec<Origin> = Vec::new();
    for origin in origins {
        if !seen.contains(&origin) {
            seen.push(origin);
        }
    }
    seen
}
