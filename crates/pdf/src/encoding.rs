//! Character encodings of simple fonts (ISO 32000-2, Annex D) and the glyph names that
//! `/Differences` use most; rarer names are asked of `hayro-font`, which knows all of Adobe's list.

/// A base encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Adobe's own, the built-in encoding of most Latin Type 1 fonts.
    Standard,
    /// Windows-1252.
    WinAnsi,
    /// Mac OS Roman.
    MacRoman,
}

impl Encoding {
    /// By the name in the font's dictionary.
    pub(crate) fn by_name(name: &[u8]) -> Option<Self> {
        match name {
            b"WinAnsiEncoding" => Some(Self::WinAnsi),
            b"MacRomanEncoding" => Some(Self::MacRoman),
            b"StandardEncoding" => Some(Self::Standard),
            _ => None,
        }
    }

    /// The character of a code, `None` where the encoding has none.
    pub(crate) fn character(self, code: u8) -> Option<char> {
        let found = match (self, code) {
            (Self::Standard, 0x27) => '\u{2019}',
            (Self::Standard, 0x60) => '\u{2018}',
            (_, 0x20..=0x7E) => char::from(code),
            (Self::Standard, 0xA1..) => in_table(STANDARD, 0xA1, code)?,
            (Self::MacRoman, 0x80..) => in_table(MAC_ROMAN, 0x80, code)?,
            (Self::WinAnsi, 0x80..=0x9F) => in_table(WINDOWS_1252, 0x80, code)?,
            (Self::WinAnsi, 0xA0..) => char::from(code),
            // All unused codes above 0x1F stand for the bullet (Annex D.2, note 3).
            (Self::WinAnsi, 0x7F) => '\u{2022}',
            _ => return None,
        };
        (found != '\0').then_some(found)
    }
}

fn in_table(table: &str, first: u8, code: u8) -> Option<char> {
    table.chars().nth(usize::from(code.checked_sub(first)?))
}

/// The code of a character in Windows-1252, between 0x80 and 0x9F.
pub(crate) fn windows_1252_code(character: char) -> Option<u8> {
    (0x80..=0x9F).find(|&code| in_table(WINDOWS_1252, 0x80, code) == Some(character))
}

/// The character that a glyph's name means (Adobe Glyph List), `None` for names that are not in
/// the table; suffixes (`a.alt`) are cut off, `uni20AC` and `u1F5F9` are read.
pub(crate) fn glyph_name(name: &str) -> Option<char> {
    let base = name.split('.').next().unwrap_or_default();
    let mut letters = base.chars();
    if let (Some(letter @ ('A'..='Z' | 'a'..='z')), None) = (letters.next(), letters.next()) {
        return Some(letter);
    }
    if let Ok(found) = NAMES.binary_search_by(|(known, _)| (*known).cmp(base)) {
        return NAMES.get(found).map(|(_, character)| *character);
    }
    let digits = base
        .strip_prefix("uni")
        .filter(|digits| digits.len() == 4)
        .or_else(|| {
            base.strip_prefix('u')
                .filter(|digits| (4..=6).contains(&digits.len()))
        })?;
    u32::from_str_radix(digits, 16)
        .ok()
        .and_then(char::from_u32)
}

/// The character of a name that only repeats its code, `a65` or `C41`, as bitmap fonts have them:
/// their codes are then those of the text.
pub(crate) fn numbered_name(name: &str, code: u8) -> Option<char> {
    /// `a`, `uni`, `cid`.
    const LONGEST_PREFIX: usize = 3;
    let letters = name
        .bytes()
        .take_while(u8::is_ascii_alphabetic)
        .count()
        .min(LONGEST_PREFIX);
    let repeats = (1..=letters).any(|prefix| {
        name.get(prefix..).is_some_and(|digits| {
            digits.parse() == Ok(code) || u8::from_str_radix(digits, 16) == Ok(code)
        })
    });
    repeats.then(|| Encoding::WinAnsi.character(code)).flatten()
}

/// 0x80 to 0x9F; unused codes stand for the bullet.
const WINDOWS_1252: &str = "€•‚ƒ„…†‡ˆ‰Š‹Œ•Ž••‘’“”•–—˜™š›œ•žŸ";

