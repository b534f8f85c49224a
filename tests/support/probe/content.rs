//! A page's content stream, a character map and a form, set into a PDF that uses everything a
//! content stream can name. A search that starts from whole files hardly gets so far, since a changed
//! byte in packed data makes all that follows unreadable.

use std::fmt::Write as _;

use uip::Options;

/// What separates the parts: content stream, `ToUnicode` map, form, width array.
const SEPARATOR: &[u8] = b"\n%%%\n";

/// Any bytes as content stream, character map, form and widths of a PDF.
pub fn content(bytes: &[u8]) {
    let mut options = Options::default();
    options.pdf.limits = super::limits();
    super::read(&pdf_of_content(bytes), &options);
}

/// The PDF that [`content`] reads.
pub fn pdf_of_content(bytes: &[u8]) -> Vec<u8> {
    let mut parts = split(bytes).into_iter();
    let mut part = || parts.next().unwrap_or_default();
    let (content, map, form, widths) = (part(), part(), part(), part());
    let mut pdf = Pdf::default();
    pdf.object(
        1,
        b"<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[12 0 R]/D<</OFF[12 0 R]>>>>>>",
    );
    pdf.object(2, b"<</Type/Pages/Kids[3 0 R]/Count 1>>");
    pdf.object(
        3,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources 5 0 R>>",
    );
    pdf.stream(4, b"", content);
    pdf.object(
        5,
        b"<</Font<</F1 6 0 R/F2 7 0 R/F3 9 0 R/F4 10 0 R/F5 14 0 R>>/XObject<</X1 11 0 R/X2 13 0 R>>\
          /ExtGState<</G1<</ca 0/CA 0>>/G2<</Font[7 0 R 9]/LW 0/D[[0.0000001]0]>>>>\
          /Properties<</O1 12 0 R>>/ColorSpace<</C1[/Indexed/DeviceRGB 1<FF000000FF00>]\
          /C2[/Separation/Sort/DeviceCMYK 16 0 R]/P1[/Pattern]>>\
          /Shading<</S1 17 0 R>>/Pattern<</T1<</PatternType 2/Shading 17 0 R>>>>>>",
    );
    pdf.object(
        6,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    );
    pdf.object(
        7,
        b"<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Calibri/Encoding/Identity-H\
          /DescendantFonts[8 0 R]/ToUnicode 15 0 R>>",
    );
    let mut descendant = b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Calibri/DW 500\
          /CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/W["
        .to_vec();
    // Only what may stand in an array of numbers, or the object would end there.
    descendant.extend(widths.iter().filter(|b| b" []-.0123456789".contains(b)));
    descendant.extend(b"]>>");
    pdf.object(8, &descendant);
    pdf.object(
        9,
        b"<</Type/Font/Subtype/TrueType/BaseFont/Wingdings/FirstChar 32/Widths[250 500]>>",
    );
    pdf.object(
        10,
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[0.001 0 0 0.001 0 0]\
          /FirstChar 65/LastChar 66/Widths[500 500]/CharProcs<</a 13 0 R/b 13 0 R>>\
          /Encoding<</Differences[65/a/b]>>/ToUnicode 15 0 R/Resources 5 0 R>>",
    );
    pdf.stream(
        11,
        b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources 5 0 R",
        form,
    );
    pdf.object(12, b"<</Type/OCG/Name(Lag)>>");
    pdf.stream(
        13,
        b"/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray",
        b"\xFF",
    );
    pdf.object(14, b"<</Type/Font/Subtype/Type1/BaseFont/Symbol>>");
    pdf.stream(15, b"", map);
    pdf.object(
        16,
        b"<</FunctionType 2/Domain[0 1]/C0[0 0 0 0]/C1[0 0 0 1]/N 1>>",
    );
    pdf.object(
        17,
        b"<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 9 9]\
          /Function<</FunctionType 2/Domain[0 1]/C0[0]/C1[1]/N 1>>>>",
    );
    pdf.finish()
}

fn split(bytes: &[u8]) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest
        .windows(SEPARATOR.len())
        .position(|window| window == SEPARATOR)
    {
        parts.push(&rest[..at]);
        rest = &rest[at + SEPARATOR.len()..];
    }
    parts.push(rest);
    parts
}

#[derive(Default)]
struct Pdf {
    bytes: Vec<u8>,
    places: Vec<usize>,
}

impl Pdf {
    fn object(&mut self, number: usize, value: &[u8]) {
        if self.bytes.is_empty() {
            self.bytes.extend(b"%PDF-1.7\n");
        }
        self.places.push(self.bytes.len());
        self.bytes.extend(format!("{number} 0 obj").bytes());
        self.bytes.extend(value);
        self.bytes.extend(b"endobj\n");
    }

    fn stream(&mut self, number: usize, entries: &[u8], data: &[u8]) {
        let mut value = format!("<</Length {}", data.len()).into_bytes();
        value.extend(entries);
        value.extend(b">>stream\n");
        value.extend(data);
        value.extend(b"\nendstream\n");
        self.object(number, &value);
    }

    fn finish(mut self) -> Vec<u8> {
        let mut end = format!("xref\n0 {}\n0000000000 65535 f \n", self.places.len() + 1);
        for place in &self.places {
            let _ = writeln!(end, "{place:010} 00000 n ");
        }
        let _ = write!(
            end,
            "trailer<</Size {}/Root 1 0 R>>startxref {} %%EOF",
            self.places.len() + 1,
            self.bytes.len()
        );
        self.bytes.extend(end.bytes());
        self.bytes
    }
}
