//! What became of each word of a page: claimed by the structure, furniture, left over, or hidden.

use uip::Steps;
use uip::model::{Page, Visibility};

/// What became of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// It stands in a line or as a mark of the structure.
    Field,
    /// Page number, running head or foot, repeated header.
    Furniture,
    /// Nothing claims it.
    Leftover,
    /// Readers of the page do not see it, and nothing claims it.
    Hidden(Visibility),
}

impl Role {
    /// The name in print; empty for the usual case.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Field => "",
            Self::Furniture => "furniture",
            Self::Leftover => "leftover",
            Self::Hidden(Visibility::Visible) => "hidden",
            Self::Hidden(Visibility::Invisible) => "hidden: invisible",
            Self::Hidden(Visibility::Blank) => "hidden: colour of the ground",
            Self::Hidden(Visibility::Clipped) => "hidden: clipped",
            Self::Hidden(Visibility::OffPage) => "hidden: off the page",
            Self::Hidden(Visibility::Covered) => "hidden: covered",
            Self::Hidden(Visibility::Doubled) => "hidden: second copy",
        }
    }
}

/// The role of every word of a page, in the order of [`Page::words`].
pub(crate) fn roles(steps: &Steps, page: &Page) -> Vec<Role> {
    let mut roles: Vec<Role> = page
        .words
        .iter()
        .map(|word| match word.visibility {
            Visibility::Visible => Role::Leftover,
            hidden => Role::Hidden(hidden),
        })
        .collect();
    let mut claim = |word: u32, role: Role| {
        if let Some(known) = roles.get_mut(word as usize) {
            *known = role;
        }
    };
    let transcript = &steps.transcript;
    uip_extractor::each_line(transcript, &mut |line| {
        if line.page == page.number {
            line.words.iter().for_each(|w| claim(w.word, Role::Field));
        }
    });
    let own = |mark: &&uip::model::MarkWord| mark.page == page.number;
    for mark in transcript.marks.iter().filter(own) {
        claim(mark.word, Role::Field);
    }
    for mark in transcript.furniture.iter().filter(own) {
        claim(mark.word, Role::Furniture);
    }
    roles
}
