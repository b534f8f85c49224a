//! `links.toml`: what a person knows better than the documents.
//!
//! ```toml
//! # A continuation that no document states, or that could not be told from another.
//! [[link]]
//! from = "uip-2019-2"             # ids as in lineage.csv and chain_members.csv
//! to = "uip-2022-1.6"
//! kind = "carried_on"             # carried_on (default), predecessor, same_initiative, evaluated_by
//! because = "mail of 3 May"       # shown as the link's evidence
//!
//! # A link that is wrong. Without a kind, every link from the one to the other goes.
//! [[unlink]]
//! from = "row-2019-sejlklub"
//! to = "uip-2022-1.1"
//!
//! # A name that stays with a chain whatever documents are added before its first member.
//! [[chain]]
//! member = "uip-2022-1.6"
//! id = "voldsudsatte"
//! ```

use serde::Deserialize;

use super::LinkKind;

/// The content of `links.toml`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Links {
    /// Links to add.
    #[serde(default)]
    pub link: Vec<AddedLink>,
    /// Links to remove.
    #[serde(default)]
    pub unlink: Vec<RemovedLink>,
    /// Names of chains.
    #[serde(default)]
    pub chain: Vec<ChainName>,
}

/// A link that a person adds.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddedLink {
    /// Id of the earlier member.
    pub from: String,
    /// Id of the later member.
    pub to: String,
    /// What the link says.
    #[serde(default)]
    pub kind: LinkKind,
    /// Why, in the person's own words.
    #[serde(default)]
    pub because: String,
}

/// A link that a person removes.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemovedLink {
    /// Id of the earlier member.
    pub from: String,
    /// Id of the later member.
    pub to: String,
    /// Only links of this kind; without it all between the two.
    #[serde(default)]
    pub kind: Option<LinkKind>,
}

/// A name for the chain that a member belongs to.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChainName {
    /// Id of any member of the chain.
    pub member: String,
    /// The chain's id from now on.
    pub id: String,
}

/// Why a `links.toml` cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LinksError {
    /// It is not TOML, or has other keys than it may have. The cause names line and column.
    #[error("the links are not readable: {0}")]
    Syntax(#[from] toml::de::Error),
    /// A link goes from a member to itself.
    #[error("[[{table}]] number {number} goes from `{id}` to itself; give two different ids")]
    Self_ {
        /// `link` or `unlink`.
        table: &'static str,
        /// Counted from 1.
        number: usize,
        /// The id.
        id: String,
    },
    /// The same link is added and removed.
    #[error("the link from `{from}` to `{to}` is both added and removed; delete one of the two")]
    Contradiction {
        /// Id of the earlier member.
        from: String,
        /// Id of the later member.
        to: String,
    },
    /// An id or a chain's name is empty.
    #[error("[[{table}]] number {number} has an empty {key}")]
    Empty {
        /// `link`, `unlink` or `chain`.
        table: &'static str,
        /// Counted from 1.
        number: usize,
        /// `from`, `to`, `member` or `id`.
        key: &'static str,
    },
}

impl Links {
    /// Reads the text of a `links.toml`.
    ///
    /// # Errors
    /// When it is not TOML, has unknown keys, or contradicts itself.
    pub fn parse(text: &str) -> Result<Self, LinksError> {
        let links: Self = toml::from_str(text)?;
        let ends = |table, rows: Vec<(&str, &str)>| {
            for ((from, to), number) in rows.into_iter().zip(1..) {
                for (key, id) in [("from", from), ("to", to)] {
                    if id.trim().is_empty() {
                        return Err(LinksError::Empty { table, number, key });
                    }
                }
                if from == to {
                    let id = from.to_owned();
                    return Err(LinksError::Self_ { table, number, id });
                }
            }
            Ok(())
        };
        ends(
            "link",
            links.link.iter().map(|l| (&*l.from, &*l.to)).collect(),
        )?;
        ends(
            "unlink",
            links.unlink.iter().map(|l| (&*l.from, &*l.to)).collect(),
        )?;
        for (chain, number) in links.chain.iter().zip(1..) {
            for (key, id) in [("member", &chain.member), ("id", &chain.id)] {
                if id.trim().is_empty() {
                    return Err(LinksError::Empty {
                        table: "chain",
                        number,
                        key,
                    });
                }
            }
        }
        if let Some(both) = links
            .link
            .iter()
            .find(|l| links.removes(&l.from, &l.to, l.kind))
        {
            return Err(LinksError::Contradiction {
                from: both.from.clone(),
                to: both.to.clone(),
            });
        }
        Ok(links)
    }

    /// Whether such a link is to be removed.
    pub(crate) fn removes(&self, from: &str, to: &str, kind: LinkKind) -> bool {
        self.unlink.iter().any(|l| {
            let same = l.from == from && l.to == to;
            let turned = kind == LinkKind::SameInitiative && l.from == to && l.to == from;
            (same || turned) && l.kind.is_none_or(|k| k == kind)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        Links::parse(text).unwrap_err().to_string()
    }

    #[test]
    fn the_documented_example_is_read() {
        let source = include_str!("overrides.rs");
        let example: String = source
            .lines()
            .skip_while(|line| !line.contains("```toml"))
            .skip(1)
            .take_while(|line| !line.contains("```"))
            .map(|line| line.trim_start_matches("//!").to_owned() + "\n")
            .collect();
        let links = Links::parse(&example).unwrap();
        assert_eq!(
            links.link,
            [AddedLink {
                from: "uip-2019-2".into(),
                to: "uip-2022-1.6".into(),
                kind: LinkKind::CarriedOn,
                because: "mail of 3 May".into()
            }]
        );
        assert_eq!(links.unlink.len(), 1);
        assert_eq!(
            links.chain.first().map(|c| c.id.as_str()),
            Some("voldsudsatte")
        );
        assert_eq!(Links::parse("").unwrap(), Links::default());
    }

    #[test]
    fn errors_say_what_to_do() {
        assert!(error("[[link]]\nfrom = 'a'\nto = 'b'\nwhy = 'c'").contains("unknown field `why`"));
        assert!(error("[[link]]\nfrom = 'a'\nto = 'b'\nkind = 'after'").contains("line 4"));
        assert_eq!(
            error("[[link]]\nfrom = 'a'\nto = 'a'"),
            "[[link]] number 1 goes from `a` to itself; give two different ids"
        );
        assert_eq!(
            error("[[chain]]\nmember = 'a'\nid = ''"),
            "[[chain]] number 1 has an empty id"
        );
        assert_eq!(
            error("[[link]]\nfrom='a'\nto='b'\n[[unlink]]\nfrom='a'\nto='b'"),
            "the link from `a` to `b` is both added and removed; delete one of the two"
        );
    }
}
