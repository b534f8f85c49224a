//! Pages that are pictures of text: without a text layer, or with the invisible one that character
//! recognition leaves behind (text render mode 3, ISO 32000-2, 9.3.6).

use uip_model::{Finding, Origin, Page, Rect, TextSource, Visibility};

use crate::page::visible_words;

/// Certainty given to the words of an invisible layer, which says nothing of its own: a word may be
/// misread.
const LAYER_CONFIDENCE: f32 = 0.5;

/// A picture smaller than this part of the page is a logo or a figure, not a scan of the page.
const SCANNED: f32 = 0.3;

/// Where the page shows pictures and no text, brings out the invisible layer, or says that there is
/// none.
pub(crate) fn settle(page: &mut Page) -> Option<Finding> {
    let sheet = Rect::new(0.0, 0.0, page.width, page.height);
    let covered: f32 = page
        .images
        .iter()
        .map(|image| image.bbox.overlap_x(&sheet) * image.bbox.overlap_y(&sheet))
        .sum();
    if visible_words(page) > 0 || covered < SCANNED * page.width * page.height {
        return None;
    }
    let mut layer = 0_usize;
    for word in &mut page.words {
        if word.visibility == Visibility::Invisible {
            word.visibility = Visibility::Visible;
            word.confidence = Some(LAYER_CONFIDENCE);
            layer += 1;
        }
    }
    let code = if layer > 0 {
        page.source = TextSource::Ocr;
        "scan_with_text_layer"
    } else {
        "needs_ocr"
    };
    let origin = Origin {
        page: page.number,
        bbox: sheet,
    };
    Some(
        Finding::new(code, vec![origin])
            .arg("page", page.number)
            .arg("words", layer),
    )
}
