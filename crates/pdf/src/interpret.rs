//! Runs a page's content streams, the forms they draw and the annotations' appearances
//! (ISO 32000-2, 7.8, 8, 9, 12.5.5), and notes what is drawn. The limits are checked here, so that
//! a form that draws itself, or draws another twice which draws another twice, ends.

use std::collections::BTreeMap;
use std::rc::Rc;

use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream, String as PdfString};
use hayro_syntax::page::Resources;
use kurbo::Affine;
use uip_model::Rect;

use crate::Error;
use crate::colour::{Space, cmyk, rgb};
use crate::document::text_string;
use crate::drawing::{Area, Drawing, Picture, Replacement, intersection};
use crate::font::{FontStore, LoadedFont};
use crate::layers::Layers;
use crate::limits::Account;
use crate::path::{self, MAX_LINE_WIDTH, Painting, Path};
use crate::shading;
use crate::state::{Paint, State};
use crate::unpack::unpack;

/// What is shared by all pages of a document while they are read.
pub(crate) struct Reading<'a, 'l> {
    pub(crate) fonts: FontStore<'a>,
    pub(crate) layers: Layers,
    pub(crate) account: Account<'l>,
}

/// Runs content streams of one page.
pub(crate) struct Interpreter<'r, 'a, 'l> {
    pub(crate) reading: &'r mut Reading<'a, 'l>,
    pub(crate) drawing: Drawing,
    /// Streams that ended early or could not be unpacked.
    pub(crate) damaged_streams: u32,
    state: State<'a>,
    pub(crate) text_matrix: Affine,
    line_matrix: Affine,
    path: Path,
    /// A clip operator waits for the path's painting.
    clip_pending: bool,
    depth: u64,
    /// For the strings of `TJ`.
    pub(crate) buffer: Vec<u8>,
}

/// A marked-content sequence that was begun.
enum Mark {
    Plain,
    /// On a layer that is off.
    Hidden,
    /// With a text that stands for its glyphs, from this glyph on.
    Replaced {
        first: usize,
        text: String,
    },
}

/// A saved state and how often it was saved in a row.
struct Saved<'a> {
    state: State<'a>,
    times: u64,
}

/// The fonts and colour spaces of one resource dictionary that were used so far.
#[derive(Default)]
struct Used<'a> {
    fonts: BTreeMap<Vec<u8>, Option<Rc<LoadedFont<'a>>>>,
    spaces: BTreeMap<Vec<u8>, Rc<Space>>,
}

impl<'r, 'a, 'l> Interpreter<'r, 'a, 'l> {
    pub(crate) fn new(reading: &'r mut Reading<'a, 'l>, ctm: Affine, clip: Rect) -> Self {
        Self {
            reading,
            drawing: Drawing::default(),
            damaged_streams: 0,
            state: State::new(ctm, clip),
            text_matrix: Affine::IDENTITY,
            line_matrix: Affine::IDENTITY,
            path: Path::default(),
            clip_pending: false,
            depth: 0,
            buffer: Vec::new(),
        }
    }

