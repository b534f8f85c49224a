//! Marked content (ISO 32000-2, 14.6): sequences on a layer that is off, and those with a text that
//! stands for their glyphs.

use hayro_syntax::object::{Dict, Name, Object, String as PdfString};
use hayro_syntax::page::Resources;

use crate::document::text_string;
use crate::drawing::Replacement;
use crate::interpret::Interpreter;

/// A marked-content sequence that was begun.
pub(crate) enum Mark {
    Plain,
    /// On a layer that is off.
    Hidden,
    /// With a text that stands for its glyphs, from this glyph on.
    Replaced {
        first: usize,
        text: String,
    },
}

/// The sequences of a content stream that were begun and not ended, each inside the one before.
#[derive(Default)]
pub(crate) struct MarkedContent {
    open: Vec<Mark>,
    /// How many of them are hidden.
    hidden: u32,
}

impl MarkedContent {
    pub(crate) fn begin(&mut self, mark: Mark) {
        self.hidden += u32::from(matches!(mark, Mark::Hidden));
        self.open.push(mark);
    }

    /// Ends the last one. Gives its text, where it has one, and the first of its glyphs.
    pub(crate) fn end(&mut self) -> Option<(usize, String)> {
        match self.open.pop()? {
            Mark::Plain => None,
            Mark::Hidden => {
                self.hidden = self.hidden.saturating_sub(1);
                None
            }
            Mark::Replaced { first, text } => Some((first, text)),
        }
    }

    /// Whether what is drawn now is on a layer that is off.
    pub(crate) fn hides(&self) -> bool {
        self.hidden > 0
    }
}

impl<'a> Interpreter<'_, 'a, '_> {
    /// What a marked-content sequence with properties means to a reader.
    pub(crate) fn mark(
        &self,
        tag: &Name<'_>,
        properties: &Object<'_>,
        resources: &Resources<'a>,
    ) -> Mark {
        if tag.as_ref() == b"OC" {
            return match properties {
                Object::Name(name) if self.reading.layers.hides(&resources.properties, name) => {
                    Mark::Hidden
                }
                _ => Mark::Plain,
            };
        }
        let text = match properties {
            Object::Dict(dict) => dict.get::<PdfString<'_>>("ActualText"),
            Object::Name(name) => resources
                .properties
                .get::<Dict<'_>>(name)
                .and_then(|dict| dict.get::<PdfString<'_>>("ActualText")),
            _ => None,
        };
        text.map_or(Mark::Plain, |text| Mark::Replaced {
            first: self.drawing.glyphs.len(),
            text: match text.as_bytes() {
                b"\xFE\xFF\x00\xAD" => "\u{AD}".to_owned(),
                bytes => text_string(bytes),
            },
        })
    }

    /// Ends a sequence whose glyphs have a text of their own.
    pub(crate) fn replace_from(&mut self, first: usize, text: String) {
        let glyphs = first..self.drawing.glyphs.len();
        let free = self
            .drawing
            .replacements
            .last()
            .is_none_or(|last| last.glyphs.end <= first);
        if !glyphs.is_empty() && free {
            self.drawing.replacements.push(Replacement { glyphs, text });
        }
    }
}
