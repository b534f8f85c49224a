//! Fonts (ISO 32000-2, 9.5 to 9.10) as far as reading needs them: how wide each code is and which
//! characters it stands for. Outlines are never looked at, and an embedded font program is only
//! opened when nothing else says what a code means.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use hayro_font::{FontCache, FontGlyph, FontQuery};
use hayro_interpret::hayro_cmap::{self, BfString};
use hayro_syntax::object::{Array, Dict, Name, Stream};
use uip_model::Font;

use crate::Error;
use crate::character::{self, Characters, Said, plain_figure};
use crate::code_table::{CodeTable, Kind, Shows};
use crate::encoding::{Encoding, glyph_name, numbered_name};
use crate::figure_glyphs::{FigureGlyphs, is_figure};
use crate::font_codes::{Codes, Widths};
use crate::font_dict::{encoding, heights, is_bold, is_italic, to_unicode, without_subset_tag};
use crate::limits::Account;
use crate::symbols::{self, SymbolFont};
use crate::unpack::unpack;

/// A font of the document.
pub(crate) struct LoadedFont<'a> {
    /// Position in [`FontStore::fonts`].
    pub(crate) id: u32,
    pub(crate) info: Font,
    /// Height above and depth below the baseline in em, both positive.
    pub(crate) ascent: f32,
    pub(crate) descent: f32,
    pub(crate) codes: Codes,
    table: RefCell<CodeTable>,
    symbol: Option<SymbolFont>,
    widths: Widths,
    to_unicode: Option<hayro_cmap::CMap>,
    /// CID to Unicode of a predefined character collection.
    by_cid: Option<hayro_cmap::CMap>,
    differences: BTreeMap<u8, String>,
    base: Option<Encoding>,
    dict: Dict<'a>,
    /// The font as `hayro` reads it, opened when first asked.
    program: RefCell<Option<Option<hayro_font::Font<'a>>>>,
    /// A font program is part of the file.
    embedded: bool,
    figures: RefCell<Option<Rc<FigureGlyphs>>>,
}

/// The fonts of a document, each read once.
#[derive(Default)]
pub(crate) struct FontStore<'a> {
    pub(crate) fonts: Vec<Rc<LoadedFont<'a>>>,
    /// By the place of the font's dictionary in memory, which is the file's.
    known: BTreeMap<(usize, usize), u32>,
    hayro: FontCache<'a>,
}

impl<'a> FontStore<'a> {
    /// The font that a dictionary describes.
    pub(crate) fn font(
        &mut self,
        dict: &Dict<'a>,
        account: &mut Account<'_>,
    ) -> Result<Rc<LoadedFont<'a>>, Error> {
        let key = (dict.data().as_ptr() as usize, dict.data().len());
        if let Some(known) = self
            .known
            .get(&key)
            .and_then(|&id| self.fonts.get(id as usize))
        {
            return Ok(Rc::clone(known));
        }
        let id = u32::try_from(self.fonts.len()).unwrap_or(u32::MAX);
        let font = Rc::new(LoadedFont::read(id, dict, account)?);
        self.fonts.push(Rc::clone(&font));
        self.known.insert(key, id);
        Ok(font)
    }

    /// Works out a code that is not yet in the font's table: its entry there and its advance in em.
    pub(crate) fn add(
        &self,
        font: &LoadedFont<'a>,
        code: u32,
        account: &mut Account<'_>,
    ) -> Result<(u16, f32), Error> {
        font.add(code, &self.hayro, account)
    }
}

