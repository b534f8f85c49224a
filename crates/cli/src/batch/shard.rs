//! The parts of a run that is shared among machines: which file belongs to which, and that each has a
//! folder of its own.

use std::path::Path;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::folder::OutputTrouble;
use super::record::RunRecord;

/// One of so many parts of the inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Shard {
    /// Which one, from 1.
    pub(crate) index: u64,
    /// Of how many.
    pub(crate) of: u64,
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.split_once('/')
            .and_then(|(index, of)| {
                Some(Self {
                    index: index.parse().ok()?,
                    of: of.parse().ok()?,
                })
            })
            .filter(|shard| shard.index >= 1 && shard.index <= shard.of)
            .ok_or_else(|| "write K/N with K from 1 to N, such as 2/4".to_owned())
    }
}

impl Shard {
    /// Whether a file belongs to this part: by its path alone, so that parts need not know each other
    /// and stay the same when files come and go.
    pub(crate) fn holds(self, file: &Path) -> bool {
        part_of(file, self.of) == self.index
    }
}

/// Which part a file belongs to, from 1.
fn part_of(file: &Path, of: u64) -> u64 {
    let digest = Sha256::digest(file.as_os_str().as_encoded_bytes());
    let number = digest
        .iter()
        .take(8)
        .fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    number % of + 1
}

/// Two parts in one folder would each remove the other's results.
pub(crate) fn refuse_other_shard(
    root: &Path,
    last: Option<&RunRecord>,
    shard: Option<Shard>,
) -> Result<(), OutputTrouble> {
    match last.map(|record| record.shard) {
        Some(Some(held)) if Some(held) != shard => Err(OutputTrouble::other(
            root,
            format!(
                "this folder holds part {}/{} of a run; each part needs a folder of its own, and uip \
                 merge joins them",
                held.index, held.of
            ),
        )),
        Some(None) if shard.is_some() => Err(OutputTrouble::other(
            root,
            "this folder holds the results of a whole run; a part of a run needs a folder of its own",
        )),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_are_k_of_n() {
        assert_eq!("2/4".parse(), Ok(Shard { index: 2, of: 4 }));
        for wrong in ["0/4", "5/4", "1", "a/b", "-1/2", "1/0"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn every_file_belongs_to_one_part() {
        let mut sizes = [0; 4];
        for number in 0..1000 {
            let part = part_of(Path::new(&format!("archive/{number}.pdf")), 4);
            sizes[usize::try_from(part - 1).unwrap()] += 1;
        }
        assert!(
            sizes.iter().all(|size| (200..300).contains(size)),
            "{sizes:?}"
        );
    }
}
