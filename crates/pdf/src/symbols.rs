//! Symbol fonts: what a character code of theirs shows. Producers write these codes as private-use
//! characters (U+F0B7), as Latin letters (`x` in Wingdings) or as the right symbol; the font's name
//! and the code together say what a reader sees.

/// The symbol fonts whose codes are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SymbolFont {
    Wingdings,
    Wingdings2,
    Wingdings3,
    Webdings,
    Symbol,
    ZapfDingbats,
}

impl SymbolFont {
    /// By PostScript name (`Wingdings-Regular`, `ABCDEF+SymbolMT`).
    pub(crate) fn by_name(name: &str) -> Option<Self> {
        let plain: String = name
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        if plain.contains("wingdings2") {
            Some(Self::Wingdings2)
        } else if plain.contains("wingdings3") {
            Some(Self::Wingdings3)
        } else if plain.contains("wingdings") {
            Some(Self::Wingdings)
        } else if plain.contains("webdings") {
            Some(Self::Webdings)
        } else if plain.contains("dingbats") {
            Some(Self::ZapfDingbats)
        } else if matches!(
            plain.as_str(),
            "symbol" | "symbolmt" | "symbolps" | "standardsymbolsps"
        ) || plain.starts_with("symbolmt")
            || plain.starts_with("opensymbol")
            || plain.starts_with("standardsymbols")
        {
            Some(Self::Symbol)
        } else {
            None
        }
    }

    /// What the code shows, `None` where no table knows it.
    fn symbol(self, code: u8) -> Option<char> {
        let table = match self {
            Self::Wingdings => WINGDINGS,
            Self::Wingdings2 => WINGDINGS_2,
            Self::Wingdings3 => WINGDINGS_3,
            Self::Webdings => WEBDINGS,
            Self::Symbol => SYMBOL,
            Self::ZapfDingbats => ZAPF_DINGBATS,
        };
        table
            .iter()
            .find(|(known, _)| *known == code)
            .map(|(_, symbol)| *symbol)
    }
}

/// Whether a font's name says that its codes are not letters.
pub(crate) fn is_symbol_font(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    SymbolFont::by_name(name).is_some()
        || ["symbol", "emoji", "dingbat", "fontawesome", "icons"]
            .iter()
            .any(|part| lower.contains(part))
}

/// The character that a reader sees for what the PDF says, given the font.
pub(crate) fn resolve(font: Option<SymbolFont>, said: char) -> char {
    let code = match said {
        // Windows puts the codes of symbol fonts at U+F000.
        '\u{F000}'..='\u{F0FF}' => u8::try_from(said as u32 - 0xF000).ok(),
        '\0'..='\u{FF}' if font.is_some() => u8::try_from(said as u32).ok(),
        // What the code says when it was read as Windows-1252.
        _ if font.is_some() => crate::encoding::windows_1252_code(said),
        _ => None,
    };
    if let Some(code) = code {
        let known = match font {
            Some(font) => font.symbol(code),
            // A private-use code without a font that explains it: a bullet has the same code in
            // Symbol and in fonts made after it; the boxes are those of Wingdings.
            None => SymbolFont::Symbol
                .symbol(code)
                .filter(|_| code == 0xB7)
                .or_else(|| SymbolFont::Wingdings.symbol(code)),
        };
        if let Some(symbol) = known {
            return symbol;
        }
    }
    same_symbol(said)
}

/// One character for symbols that look alike: boxes to tick, ticked boxes, crossed boxes.
fn same_symbol(symbol: char) -> char {
    match symbol {
        '□' | '◻' | '⬜' | '▢' | '❏' | '❐' | '❑' | '❒' | '🞏' | '🗆' | '⎕' | '⃞' => {
            '☐'
        }
        '🗹' | '✅' | '🗸' => '☑',
        '🗷' | '🗵' | '⌧' | '⊠' | '❎' | '🗶' | '⮽' | '⮾' => '☒',
        other => other,
    }
}

/// Microsoft Wingdings, the codes that documents use for list marks, boxes, ticks and arrows.
const WINGDINGS: &[(u8, char)] = &[
    (0x6C, '●'),
    (0x6E, '■'),
    (0x6F, '☐'),
    (0x70, '☐'),
    (0x71, '☐'),
    (0x72, '☐'),
    (0x73, '⬧'),
    (0x74, '⧫'),
    (0x75, '◆'),
    (0x76, '❖'),
    (0x77, '⬥'),
    (0x78, '☒'),
    (0x9E, '·'),
    (0x9F, '•'),
    (0xA0, '▪'),
    (0xA1, '○'),
    (0xA7, '▪'),
    (0xA8, '☐'),
    (0xD8, '➢'),
    (0xDC, '➲'),
    (0xDF, '←'),
    (0xE0, '→'),
    (0xE1, '↑'),
    (0xE2, '↓'),
    (0xE8, '➔'),
    (0xEF, '⇦'),
    (0xF0, '⇨'),
    (0xFB, '✗'),
    (0xFC, '✓'),
    (0xFD, '☒'),
    (0xFE, '☑'),
];