impl<'a> LoadedFont<'a> {
    pub(crate) fn table(&self) -> std::cell::Ref<'_, CodeTable> {
        self.table.borrow()
    }

    fn read(id: u32, dict: &Dict<'a>, account: &mut Account<'_>) -> Result<Self, Error> {
        let subtype = dict.get::<Name<'_>>("Subtype");
        let composite = subtype.as_deref() == Some(b"Type0");
        let descendant = dict
            .get::<Array<'_>>("DescendantFonts")
            .and_then(|fonts| fonts.iter::<Dict<'_>>().next())
            .unwrap_or_default();
        let described = if composite { &descendant } else { dict };
        let descriptor = described
            .get::<Dict<'_>>("FontDescriptor")
            .unwrap_or_default();
        let name = dict
            .get::<Name<'_>>("BaseFont")
            .or_else(|| descriptor.get::<Name<'_>>("FontName"))
            .or_else(|| dict.get::<Name<'_>>("Name"))
            .map(|name| without_subset_tag(name.as_str()).to_owned())
            .unwrap_or_default();
        let symbol = SymbolFont::by_name(&name);
        let flags = descriptor.get::<u32>("Flags").unwrap_or(0);
        let (ascent, descent) = heights(&descriptor);
        let (base, differences) = if composite {
            (None, BTreeMap::new())
        } else {
            encoding(
                dict,
                flags,
                symbol,
                subtype.as_deref() == Some(b"TrueType"),
                &descriptor,
            )
        };
        let codes = if composite {
            Codes::read(dict, account)?
        } else {
            Codes::Single
        };
        Ok(Self {
            id,
            info: Font {
                bold: is_bold(&name, flags, &descriptor),
                italic: is_italic(&name, flags, &descriptor),
                symbolic: symbols::is_symbol_font(&name),
                name,
            },
            ascent,
            descent,
            widths: if composite {
                Widths::composite(&descendant, account)?
            } else {
                Widths::simple(dict, &descriptor, account)?
            },
            by_cid: match &codes {
                Codes::Single | Codes::TwoBytes => None,
                codes => codes.to_unicode(),
            },
            codes,
            table: RefCell::default(),
            symbol,
            to_unicode: to_unicode(dict, account)?,
            differences,
            base,
            dict: dict.clone(),
            program: RefCell::new((composite).then_some(None)),
            embedded: subtype.as_deref() == Some(b"Type3")
                || ["FontFile", "FontFile2", "FontFile3"]
                    .iter()
                    .any(|key| descriptor.contains_key(key)),
            figures: RefCell::default(),
        })
    }

    /// Works out what a code shows and keeps it.
    fn add(
        &self,
        code: u32,
        hayro: &FontCache<'a>,
        account: &mut Account<'_>,
    ) -> Result<(u16, f32), Error> {
        let said = self.said(code, hayro, account)?;
        let shown = character::shown(&said, self.symbol);
        let advance = match self.widths.advance(self.codes.cid(code)) {
            Some(advance) => advance,
            None => self.program_advance(code, hayro, account)?,
        };
        let shows = Shows {
            advance: if advance.is_finite() { advance } else { 0.0 },
            kind: shown.kind,
            contradicted: self.contradicts(code, &shown, account)?,
            characters: &shown.characters,
        };
        Ok(self.table.borrow_mut().add(code, &shows))
    }

    /// What the PDF says that a code means.
    fn said(
        &self,
        code: u32,
        hayro: &FontCache<'a>,
        account: &mut Account<'_>,
    ) -> Result<Said, Error> {
        if let Some(said) = self
            .to_unicode
            .as_ref()
            .and_then(|map| map.lookup_bf_string(code))
            .map(Said::from)
            .filter(Said::is_something)
        {
            return Ok(said);
        }
        if let Some(said) = self
            .by_cid
            .as_ref()
            .and_then(|map| map.lookup_bf_string(self.codes.cid(code)))
            .map(Said::from)
        {
            return Ok(said);
        }
        let Ok(byte) = u8::try_from(code) else {
            return Ok(Said::Nothing);
        };
        if !matches!(self.codes, Codes::Single) {
            return Ok(Said::Nothing);
        }
        let named = self.differences.get(&byte);
        if let Some(name) = named {
            if let Some(found) = glyph_name(name).or_else(|| numbered_name(name, byte)) {
                return Ok(Said::Char(found));
            }
        } else if let Some(found) = self.base.and_then(|base| base.character(byte)) {
            return Ok(Said::Char(found));
        }
        Ok(self
            .with_program(hayro, account, |font| {
                match font.glyph(font.map_code(code), code) {
                    FontGlyph::Outline(glyph) => glyph.as_unicode(),
                    FontGlyph::Type3(glyph) => glyph.as_unicode(),
                }
            })?
            .flatten()
            .map_or(Said::Nothing, Said::from))
    }

    /// Whether the character map says another digit, or another mark in a number, than the encoding's
    /// glyph names or the embedded font program.
    fn contradicts(
        &self,
        code: u32,
        shown: &Characters,
        account: &mut Account<'_>,
    ) -> Result<bool, Error> {
        if self.to_unicode.is_none() || shown.kind == Kind::Unmapped {
            return Ok(false);
        }
        let mapped = match shown.characters.as_slice() {
            [(one, _)] => Some(*one),
            _ => None,
        };
        let figure = mapped.is_some_and(is_figure);
        let drawn = if matches!(self.codes, Codes::Single) {
            let named =
                u8::try_from(code)
                    .ok()
                    .and_then(|byte| match self.differences.get(&byte) {
                        Some(name) => glyph_name(name),
                        // An embedded program may have glyphs of its own under these codes.
                        None if self.embedded || !self.dict.contains_key("Encoding") => None,
                        None => self.base.and_then(|base| base.character(byte)),
                    });
            named.map(plain_figure)
        } else if figure || shown.kind == Kind::Nothing {
            self.figure_glyphs(account)?.of(self.codes.cid(code))
        } else {
            None
        };
        Ok(drawn.is_some() && drawn != mapped && (figure || drawn.is_some_and(is_figure)))
    }

    /// The glyphs of digits in the embedded program of a composite font.
    fn figure_glyphs(&self, account: &mut Account<'_>) -> Result<Rc<FigureGlyphs>, Error> {
        if let Some(known) = &*self.figures.borrow() {
            return Ok(Rc::clone(known));
        }
        let read = Rc::new(FigureGlyphs::read(&self.dict, account)?);
        *self.figures.borrow_mut() = Some(Rc::clone(&read));
        Ok(read)
    }

    /// The advance of a code that no width array has: of the standard fonts, which need none.
    fn program_advance(
        &self,
        code: u32,
        hayro: &FontCache<'a>,
        account: &mut Account<'_>,
    ) -> Result<f32, Error> {
        /// Advances are given in thousandths of an em.
        const UNITS: f64 = 1000.0;
        Ok(self
            .with_program(hayro, account, |font| font.code_advance(code).x / UNITS)?
            .unwrap_or(0.5) as f32)
    }

    /// Asks `hayro`'s reading of a simple font, which opens its embedded program.
    fn with_program<T>(
        &self,
        hayro: &FontCache<'a>,
        account: &mut Account<'_>,
        ask: impl FnOnce(&hayro_font::Font<'a>) -> T,
    ) -> Result<Option<T>, Error> {
        if !matches!(self.codes, Codes::Single) {
            return Ok(None);
        }
        let mut program = self.program.borrow_mut();
        if program.is_none() {
            *program = Some(self.open_program(hayro, account)?);
        }
        Ok(program.as_ref().and_then(Option::as_ref).map(ask))
    }

    fn open_program(
        &self,
        hayro: &FontCache<'a>,
        account: &mut Account<'_>,
    ) -> Result<Option<hayro_font::Font<'a>>, Error> {
        let descriptor = self
            .dict
            .get::<Dict<'_>>("FontDescriptor")
            .unwrap_or_default();
        // hayro unpacks the program without a limit, so its size is tried first.
        for key in ["FontFile", "FontFile2", "FontFile3"] {
            if let Some(file) = descriptor.get::<Stream<'_>>(key) {
                unpack(&file, account)?;
            }
        }
        Ok(hayro.font(
            &self.dict,
            &(Arc::new(|query: &FontQuery| {
                Some(match query {
                    FontQuery::Standard(font) => font.get_font_data(),
                    FontQuery::Fallback(query) => query.pick_standard_font().get_font_data(),
                })
            }) as hayro_font::FontResolverFn),
            &(Arc::new(hayro_cmap::load_embedded) as hayro_font::CMapResolverFn),
        ))
    }
}

impl From<BfString> for Said {
    fn from(string: BfString) -> Self {
        match string {
            BfString::Char(character) => Self::Char(character),
            BfString::String(text) => Self::Text(text),
        }
    }
}
