//! Small PDFs for the tests: one page with a content stream, resources and boxes as wanted.
#![allow(dead_code, reason = "every test file uses a part of it")]

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use uip_model::{Page, PageSet, Visibility, Word};
use uip_pdf::{Error, Options};

/// A PDF of one page that is put together step by step.
pub(crate) struct Builder {
    pub(crate) document: Document,
    pub(crate) content: Vec<u8>,
    pub(crate) fonts: Dictionary,
    pub(crate) x_objects: Dictionary,
    pub(crate) states: Dictionary,
    pub(crate) properties: Dictionary,
    pub(crate) page: Dictionary,
    pub(crate) catalogue: Dictionary,
}

impl Builder {
    /// A4 with Helvetica as `F1` and Helvetica-Bold as `F2`, both not embedded and without widths.
    pub(crate) fn new(content: impl AsRef<[u8]>) -> Self {
        let mut document = Document::with_version("1.7");
        let mut fonts = Dictionary::new();
        for (name, font) in [("F1", "Helvetica"), ("F2", "Helvetica-Bold")] {
            let id = document.add_object(dictionary! {
                "Type" => "Font",
                "Subtype" => "Type1",
                "BaseFont" => font,
                "Encoding" => "WinAnsiEncoding",
            });
            fonts.set(name, id);
        }
        Self {
            document,
            content: content.as_ref().to_vec(),
            fonts,
            x_objects: Dictionary::new(),
            states: Dictionary::new(),
            properties: Dictionary::new(),
            page: dictionary! {
                "MediaBox" => vec![0.into(), 0.into(), 600.into(), 800.into()],
            },
            catalogue: Dictionary::new(),
        }
    }

    pub(crate) fn page(mut self, key: &str, value: impl Into<Object>) -> Self {
        self.page.set(key, value.into());
        self
    }

    pub(crate) fn font(mut self, name: &str, font: Dictionary) -> Self {
        let id = self.document.add_object(font);
        self.fonts.set(name, id);
        self
    }

    pub(crate) fn state(mut self, name: &str, state: Dictionary) -> Self {
        self.states.set(name, state);
        self
    }

    pub(crate) fn x_object(mut self, name: &str, dictionary: Dictionary, content: &[u8]) -> Self {
        let id = self.add_stream(dictionary, content);
        self.x_objects.set(name, id);
        self
    }

    pub(crate) fn add_stream(&mut self, dictionary: Dictionary, content: &[u8]) -> ObjectId {
        self.document
            .add_object(Stream::new(dictionary, content.to_vec()).with_compression(false))
    }

    /// The document, to be changed further.
    pub(crate) fn finish(mut self) -> Document {
        let content = self
            .document
            .add_object(Stream::new(Dictionary::new(), self.content).with_compression(false));
        let resources = self.document.add_object(dictionary! {
            "Font" => self.fonts,
            "XObject" => self.x_objects,
            "ExtGState" => self.states,
            "Properties" => self.properties,
        });
        let pages = self.document.new_object_id();
        let mut page = self.page;
        page.set("Type", "Page");
        page.set("Parent", pages);
        if page.get(b"Contents").is_err() {
            page.set("Contents", content);
        }
        page.set("Resources", resources);
        let page = self.document.add_object(page);
        self.document.objects.insert(
            pages,
            dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }.into(),
        );
        let mut catalogue = self.catalogue;
        catalogue.set("Type", "Catalog");
        catalogue.set("Pages", pages);
        let catalogue = self.document.add_object(catalogue);
        self.document.trailer.set("Root", catalogue);
        self.document.trailer.set(
            "ID",
            vec![
                Object::string_literal("0123456789abcdef"),
                Object::string_literal("0123456789abcdef"),
            ],
        );
        self.document
    }

    pub(crate) fn bytes(self) -> Vec<u8> {
        save(self.finish())
    }

    pub(crate) fn try_read(self) -> Result<PageSet, Error> {
        uip_pdf::read(&self.bytes(), &Options::default())
    }

    /// The page as read.
    pub(crate) fn read(self) -> Page {
        self.try_read().unwrap().pages.remove(0)
    }
}

pub(crate) fn save(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// The page that a content stream draws.
pub(crate) fn page(content: impl AsRef<[u8]>) -> Page {
    Builder::new(content).read()
}

/// The texts of all words; glued ones with `+` before them.
pub(crate) fn texts(page: &Page) -> Vec<String> {
    page.words
        .iter()
        .map(|word| format!("{}{}", if word.glued { "+" } else { "" }, word.text))
        .collect()
}

/// Texts and visibilities.
pub(crate) fn seen(page: &Page) -> Vec<(&str, Visibility)> {
    page.words
        .iter()
        .map(|word| (word.text.as_str(), word.visibility))
        .collect()
}

/// The only word with this text.
pub(crate) fn word<'p>(page: &'p Page, text: &str) -> &'p Word {
    let mut found = page.words.iter().filter(|word| word.text == text);
    match (found.next(), found.next()) {
        (Some(word), None) => word,
        _ => panic!("not one word {text:?} in {:?}", texts(page)),
    }
}

/// A box rounded to whole points.
pub(crate) fn rounded(bbox: &uip_model::Rect) -> [i32; 4] {
    [bbox.x0, bbox.y0, bbox.x1, bbox.y1].map(|v| v.round() as i32)
}

/// A `ToUnicode` map of one-byte codes.
pub(crate) fn to_unicode(entries: &[(u8, &str)]) -> Vec<u8> {
    let mut map = String::from(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n\
         /CMapName /Adobe-Identity-UCS def /CMapType 2 def\n\
         1 begincodespacerange <00> <FF> endcodespacerange\n",
    );
    map += &format!("{} beginbfchar\n", entries.len());
    for (code, text) in entries {
        let units: String = text
            .encode_utf16()
            .map(|unit| format!("{unit:04X}"))
            .collect();
        map += &format!("<{code:02X}> <{units}>\n");
    }
    map += "endbfchar endcmap end end";
    map.into_bytes()
}

/// A simple font whose codes from `A` on mean these texts, each half an em wide, but for those that
/// have no width.
pub(crate) fn mapped_font(builder: &mut Builder, name: &str, base: &str, meanings: &[&str]) {
    let entries: Vec<(u8, &str)> = (b'A'..).zip(meanings.iter().copied()).collect();
    let map = builder.add_stream(Dictionary::new(), &to_unicode(&entries));
    let widths: Vec<Object> = meanings
        .iter()
        .map(|text| match *text {
            "\u{200B}" | "\u{202E}" | "\u{30A}" => 0.into(),
            _ => 500.into(),
        })
        .collect();
    let id = builder.document.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "TrueType",
        "BaseFont" => base,
        "FirstChar" => 65,
        "LastChar" => 65 + meanings.len() as i64 - 1,
        "Widths" => widths,
        "ToUnicode" => map,
    });
    builder.fonts.set(name, id);
}