const WINGDINGS_2: &[(u8, char)] = &[
    (0x2A, '☐'),
    (0x4F, '✗'),
    (0x50, '✓'),
    (0x51, '☒'),
    (0x52, '☑'),
    (0x53, '☒'),
    (0x54, '☒'),
    (0x96, '•'),
    (0x97, '●'),
    (0x98, '●'),
    (0xA2, '■'),
    (0xA3, '☐'),
    (0xA4, '☐'),
];

const WINGDINGS_3: &[(u8, char)] = &[
    (0x22, '↑'),
    (0x23, '↓'),
    (0x67, '→'),
    (0x7D, '▶'),
    (0x84, '▶'),
];

const WEBDINGS: &[(u8, char)] = &[
    (0x34, '▶'),
    (0x3C, '■'),
    (0x3D, '•'),
    (0x61, '✓'),
    (0x63, '☐'),
    (0x67, '■'),
    (0x6E, '●'),
    (0x72, '✗'),
];

/// Adobe Symbol, the codes outside the Greek letters.
const SYMBOL: &[(u8, char)] = &[
    (0x2D, '−'),
    (0xA3, '≤'),
    (0xA5, '∞'),
    (0xA7, '♣'),
    (0xA8, '♦'),
    (0xA9, '♥'),
    (0xAA, '♠'),
    (0xAB, '↔'),
    (0xAC, '←'),
    (0xAD, '↑'),
    (0xAE, '→'),
    (0xAF, '↓'),
    (0xB0, '°'),
    (0xB1, '±'),
    (0xB3, '≥'),
    (0xB4, '×'),
    (0xB7, '•'),
    (0xB8, '÷'),
    (0xB9, '≠'),
    (0xBB, '≈'),
    (0xBC, '…'),
    (0xD7, '⋅'),
    (0xDE, '⇒'),
    (0xE0, '◊'),
];

/// ITC Zapf Dingbats, where only the codes are known and not the glyphs' names.
const ZAPF_DINGBATS: &[(u8, char)] = &[
    (0x33, '✓'),
    (0x34, '✔'),
    (0x35, '✕'),
    (0x36, '✖'),
    (0x37, '✗'),
    (0x38, '✘'),
    (0x6C, '●'),
    (0x6D, '❍'),
    (0x6E, '■'),
    (0x6F, '☐'),
    (0x70, '☐'),
    (0x71, '☐'),
    (0x72, '☐'),
    (0x75, '◆'),
    (0x76, '❖'),
    (0xD4, '➔'),
    (0xD5, '→'),
    (0xE4, '➤'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_by_font_and_code() {
        let cases = [
            ("Wingdings-Regular", '\u{F0A8}', '☐'),
            ("Wingdings-Regular", '¨', '☐'),
            ("Wingdings", 'o', '☐'),
            ("Wingdings", 'x', '☒'),
            ("Wingdings", 'þ', '☑'),
            ("Wingdings", 'ý', '☒'),
            ("Wingdings", '\u{F0FE}', '☑'),
            ("Wingdings", '\u{F0A7}', '▪'),
            ("Wingdings", 'Ÿ', '•'),
            ("Wingdings2", '\u{F052}', '☑'),
            ("Wingdings 2", '£', '☐'),
            ("Webdings", 'c', '☐'),
            ("SymbolMT", '\u{F0B7}', '•'),
            ("Symbol", '·', '•'),
            ("ZapfDingbats", 'o', '☐'),
            ("ZapfDingbats", '❏', '☐'),
            ("SegoeUISymbol", '☒', '☒'),
            ("MS-Gothic", '□', '☐'),
            ("Calibri", '\u{F0B7}', '•'),
            ("Calibri", '\u{F0FE}', '☑'),
            ("Calibri", 'x', 'x'),
            ("Calibri", 'o', 'o'),
            ("Calibri", '·', '·'),
        ];
        for (font, said, seen) in cases {
            assert_eq!(
                resolve(SymbolFont::by_name(font), said),
                seen,
                "{font} {said:?}"
            );
        }
    }

    #[test]
    fn symbol_fonts_by_name() {
        for (name, symbolic) in [
            ("Wingdings-Regular", true),
            ("SegoeUISymbol", true),
            ("SymbolMT", true),
            ("OpenSymbol", true),
            ("Calibri-Bold", false),
            ("TimesNewRomanPSMT", false),
        ] {
            assert_eq!(is_symbol_font(name), symbolic, "{name}");
        }
    }

    #[test]
    fn tables_name_each_code_once() {
        for table in [
            WINGDINGS,
            WINGDINGS_2,
            WINGDINGS_3,
            WEBDINGS,
            SYMBOL,
            ZAPF_DINGBATS,
        ] {
            assert!(table.windows(2).all(|pair| pair[0].0 < pair[1].0));
        }
    }
}