    /// Runs a content stream.
    pub(crate) fn run(&mut self, content: &[u8], resources: &Resources<'a>) -> Result<(), Error> {
        /// Operators that are counted together.
        const COUNTED: u64 = 1024;
        let mut used = Used::default();
        let mut saved: Vec<Saved<'a>> = Vec::new();
        let mut marks: Vec<Mark> = Vec::new();
        let mut hidden = 0;
        let mut just_saved = false;
        let mut count = 0u64;
        let mut iter = TypedIter::new(content);
        while let Some(op) = iter.next() {
            count += 1;
            if count.is_multiple_of(COUNTED) {
                self.reading.account.operators(COUNTED)?;
            }
            match &op {
                Op::SaveState(_) => {
                    match saved.last_mut() {
                        Some(last) if just_saved => last.times += 1,
                        _ => saved.push(Saved {
                            state: self.state.clone(),
                            times: 1,
                        }),
                    }
                    let limit = self.reading.account.limits.saved_states;
                    if saved.len() as u64 > limit {
                        return Err(Error::limit("saved_states", limit));
                    }
                    just_saved = true;
                    continue;
                }
                Op::RestoreState(_) => {
                    match saved.last_mut() {
                        Some(last) if last.times > 1 => {
                            last.times -= 1;
                            self.state = last.state.clone();
                            just_saved = true;
                        }
                        _ => {
                            if let Some(last) = saved.pop() {
                                self.state = last.state;
                            }
                            just_saved = false;
                        }
                    }
                    continue;
                }
                Op::BeginMarkedContent(_) => marks.push(Mark::Plain),
                Op::BeginMarkedContentWithProperties(mark) => {
                    let mark = self.mark(mark.0, mark.1, resources);
                    hidden += u32::from(matches!(mark, Mark::Hidden));
                    marks.push(mark);
                }
                Op::EndMarkedContent(_) => match marks.pop() {
                    Some(Mark::Hidden) => hidden = hidden.saturating_sub(1),
                    Some(Mark::Replaced { first, text }) => self.replace_from(first, text),
                    Some(Mark::Plain) | None => {}
                },
                _ => self.step(&op, resources, &mut used, hidden > 0)?,
            }
            just_saved = false;
        }
        self.reading.account.operators(count % COUNTED)?;
        if let Some(first) = saved.into_iter().next() {
            self.state = first.state;
        }
        self.path.clear();
        self.clip_pending = false;
        Ok(())
    }

