//! The words of Danish titles that say little about which initiative is meant, and those that name
//! a phase. The lists are closed classes of the language or of the programme (the four phases of
//! SUSI), not words of single releases.

/// A step of the programme's model of development (SUSI: *Strategi for udvikling af den sociale
/// indsats*), in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// An idea is looked for and described.
    Screening,
    /// It is matured with a few municipalities.
    Modning,
    /// It is tried and its effect measured.
    #[serde(rename = "afprøvning")]
    Afproevning,
    /// It is spread.
    Udbredelse,
}

impl Phase {
    /// The phase with this value in the common JSON; `None` for any other text.
    pub fn from_value(value: &str) -> Option<Self> {
        match value.trim().to_lowercase().as_str() {
            "screening" => Some(Self::Screening),
            "modning" => Some(Self::Modning),
            "afprøvning" => Some(Self::Afproevning),
            "udbredelse" => Some(Self::Udbredelse),
            _ => None,
        }
    }

    /// The value in the common JSON.
    pub fn value(self) -> &'static str {
        match self {
            Self::Screening => "screening",
            Self::Modning => "modning",
            Self::Afproevning => "afprøvning",
            Self::Udbredelse => "udbredelse",
        }
    }

    /// The phase that a word of a title names: `Screening`, `modningsinitiativ`, `udbredelsen`.
    /// The word is in lower case.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        [
            ("screening", Self::Screening),
            ("modning", Self::Modning),
            ("afprøvning", Self::Afproevning),
            ("udbredelse", Self::Udbredelse),
        ]
        .into_iter()
        .find(|(stem, _)| {
            word.strip_prefix(stem)
                .is_some_and(|rest| ENDINGS_OF_PHASES.contains(&rest))
        })
        .map(|(_, phase)| phase)
    }
}

/// What may follow a phase's name in a word that still names only the phase.
const ENDINGS_OF_PHASES: &[&str] = &[
    "",
    "s",
    "en",
    "n",
    "ens",
    "ns",
    "er",
    "erne",
    "sinitiativ",
    "sinitiativet",
    "initiativ",
    "initiativet",
    "sfase",
    "sfasen",
    "sprojekt",
    "sprojektet",
];

/// Words without content of their own: articles, prepositions, pronouns, conjunctions and forms of
/// *være*, *have*, *blive* and the modal verbs.
pub(crate) const FUNCTION_WORDS: &[&str] = &[
    "ad",
    "af",
    "at",
    "blev",
    "blive",
    "bliver",
    "da",
    "de",
    "dem",
    "den",
    "denne",
    "der",
    "deres",
    "det",
    "dette",
    "disse",
    "efter",
    "eller",
    "en",
    "er",
    "et",
    "for",
    "fordi",
    "fra",
    "før",
    "gennem",
    "han",
    "har",
    "have",
    "hos",
    "hun",
    "hvad",
    "hvor",
    "hvordan",
    "i",
    "ift",
    "igennem",
    "ikke",
    "ind",
    "inden",
    "kan",
    "kunne",
    "man",
    "med",
    "mellem",
    "men",
    "mod",
    "mv",
    "når",
    "og",
    "om",
    "omkring",
    "op",
    "over",
    "overfor",
    "per",
    "pr",
    "på",
    "samt",
    "sig",
    "sin",
    "sine",
    "sit",
    "skal",
    "skulle",
    "som",
    "til",
    "ud",
    "uden",
    "under",
    "ved",
    "vedr",
    "vedrørende",
    "via",
    "vil",
    "være",
    "å",
];

/// Endings of Danish nouns and adjectives: number, definiteness, genitive, agreement.
pub(crate) const INFLECTIONS: &[&str] = &[
    "e", "en", "ene", "enes", "ens", "er", "erne", "ernes", "ers", "et", "ets", "n", "ne", "nes",
    "ns", "r", "rne", "rnes", "rs", "s", "t", "ts",
];

/// Abbreviations with full stops that are function words; removed before the title is cut into
/// words, because their letters would look like names (`Model B`).
pub(crate) const ABBREVIATIONS: &[&str] = &[
    "o.l.", "o. l.", "o.lign.", "m.v.", "m. v.", "mv.", "m.m.", "m.fl.", "m. fl.", "mfl.", "bl.a.",
    "bl. a.", "f.eks.", "fx.", "jf.", "jf.", "evt.", "inkl.", "ekskl.", "ca.", "hhv.", "ift.",
    "vedr.", "osv.", "dvs.", "pga.", "mht.",
];

/// Nouns and verbs' nouns with which any initiative may be called; they weigh half of what their
/// rarity would give them, so that a common *model for* or *indsats til* joins nothing.
pub(crate) const GENERAL_WORDS: &[&str] = &[
    "bedre",
    "forløb",
    "indsats",
    "indsatser",
    "initiativ",
    "initiativer",
    "metode",
    "metoder",
    "model",
    "modeller",
    "program",
    "projekt",
    "projekter",
    "styrket",
    "styrkelse",
    "tilbud",
    "tilgang",
    "udvikling",
    "viden",
    "videreudvikling",
];
