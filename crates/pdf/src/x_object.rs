//! What content streams draw besides paths and text: forms and images (ISO 32000-2, 8.8 to 8.10),
//! shadings, and annotations' appearances (12.5.5).

use hayro_syntax::object::{Array, Dict, Name, Stream};
use hayro_syntax::page::Resources;
use kurbo::Affine;
use uip_model::Rect;

use crate::Error;
use crate::drawing::{Area, Picture, intersection};
use crate::interpret::Interpreter;
use crate::painting::{MAX_LINE_WIDTH, push_strip};
use crate::shading;
use crate::unpack::unpack;

impl<'a> Interpreter<'_, 'a, '_> {
    /// `sh`: the clip path filled with the shading's middle colour.
    pub(crate) fn shading(
        &mut self,
        name: &Name<'_>,
        resources: &Resources<'a>,
    ) -> Result<(), Error> {
        self.reading.account.drawings(1)?;
        let Some(object) = resources.get_shading(name) else {
            return Ok(());
        };
        let colour = shading::mean_colour(&object, resources, &mut self.reading.account)?;
        let order = self.drawing.order();
        self.drawing.areas.push(Area {
            bbox: self.state.clip,
            points: self.state.clip_corners.to_vec(),
            outline: Vec::new(),
            fill: colour,
            stroke: None,
            opaque: self.state.fill.covers() && !self.state.blends && !self.state.masked,
            order,
        });
        Ok(())
    }

    pub(crate) fn x_object(
        &mut self,
        stream: &Stream<'a>,
        resources: &Resources<'a>,
    ) -> Result<(), Error> {
        let dict = stream.dict();
        if self.reading.layers.hides(dict, b"OC") {
            return Ok(());
        }
        match dict.get::<Name<'_>>("Subtype").as_deref() {
            Some(b"Image") => self.image(dict),
            Some(b"Form") => self.form(stream, resources),
            _ => Ok(()),
        }
    }

    /// Draws a form (ISO 32000-2, 8.10).
    fn form(&mut self, stream: &Stream<'a>, resources: &Resources<'a>) -> Result<(), Error> {
        let id = stream.obj_id();
        // A form that draws itself, or one that draws it, would go on for ever; nothing of it is new.
        if self.forms.contains(&id) {
            return Ok(());
        }
        self.reading
            .account
            .form_call(self.forms.len() as u64 + 1)?;
        let dict = stream.dict();
        let unpacked = unpack(stream, &mut self.reading.account)?;
        self.damaged_streams += u32::from(unpacked.damaged);
        let before = self.state.clone();
        let (text_matrix, line_matrix) = (self.text_matrix, self.line_matrix);
        self.path.clear();
        self.state.ctm *= matrix(dict);
        if let Some(bbox) = dict.get::<hayro_syntax::object::Rect>("BBox") {
            let shown = shown_box(self.state.ctm, bbox.x0, bbox.y0, bbox.x1, bbox.y1);
            self.clip_to(&shown);
        }
        let own = dict.get::<Dict<'a>>("Resources").map(Resources::new);
        self.forms.push(id);
        let outcome = self.run(&unpacked.data, own.as_ref().unwrap_or(resources));
        self.forms.pop();
        self.state = before;
        self.text_matrix = text_matrix;
        self.line_matrix = line_matrix;
        outcome
    }

    /// Draws an annotation's appearance into its rectangle (ISO 32000-2, 12.5.5).
    pub(crate) fn annotation(
        &mut self,
        appearance: &Stream<'a>,
        rect: &hayro_syntax::object::Rect,
        resources: &Resources<'a>,
    ) -> Result<(), Error> {
        let dict = appearance.dict();
        let Some(bbox) = dict.get::<hayro_syntax::object::Rect>("BBox") else {
            return Ok(());
        };
        let placed = kurbo::Rect::new(bbox.x0, bbox.y0, bbox.x1, bbox.y1);
        let placed = matrix(dict).transform_rect_bbox(placed);
        if placed.width() <= 0.0 || placed.height() <= 0.0 {
            return Ok(());
        }
        let (sx, sy) = (
            rect.width() / placed.width(),
            rect.height() / placed.height(),
        );
        let before = self.state.clone();
        self.state.ctm *= Affine::new([
            sx,
            0.0,
            0.0,
            sy,
            rect.x0 - sx * placed.x0,
            rect.y0 - sy * placed.y0,
        ]);
        let outcome = self.form(appearance, resources);
        self.state = before;
        outcome
    }

    /// Notes an image's place without decoding it.
    pub(crate) fn image(&mut self, dict: &Dict<'_>) -> Result<(), Error> {
        self.reading.account.drawings(1)?;
        let size = |long: &str, short: &str| {
            dict.get::<u32>(long)
                .or_else(|| dict.get::<u32>(short))
                .unwrap_or(0)
        };
        let (width, height) = (size("Width", "W"), size("Height", "H"));
        let limit = self.reading.account.limits.image_pixels;
        if u64::from(width) * u64::from(height) > limit {
            return Err(Error::limit("image_pixels", limit));
        }
        let bbox = shown_box(self.state.ctm, 0.0, 0.0, 1.0, 1.0);
        let Some(seen) = intersection(&bbox, &self.state.clip) else {
            return Ok(());
        };
        let mask = ["ImageMask", "IM"]
            .iter()
            .any(|key| dict.get::<bool>(key) == Some(true));
        let thin = seen.width().min(seen.height()) <= MAX_LINE_WIDTH;
        if thin && (width <= 1 || height <= 1) {
            // A line drawn as an image of one pixel.
            let colour = self.state.fill.on_white().unwrap_or_default();
            push_strip(seen, colour, &self.state.clip, &mut self.drawing);
            return Ok(());
        }
        let order = self.drawing.order();
        self.drawing.images.push(Picture {
            bbox: seen,
            width,
            height,
            opaque: !mask
                && !dict.contains_key("SMask")
                && !dict.contains_key("Mask")
                && self.state.fill.hides()
                && !self.state.blends
                && !self.state.masked,
            order,
        });
        Ok(())
    }
}

/// A form's matrix.
fn matrix(dict: &Dict<'_>) -> Affine {
    let mut numbers = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
    if let Some(array) = dict.get::<Array<'_>>("Matrix") {
        for (slot, value) in numbers.iter_mut().zip(array.iter::<f64>()) {
            *slot = value;
        }
    }
    Affine::new(numbers)
}

/// The upright box around a rectangle of user space, as shown.
pub(crate) fn shown_box(ctm: Affine, x0: f64, y0: f64, x1: f64, y1: f64) -> Rect {
    let shown = ctm.transform_rect_bbox(kurbo::Rect::new(x0, y0, x1, y1));
    let finite = |v: f64| if v.is_finite() { v as f32 } else { 0.0 };
    Rect::new(
        finite(shown.x0),
        finite(shown.y0),
        finite(shown.x1),
        finite(shown.y1),
    )
}