    /// What a marked-content sequence with properties means to a reader.
    fn mark(&self, tag: &Name<'_>, properties: &Object<'_>, resources: &Resources<'a>) -> Mark {
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
    fn replace_from(&mut self, first: usize, text: String) {
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

    #[allow(
        clippy::too_many_lines,
        reason = "one arm an operator, as the standard's table has it"
    )]
    fn step(
        &mut self,
        op: &Op<'_, '_>,
        resources: &Resources<'a>,
        used: &mut Used<'a>,
        hidden: bool,
    ) -> Result<(), Error> {
        let n = Number::as_f64;
        match op {
            Op::Transform(m) => {
                let matrix = Affine::new([n(&m.0), n(&m.1), n(&m.2), n(&m.3), n(&m.4), n(&m.5)]);
                self.state.ctm *= matrix;
            }
            Op::LineWidth(w) => self.state.line_width = n(&w.0).abs(),
            Op::SetGraphicsState(name) => self.graphics_state(name.0, resources)?,

            Op::MoveTo(p) => self.path.move_to(self.state.ctm, n(&p.0), n(&p.1)),
            Op::LineTo(p) => self.path.line_to(self.state.ctm, n(&p.0), n(&p.1)),
            Op::CubicTo(p) => self.path.curve_to(self.state.ctm, n(&p.4), n(&p.5)),
            Op::CubicStartTo(p) => self.path.curve_to(self.state.ctm, n(&p.2), n(&p.3)),
            Op::CubicEndTo(p) => self.path.curve_to(self.state.ctm, n(&p.2), n(&p.3)),
            Op::ClosePath(_) => self.path.close(),
            Op::RectPath(r) => {
                self.path
                    .rectangle(self.state.ctm, n(&r.0), n(&r.1), n(&r.2), n(&r.3));
            }
            Op::StrokePath(_) => self.paint(false, true, hidden)?,
            Op::CloseAndStrokePath(_) => {
                self.path.close();
                self.paint(false, true, hidden)?;
            }
            Op::FillPathNonZero(_)
            | Op::FillPathNonZeroCompatibility(_)
            | Op::FillPathEvenOdd(_) => self.paint(true, false, hidden)?,
            Op::FillAndStrokeNonZero(_) | Op::FillAndStrokeEvenOdd(_) => {
                self.paint(true, true, hidden)?;
            }
            Op::CloseFillAndStrokeNonZero(_) | Op::CloseFillAndStrokeEvenOdd(_) => {
                self.path.close();
                self.paint(true, true, hidden)?;
            }
            Op::EndPath(_) => self.paint(false, false, hidden)?,
            Op::ClipNonZero(_) | Op::ClipEvenOdd(_) => self.clip_pending = true,

            Op::ColorSpaceStroke(s) => {
                let space = self.space(s.0, resources, used)?;
                set_space(&mut self.state.stroke, space);
            }
            Op::ColorSpaceNonStroke(s) => {
                let space = self.space(s.0, resources, used)?;
                set_space(&mut self.state.fill, space);
            }
            Op::StrokeColor(c) => set_colour(&mut self.state.stroke, &c.0),
            Op::NonStrokeColor(c) => set_colour(&mut self.state.fill, &c.0),
            Op::StrokeColorNamed(c) => {
                let pattern = self.pattern(c.1, resources)?;
                set_named(&mut self.state.stroke, &c.0, c.1.is_some(), pattern);
            }
            Op::NonStrokeColorNamed(c) => {
                let pattern = self.pattern(c.1, resources)?;
                set_named(&mut self.state.fill, &c.0, c.1.is_some(), pattern);
            }
            Op::StrokeColorDeviceGray(c) => set_gray(&mut self.state.stroke, &c.0),
            Op::NonStrokeColorDeviceGray(c) => set_gray(&mut self.state.fill, &c.0),
            Op::StrokeColorDeviceRgb(c) => set_rgb(&mut self.state.stroke, &c.0, &c.1, &c.2),
            Op::NonStrokeColorDeviceRgb(c) => set_rgb(&mut self.state.fill, &c.0, &c.1, &c.2),
            Op::StrokeColorCmyk(c) => {
                set_cmyk(&mut self.state.stroke, &c.0, &c.1, &c.2, &c.3);
            }
            Op::NonStrokeColorCmyk(c) => {
                set_cmyk(&mut self.state.fill, &c.0, &c.1, &c.2, &c.3);
            }

            Op::BeginText(_) => {
                self.text_matrix = Affine::IDENTITY;
                self.line_matrix = Affine::IDENTITY;
            }
            Op::CharacterSpacing(v) => self.state.text.char_space = n(&v.0),
            Op::WordSpacing(v) => self.state.text.word_space = n(&v.0),
            Op::HorizontalScaling(v) => self.state.text.scale = n(&v.0) / 100.0,
            Op::TextLeading(v) => self.state.text.leading = n(&v.0),
            Op::TextFont(f) => {
                self.state.text.font = self.font(f.0, resources, used)?;
                self.state.text.size = n(&f.1);
            }
            Op::TextRenderingMode(v) => {
                self.state.text.mode = u8::try_from(v.0.as_i64()).unwrap_or(0);
            }
            Op::TextRise(v) => self.state.text.rise = n(&v.0),
            Op::NextLine(v) => self.next_line(n(&v.0), n(&v.1)),
            Op::NextLineAndSetLeading(v) => {
                self.state.text.leading = -n(&v.1);
                self.next_line(n(&v.0), n(&v.1));
            }
            Op::SetTextMatrix(m) => {
                self.line_matrix =
                    Affine::new([n(&m.0), n(&m.1), n(&m.2), n(&m.3), n(&m.4), n(&m.5)]);
                self.text_matrix = self.line_matrix;
            }
            Op::NextLineUsingLeading(_) => self.next_line(0.0, -self.state.text.leading),
            Op::ShowText(s) => self.show(s.0.as_bytes(), hidden)?,
            Op::NextLineAndShowText(s) => {
                self.next_line(0.0, -self.state.text.leading);
                self.show(s.0.as_bytes(), hidden)?;
            }
            Op::ShowTextWithParameters(s) => {
                self.state.text.word_space = n(&s.0);
                self.state.text.char_space = n(&s.1);
                self.next_line(0.0, -self.state.text.leading);
                self.show(s.2.as_bytes(), hidden)?;
            }
            Op::ShowTexts(s) => self.show_array(s.0, hidden)?,

            Op::XObject(x) => {
                if let Some(stream) = resources.get_x_object(x.0)
                    && !hidden
                {
                    self.x_object(&stream, resources)?;
                }
            }
            Op::InlineImage(image) if !hidden => self.image(image.0.dict())?,
            Op::Shading(s) if !hidden => self.shading(s.0, resources)?,
            _ => {}
        }
        Ok(())
    }