/// 0x80 to 0xFF.
const MAC_ROMAN: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø\
    ¿¡¬√ƒ≈∆«»…\u{A0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄¤‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\0ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";

/// 0xA1 to 0xFF; NUL where there is no glyph.
const STANDARD: &str = "¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ\0–†‡·\0¶•‚„”»…‰\0¿\0`´ˆ˜¯˘˙¨\0˚¸\0˝˛ˇ—\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0Æ\0ª\0\0\0\0ŁØŒº\0\0\0\0\0æ\0\0\0ı\0\0łøœß\0\0\0\0";

/// Glyph names and their characters, sorted by name.
#[rustfmt::skip]
const NAMES: &[(&str, char)] = &[
    ("AE", 'Æ'), ("Aacute", 'Á'), ("Abreve", 'Ă'), ("Acircumflex", 'Â'), ("Adieresis", 'Ä'),
    ("Agrave", 'À'), ("Amacron", 'Ā'), ("Aogonek", 'Ą'), ("Aring", 'Å'), ("Atilde", 'Ã'),
    ("Cacute", 'Ć'), ("Ccaron", 'Č'), ("Ccedilla", 'Ç'), ("Ccircumflex", 'Ĉ'),
    ("Cdotaccent", 'Ċ'), ("Dcaron", 'Ď'), ("Dcroat", 'Đ'), ("Eacute", 'É'), ("Ebreve", 'Ĕ'),
    ("Ecaron", 'Ě'), ("Ecircumflex", 'Ê'), ("Edieresis", 'Ë'), ("Edotaccent", 'Ė'),
    ("Egrave", 'È'), ("Emacron", 'Ē'), ("Eng", 'Ŋ'), ("Eogonek", 'Ę'), ("Eth", 'Ð'),
    ("Euro", '€'), ("Gbreve", 'Ğ'), ("Gcircumflex", 'Ĝ'), ("Gdotaccent", 'Ġ'), ("Hbar", 'Ħ'),
    ("Hcircumflex", 'Ĥ'), ("IJ", 'Ĳ'), ("Iacute", 'Í'), ("Ibreve", 'Ĭ'), ("Icircumflex", 'Î'),
    ("Idieresis", 'Ï'), ("Idotaccent", 'İ'), ("Igrave", 'Ì'), ("Imacron", 'Ī'), ("Iogonek", 'Į'),
    ("Itilde", 'Ĩ'), ("Jcircumflex", 'Ĵ'), ("Lacute", 'Ĺ'), ("Lcaron", 'Ľ'), ("Ldot", 'Ŀ'),
    ("Lslash", 'Ł'), ("Nacute", 'Ń'), ("Ncaron", 'Ň'), ("Ntilde", 'Ñ'), ("OE", 'Œ'),
    ("Oacute", 'Ó'), ("Obreve", 'Ŏ'), ("Ocircumflex", 'Ô'), ("Odieresis", 'Ö'), ("Ograve", 'Ò'),
    ("Ohungarumlaut", 'Ő'), ("Omacron", 'Ō'), ("Oslash", 'Ø'), ("Otilde", 'Õ'), ("Racute", 'Ŕ'),
    ("Rcaron", 'Ř'), ("Sacute", 'Ś'), ("Scaron", 'Š'), ("Scedilla", 'Ş'), ("Scircumflex", 'Ŝ'),
    ("Tbar", 'Ŧ'), ("Tcaron", 'Ť'), ("Thorn", 'Þ'), ("Uacute", 'Ú'), ("Ubreve", 'Ŭ'),
    ("Ucircumflex", 'Û'), ("Udieresis", 'Ü'), ("Ugrave", 'Ù'), ("Uhungarumlaut", 'Ű'),
    ("Umacron", 'Ū'), ("Uogonek", 'Ų'), ("Uring", 'Ů'), ("Utilde", 'Ũ'), ("Wcircumflex", 'Ŵ'),
    ("Yacute", 'Ý'), ("Ycircumflex", 'Ŷ'), ("Ydieresis", 'Ÿ'), ("Zacute", 'Ź'), ("Zcaron", 'Ž'),
    ("Zdotaccent", 'Ż'), ("aacute", 'á'), ("abreve", 'ă'), ("acircumflex", 'â'), ("acute", '´'),
    ("adieresis", 'ä'), ("ae", 'æ'), ("agrave", 'à'), ("amacron", 'ā'), ("ampersand", '&'),
    ("aogonek", 'ą'), ("approxequal", '≈'), ("aring", 'å'), ("arrowdown", '↓'),
    ("arrowleft", '←'), ("arrowright", '→'), ("arrowup", '↑'), ("asciicircum", '^'),
    ("asciitilde", '~'), ("asterisk", '*'), ("at", '@'), ("atilde", 'ã'), ("backslash", '\\'),
    ("bar", '|'), ("braceleft", '{'), ("braceright", '}'), ("bracketleft", '['),
    ("bracketright", ']'), ("breve", '˘'), ("brokenbar", '¦'), ("bullet", '•'), ("cacute", 'ć'),
    ("caron", 'ˇ'), ("ccaron", 'č'), ("ccedilla", 'ç'), ("ccircumflex", 'ĉ'), ("cdotaccent", 'ċ'),
    ("cedilla", '¸'), ("cent", '¢'), ("circle", '○'), ("circumflex", 'ˆ'), ("colon", ':'),
    ("comma", ','), ("copyright", '©'), ("currency", '¤'), ("dagger", '†'), ("daggerdbl", '‡'),
    ("dcaron", 'ď'), ("dcroat", 'đ'), ("degree", '°'), ("dieresis", '¨'), ("divide", '÷'),
    ("dollar", '$'), ("dotaccent", '˙'), ("dotlessi", 'ı'), ("eacute", 'é'), ("ebreve", 'ĕ'),
    ("ecaron", 'ě'), ("ecircumflex", 'ê'), ("edieresis", 'ë'), ("edotaccent", 'ė'),
    ("egrave", 'è'), ("eight", '8'), ("ellipsis", '…'), ("emacron", 'ē'), ("emdash", '—'),
    ("endash", '–'), ("eng", 'ŋ'), ("eogonek", 'ę'), ("equal", '='), ("eth", 'ð'),
    ("exclam", '!'), ("exclamdown", '¡'), ("figuredash", '‒'), ("filledbox", '■'), ("five", '5'),
    ("florin", 'ƒ'), ("four", '4'), ("fraction", '⁄'), ("gbreve", 'ğ'), ("gcircumflex", 'ĝ'),
    ("gdotaccent", 'ġ'), ("germandbls", 'ß'), ("grave", '`'), ("greater", '>'),
    ("greaterequal", '≥'), ("guillemotleft", '«'), ("guillemotright", '»'),
    ("guilsinglleft", '‹'), ("guilsinglright", '›'), ("hbar", 'ħ'), ("hcircumflex", 'ĥ'),
    ("hungarumlaut", '˝'), ("hyphen", '-'), ("iacute", 'í'), ("ibreve", 'ĭ'),
    ("icircumflex", 'î'), ("idieresis", 'ï'), ("igrave", 'ì'), ("ij", 'ĳ'), ("imacron", 'ī'),
    ("infinity", '∞'), ("integral", '∫'), ("iogonek", 'į'), ("itilde", 'ĩ'), ("jcircumflex", 'ĵ'),
    ("kgreenlandic", 'ĸ'), ("lacute", 'ĺ'), ("lcaron", 'ľ'), ("ldot", 'ŀ'), ("less", '<'),
    ("lessequal", '≤'), ("logicalnot", '¬'), ("longs", 'ſ'), ("lozenge", '◊'), ("lslash", 'ł'),
    ("macron", '¯'), ("minus", '−'), ("minute", '′'), ("mu", 'µ'), ("multiply", '×'),
    ("nacute", 'ń'), ("napostrophe", 'ŉ'), ("nbspace", '\u{A0}'), ("ncaron", 'ň'), ("nine", '9'),
    ("notequal", '≠'), ("ntilde", 'ñ'), ("numbersign", '#'), ("oacute", 'ó'), ("obreve", 'ŏ'),
    ("ocircumflex", 'ô'), ("odieresis", 'ö'), ("oe", 'œ'), ("ogonek", '˛'), ("ograve", 'ò'),
    ("ohungarumlaut", 'ő'), ("omacron", 'ō'), ("one", '1'), ("onedotenleader", '․'),
    ("onehalf", '½'), ("onequarter", '¼'), ("ordfeminine", 'ª'), ("ordmasculine", 'º'),
    ("oslash", 'ø'), ("otilde", 'õ'), ("paragraph", '¶'), ("parenleft", '('), ("parenright", ')'),
    ("partialdiff", '∂'), ("percent", '%'), ("period", '.'), ("periodcentered", '·'),
    ("perthousand", '‰'), ("plus", '+'), ("plusminus", '±'), ("question", '?'),
    ("questiondown", '¿'), ("quotedbl", '"'), ("quotedblbase", '„'), ("quotedblleft", '“'),
    ("quotedblright", '”'), ("quoteleft", '‘'), ("quotereversed", '‛'), ("quoteright", '’'),
    ("quotesinglbase", '‚'), ("quotesingle", '\''), ("racute", 'ŕ'), ("radical", '√'),
    ("rcaron", 'ř'), ("registered", '®'), ("ring", '˚'), ("sacute", 'ś'), ("scaron", 'š'),
    ("scedilla", 'ş'), ("scircumflex", 'ŝ'), ("second", '″'), ("section", '§'),
    ("semicolon", ';'), ("seven", '7'), ("sfthyphen", '\u{AD}'), ("six", '6'), ("slash", '/'),
    ("space", '\u{20}'), ("sterling", '£'), ("summation", '∑'), ("tbar", 'ŧ'), ("tcaron", 'ť'),
    ("thorn", 'þ'), ("three", '3'), ("threequarters", '¾'), ("tilde", '˜'), ("trademark", '™'),
    ("two", '2'), ("twodotenleader", '‥'), ("uacute", 'ú'), ("ubreve", 'ŭ'), ("ucircumflex", 'û'),
    ("udieresis", 'ü'), ("ugrave", 'ù'), ("uhungarumlaut", 'ű'), ("umacron", 'ū'),
    ("underscore", '_'), ("underscoredbl", '‗'), ("uogonek", 'ų'), ("uring", 'ů'),
    ("utilde", 'ũ'), ("wcircumflex", 'ŵ'), ("yacute", 'ý'), ("ycircumflex", 'ŷ'),
    ("ydieresis", 'ÿ'), ("yen", '¥'), ("zacute", 'ź'), ("zcaron", 'ž'), ("zdotaccent", 'ż'),
    ("zero", '0'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes() {
        let cases = [
            (Encoding::WinAnsi, 0x41, Some('A')),
            (Encoding::WinAnsi, 0x80, Some('€')),
            (Encoding::WinAnsi, 0x96, Some('–')),
            (Encoding::WinAnsi, 0x9F, Some('Ÿ')),
            (Encoding::WinAnsi, 0xE5, Some('å')),
            (Encoding::WinAnsi, 0x0A, None),
            (Encoding::MacRoman, 0x8C, Some('å')),
            (Encoding::MacRoman, 0xBE, Some('æ')),
            (Encoding::MacRoman, 0xBF, Some('ø')),
            (Encoding::MacRoman, 0xFF, Some('ˇ')),
            (Encoding::MacRoman, 0xF0, None),
            (Encoding::Standard, 0x27, Some('’')),
            (Encoding::Standard, 0xF9, Some('ø')),
            (Encoding::Standard, 0xFB, Some('ß')),
            (Encoding::Standard, 0xD0, Some('—')),
            (Encoding::Standard, 0xE5, None),
        ];
        for (encoding, code, character) in cases {
            assert_eq!(
                encoding.character(code),
                character,
                "{encoding:?} {code:#x}"
            );
        }
        assert_eq!(windows_1252_code('Ÿ'), Some(0x9F));
        assert_eq!(windows_1252_code('å'), None);
    }

    #[test]
    fn names() {
        for (name, character) in [
            ("A", Some('A')),
            ("aring", Some('å')),
            ("oslash", Some('ø')),
            ("AE", Some('Æ')),
            ("hyphen.case", Some('-')),
            ("uni00E5", Some('å')),
            ("u1F5F9", Some('🗹')),
            ("g123", None),
            (".notdef", None),
            ("", None),
        ] {
            assert_eq!(glyph_name(name), character, "{name}");
        }
        for (name, code, character) in [
            ("a65", 65, Some('A')),
            ("C41", 65, Some('A')),
            ("c2c", 44, Some(',')),
            ("a65", 66, None),
            ("a12", 12, None),
            ("65", 65, None),
        ] {
            assert_eq!(numbered_name(name, code), character, "{name}");
        }
        assert!(NAMES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
