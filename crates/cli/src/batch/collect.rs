//! One entry for each input, as the workers give them, in the order of the inputs.

use std::collections::BTreeMap;

use super::folder::OutputTrouble;
use super::journal::Journal;
use super::progress::Progress;
use super::record::Entry;
use super::run::{Event, Fatal, Plan, run};
use crate::input::FileName;
use crate::report::Report;

/// What came of all inputs.
pub(crate) struct Collected {
    /// One entry an input, in the order of the inputs.
    pub(crate) entries: Vec<Entry>,
    /// How many came from earlier runs.
    pub(crate) from_cache: u64,
    /// Pages that were read in this run.
    pub(crate) pages_read: u64,
}

/// Has all inputs read; what is done is in the journal, what went wrong in the report.
pub(crate) fn collect(
    plan: &Plan<'_>,
    journal: &mut Journal,
    report: Report,
) -> Result<Collected, Fatal> {
    let count = plan.files.len();
    let mut entries: Vec<Option<Entry>> = vec![None; count];
    let mut duplicates: Vec<(usize, String, u64)> = Vec::new();
    let mut from_cache = 0;
    let mut pages_read = 0;
    let mut progress = Progress::new(report, u64::try_from(count).unwrap_or(u64::MAX));
    let journal_path = plan.folder.root().to_owned();
    let outcome = run(plan, |event| {
        match event {
            Event::Done {
                index,
                entry,
                notices,
                cached,
            } => {
                let pages = entry.document.as_ref().map_or(0, |digest| digest.pages);
                if cached {
                    from_cache += 1;
                } else {
                    pages_read += pages;
                    if entry.key.is_some() {
                        journal
                            .add(&entry)
                            .map_err(OutputTrouble::io(&journal_path))?;
                    }
                }
                if !notices.is_empty() {
                    progress.aside(|report| report.notices(&entry.name, &notices));
                }
                if let Some(failure) = &entry.failure {
                    progress.aside(|report| report.failure(&entry.name, failure));
                }
                progress.step(entry.outcome, if cached { 0 } else { pages });
                if let Some(slot) = entries.get_mut(index) {
                    *slot = Some(*entry);
                }
            }
            Event::Duplicate { index, key, size } => duplicates.push((index, key, size)),
        }
        Ok(())
    });
    progress.clear();
    outcome?;
    share_results(plan, &mut entries, duplicates);
    let mut entries: Vec<Entry> = entries.into_iter().flatten().collect();
    Entry::mark_duplicates(&mut entries);
    Ok(Collected {
        entries,
        from_cache,
        pages_read,
    })
}

/// Gives inputs with the same name and bytes the result of the one that was read.
fn share_results(
    plan: &Plan<'_>,
    entries: &mut [Option<Entry>],
    duplicates: Vec<(usize, String, u64)>,
) {
    if duplicates.is_empty() {
        return;
    }
    let by_key: BTreeMap<String, usize> = entries
        .iter()
        .enumerate()
        .filter_map(|(index, entry)| Some((entry.as_ref()?.key.clone()?, index)))
        .collect();
    for (index, key, size) in duplicates {
        let original = by_key
            .get(&key)
            .and_then(|original| entries.get(*original)?.clone());
        if let (Some(original), Some(path), Some(slot)) =
            (original, plan.files.get(index), entries.get_mut(index))
        {
            *slot = Some(Entry {
                name: FileName::new(path.as_os_str()),
                bytes: Some(size),
                ..original
            });
        }
    }
}
