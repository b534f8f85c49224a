//! Writes SVG: elements with attributes, a tooltip and text, everything escaped.

use std::fmt::Write as _;

use uip::model::Rect;

/// Escapes text for XML 1.0; characters that it does not allow at all (2.2 Char) become U+FFFD.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(c),
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => {
                out.push('\u{fffd}');
            }
            c => out.push(c),
        }
    }
    out
}

/// A coordinate: two decimals; what is no number is 0, so that the drawing stays well-formed.
pub(crate) fn number(value: f32) -> String {
    let value = if value.is_finite() { value } else { 0.0 };
    // No "-0.00": the sign would differ between equal drawings.
    let text = format!("{value:.2}");
    if text == "-0.00" {
        "0.00".to_owned()
    } else {
        text
    }
}

/// The attributes of a box.
pub(crate) fn frame(bbox: &Rect) -> String {
    format!(
        r#"x="{}" y="{}" width="{}" height="{}""#,
        number(bbox.x0),
        number(bbox.y0),
        number(bbox.width()),
        number(bbox.height())
    )
}

/// Writes an element without content other than a tooltip. `attributes` are escaped already.
pub(crate) fn element(out: &mut String, name: &str, attributes: &str, tooltip: &str) {
    // Writing to a string cannot fail.
    let _ = if tooltip.is_empty() {
        writeln!(out, "<{name} {attributes}/>")
    } else {
        let tooltip = escape(tooltip);
        writeln!(
            out,
            "<{name} {attributes}><title>{tooltip}</title></{name}>"
        )
    };
}

/// Writes a text element. `attributes` are escaped already.
pub(crate) fn text(out: &mut String, attributes: &str, content: &str, tooltip: &str) {
    let content = escape(content);
    let tooltip = match tooltip {
        "" => String::new(),
        tooltip => format!("<title>{}</title>", escape(tooltip)),
    };
    let _ = writeln!(out, "<text {attributes}>{tooltip}{content}</text>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_the_text() {
        assert_eq!(
            escape("a<b> & \"c\"\u{0}\u{1b}\u{f0b7}å"),
            "a&lt;b&gt; &amp; &quot;c&quot;\u{fffd}\u{fffd}\u{f0b7}å"
        );
        let mut out = String::new();
        text(&mut out, r#"x="1""#, "</text>", "<script>");
        assert_eq!(
            out,
            "<text x=\"1\"><title>&lt;script&gt;</title>&lt;/text&gt;</text>\n"
        );
    }

    #[test]
    fn numbers_are_numbers() {
        assert_eq!(number(f32::NAN), "0.00");
        assert_eq!(number(f32::INFINITY), "0.00");
        assert_eq!(number(-0.001), "0.00");
        assert_eq!(number(12.346), "12.35");
    }
}