    pub(crate) fn state(&self) -> &State<'a> {
        &self.state
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line_matrix *= Affine::translate((x, y));
        self.text_matrix = self.line_matrix;
    }

    fn paint(&mut self, fill: bool, stroke: bool, hidden: bool) -> Result<(), Error> {
        self.reading.account.drawings(self.path.len().max(1))?;
        let state = &self.state;
        if (fill || stroke) && !hidden {
            let painting = Painting {
                fill: state
                    .fill
                    .on_white()
                    .filter(|_| fill && state.fill.is_seen()),
                stroke: state
                    .stroke
                    .on_white()
                    .filter(|_| stroke && state.stroke.is_seen())
                    .map(|colour| (colour, state.shown_line_width())),
                opaque: state.fill.hides() && !state.blends && !state.masked,
            };
            self.path.paint(painting, &state.clip, &mut self.drawing);
        }
        if self.clip_pending {
            self.clip_pending = false;
            if let Some(bbox) = self.path.bbox() {
                self.clip_to(&bbox);
                self.state.clip_corners = self.path.corners().into();
            }
        }
        self.path.clear();
        Ok(())
    }

    fn clip_to(&mut self, bbox: &Rect) {
        let clip = self.state.clip;
        // An empty clip is a box without area at its corner: nothing is painted in it.
        self.state.clip = intersection(&clip, bbox).unwrap_or(Rect {
            x0: bbox.x0,
            y0: bbox.y0,
            x1: bbox.x0,
            y1: bbox.y0,
        });
    }

    fn graphics_state(&mut self, name: &Name<'_>, resources: &Resources<'a>) -> Result<(), Error> {
        let Some(dict) = resources.get_ext_g_state(name) else {
            return Ok(());
        };
        let state = &mut self.state;
        if let Some(alpha) = dict.get::<f32>("ca") {
            state.fill.alpha = alpha;
        }
        if let Some(alpha) = dict.get::<f32>("CA") {
            state.stroke.alpha = alpha;
        }
        if let Some(width) = dict.get::<f64>("LW") {
            state.line_width = width.abs();
        }
        match dict.get::<Object<'_>>("BM") {
            Some(Object::Name(mode)) => state.blends = !is_plain_blend(&mode),
            Some(Object::Array(modes)) => {
                state.blends = modes
                    .iter::<Name<'_>>()
                    .next()
                    .is_some_and(|mode| !is_plain_blend(&mode));
            }
            _ => {}
        }
        match dict.get::<Object<'_>>("SMask") {
            Some(Object::Name(_)) => state.masked = false,
            Some(Object::Dict(_)) => state.masked = true,
            _ => {}
        }
        if let Some(font) = dict.get::<Array<'_>>("Font") {
            let mut items = font.iter::<Object<'_>>();
            if let (Some(Object::Dict(font)), Some(Object::Number(size))) =
                (items.next(), items.next())
            {
                let font = self.reading.fonts.font(&font, &mut self.reading.account)?;
                self.state.text.font = Some(font);
                self.state.text.size = size.as_f64();
            }
        }
        Ok(())
    }

    fn font(
        &mut self,
        name: &Name<'_>,
        resources: &Resources<'a>,
        used: &mut Used<'a>,
    ) -> Result<Option<Rc<LoadedFont<'a>>>, Error> {
        if let Some(font) = used.fonts.get(name.as_ref()) {
            return Ok(font.clone());
        }
        let font = match resources.get_font(name) {
            Some(dict) => Some(self.reading.fonts.font(&dict, &mut self.reading.account)?),
            None => None,
        };
        used.fonts.insert(name.as_ref().to_vec(), font.clone());
        Ok(font)
    }

    fn space(
        &mut self,
        name: &Name<'_>,
        resources: &Resources<'a>,
        used: &mut Used<'a>,
    ) -> Result<Rc<Space>, Error> {
        if let Some(space) = used.spaces.get(name.as_ref()) {
            return Ok(Rc::clone(space));
        }
        let object = Object::Name(name.clone());
        let space = Rc::new(Space::read(&object, resources, &mut self.reading.account)?);
        used.spaces
            .insert(name.as_ref().to_vec(), Rc::clone(&space));
        Ok(space)
    }

    /// The colour that stands for a pattern, if the operator names one.
    fn pattern(
        &mut self,
        name: Option<&Name<'_>>,
        resources: &Resources<'a>,
    ) -> Result<Option<uip_model::Colour>, Error> {
        match name.and_then(|name| resources.get_pattern(name)) {
            Some(pattern) => {
                shading::pattern_colour(&pattern, resources, &mut self.reading.account)
            }
            None => Ok(None),
        }
    }

    /// `sh`: the clip path filled with the shading's middle colour.
    fn shading(&mut self, name: &Name<'_>, resources: &Resources<'a>) -> Result<(), Error> {
        self.reading.account.drawings(1)?;
        let Some(object) = resources.get_shading(name) else {
            return Ok(());
        };
        let colour = shading::middle_colour(&object, resources, &mut self.reading.account)?;
        let order = self.drawing.order();
        self.drawing.areas.push(Area {
            bbox: self.state.clip,
            points: self.state.clip_corners.to_vec(),
            fill: colour,
            stroke: None,
            opaque: false,
            order,
        });
        Ok(())
    }

    fn x_object(&mut self, stream: &Stream<'a>, resources: &Resources<'a>) -> Result<(), Error> {
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
    pub(crate) fn form(
        &mut self,
        stream: &Stream<'a>,
        resources: &Resources<'a>,
    ) -> Result<(), Error> {
        self.reading.account.form_call(self.depth + 1)?;
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
        self.depth += 1;
        let outcome = self.run(&unpacked.data, own.as_ref().unwrap_or(resources));
        self.depth -= 1;
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
    fn image(&mut self, dict: &Dict<'_>) -> Result<(), Error> {
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
            path::push_strip(seen, colour, &self.state.clip, &mut self.drawing);
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

fn is_plain_blend(mode: &[u8]) -> bool {
    matches!(mode, b"Normal" | b"Compatible")
}

fn set_space(paint: &mut Paint, space: Rc<Space>) {
    paint.pattern = matches!(*space, Space::Pattern);
    paint.colour = (!paint.pattern).then(|| space.initial());
    paint.space = space;
}

fn set_colour(paint: &mut Paint, components: &[Number]) {
    let values: Vec<f32> = components.iter().map(Number::as_f32).collect();
    paint.colour = Some(paint.space.colour(&values));
    paint.pattern = false;
}

fn set_named(
    paint: &mut Paint,
    components: &[Number],
    named: bool,
    pattern: Option<uip_model::Colour>,
) {
    if named {
        paint.pattern = true;
        paint.colour = pattern;
    } else {
        set_colour(paint, components);
    }
}

fn set_gray(paint: &mut Paint, gray: &Number) {
    let gray = gray.as_f32();
    *paint = Paint {
        colour: Some(rgb(gray, gray, gray)),
        alpha: paint.alpha,
        ..Paint::default()
    };
}

fn set_rgb(paint: &mut Paint, r: &Number, g: &Number, b: &Number) {
    paint.space = Rc::new(Space::Rgb);
    paint.colour = Some(rgb(r.as_f32(), g.as_f32(), b.as_f32()));
    paint.pattern = false;
}

fn set_cmyk(paint: &mut Paint, c: &Number, m: &Number, y: &Number, k: &Number) {
    paint.space = Rc::new(Space::Cmyk);
    paint.colour = Some(cmyk(c.as_f32(), m.as_f32(), y.as_f32(), k.as_f32()));
    paint.pattern = false;
}
