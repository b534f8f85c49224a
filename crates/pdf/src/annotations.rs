//! Annotations (ISO 32000-2, 12.5): what of them a reader sees is drawn like the page; what would
//! change the page's words and is not drawn is noted.

use std::collections::BTreeSet;

use hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use hayro_syntax::page::Page as PdfPage;
use uip_model::Rect;

use crate::Error;
use crate::document::text_string;
use crate::interpret::Interpreter;
use crate::page::items;
use crate::x_object::shown_box;

/// Annotation flags (ISO 32000-2, table 167).
const HIDDEN: u32 = 1 << 1;
const NO_VIEW: u32 = 1 << 5;

/// Annotations that take words back, whether or not they have an appearance.
const TAKE_BACK: [&str; 3] = ["Caret", "Redact", "StrikeOut"];

/// Annotations that show words or cover some; where they have no appearance, each viewer makes one.
const SHOW: [&str; 8] = [
    "Circle", "FreeText", "Ink", "Line", "PolyLine", "Polygon", "Square", "Stamp",
];

/// Annotations of one page that may change what it says and were not read.
#[derive(Debug, Default)]
pub(crate) struct Unread {
    /// Their kinds, as the standard names them.
    pub(crate) kinds: BTreeSet<String>,
    pub(crate) places: Vec<Rect>,
}

/// Draws the annotations that a reader sees, form fields among them, and tells which could not be.
pub(crate) fn draw<'a>(
    page: &PdfPage<'a>,
    interpreter: &mut Interpreter<'_, 'a, '_>,
) -> Result<Unread, Error> {
    let mut unread = Unread::default();
    let Some(list) = page.raw().get::<Array<'a>>("Annots") else {
        return Ok(unread);
    };
    for annotation in items(&list, page) {
        let Some(Object::Dict(annotation)) = annotation else {
            continue;
        };
        let flags = annotation.get::<u32>("F").unwrap_or(0);
        let kind = annotation.get::<Name<'_>>("Subtype");
        let kind = kind.as_ref().map_or("", Name::as_str);
        if flags & (HIDDEN | NO_VIEW) != 0
            || kind == "Popup"
            || interpreter.reading.layers.hides(&annotation, b"OC")
        {
            continue;
        }
        let Some(rect) = annotation.get::<hayro_syntax::object::Rect>("Rect") else {
            continue;
        };
        let appearance = appearance(&annotation);
        let first = interpreter.drawing.glyphs.len();
        if let Some(appearance) = &appearance {
            interpreter.annotation(appearance, &rect, page.resources())?;
        }
        let understood = match kind {
            kind if TAKE_BACK.contains(&kind) => false,
            kind if SHOW.contains(&kind) => appearance.is_some(),
            "Widget" => shows_its_value(&annotation, first, interpreter),
            _ => true,
        };
        if !understood {
            unread.kinds.insert(kind.to_owned());
            let ctm = interpreter.state.ctm;
            let place = shown_box(ctm, rect.x0, rect.y0, rect.x1, rect.y1);
            unread.places.push(place);
        }
    }
    Ok(unread)
}

/// The normal appearance, of the annotation's state where it has several.
fn appearance<'a>(annotation: &Dict<'a>) -> Option<Stream<'a>> {
    match annotation.get::<Dict<'a>>("AP")?.get::<Object<'a>>("N")? {
        Object::Stream(stream) => Some(stream),
        Object::Dict(states) => match annotation.get::<Name<'_>>("AS") {
            Some(state) => states.get::<Stream<'a>>(state.as_ref()),
            None => states.get::<Stream<'a>>("Off"),
        },
        _ => None,
    }
}

/// Whether the glyphs that a text field drew, from `first` on, have the letters and digits of its
/// value (12.7.5.3). Other fields have no value that is printed.
fn shows_its_value(field: &Dict<'_>, first: usize, interpreter: &Interpreter<'_, '_, '_>) -> bool {
    let is_text =
        matches!(inherited(field, "FT"), Some(Object::Name(kind)) if kind.as_ref() == b"Tx");
    let value = match inherited(field, "V") {
        Some(Object::String(value)) if is_text => value,
        _ => return true,
    };
    let plain = |text: String| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let shown = interpreter.shown_since(first);
    plain(text_string(value.as_bytes())) == plain(shown)
}

/// An entry that a field may have from those above it (12.7.4.1).
fn inherited<'a>(field: &Dict<'a>, key: &str) -> Option<Object<'a>> {
    /// Fields inside fields; forms nest two or three.
    const MAX_DEPTH: u32 = 16;
    let mut at = field.clone();
    for _ in 0..MAX_DEPTH {
        if let Some(found) = at.get::<Object<'a>>(key) {
            return Some(found);
        }
        at = at.get::<Dict<'a>>("Parent")?;
    }
    None
}
