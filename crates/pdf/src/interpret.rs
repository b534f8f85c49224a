//! Runs content streams (ISO 32000-2, 7.8, 8, 9) and notes what is drawn. The limits are checked here, so that
//! a form that draws itself, or draws another twice which draws another twice, ends.

use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::{Number, ObjectIdentifier};
use hayro_syntax::page::Resources;
use kurbo::Affine;
use uip_model::Rect;

use crate::Error;
use crate::colour::Space;
use crate::drawing::{Drawing, intersection};
use crate::font::FontStore;
use crate::inline_image;
use crate::layers::Layers;
use crate::limits::Account;
use crate::marked_content::{Mark, MarkedContent};
use crate::named::Used;
use crate::painting::Painting;
use crate::path::Path;
use crate::state::State;

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
    /// Text was shown in a font that the file does not have.
    pub(crate) font_missing: bool,
    pub(crate) state: State<'a>,
    pub(crate) text_matrix: Affine,
    pub(crate) line_matrix: Affine,
    pub(crate) path: Path,
    /// A clip operator waits for the path's painting.
    clip_pending: bool,
    /// The forms that are being drawn, each inside the one before.
    pub(crate) forms: Vec<ObjectIdentifier>,
    /// For the strings of `TJ`.
    pub(crate) buffer: Vec<u8>,
}

/// A saved state and how often it was saved in a row.
struct Saved<'a> {
    state: State<'a>,
    times: u64,
}

impl<'r, 'a, 'l> Interpreter<'r, 'a, 'l> {
    pub(crate) fn new(reading: &'r mut Reading<'a, 'l>, ctm: Affine, clip: Rect) -> Self {
        Self {
            reading,
            drawing: Drawing::default(),
            damaged_streams: 0,
            font_missing: false,
            state: State::new(ctm, clip),
            text_matrix: Affine::IDENTITY,
            line_matrix: Affine::IDENTITY,
            path: Path::default(),
            clip_pending: false,
            forms: Vec::new(),
            buffer: Vec::new(),
        }
    }

    /// Runs a content stream.
    pub(crate) fn run(&mut self, content: &[u8], resources: &Resources<'a>) -> Result<(), Error> {
        /// Operators that are counted together.
        const COUNTED: u64 = 1024;
        let mut used = Used::default();
        let mut saved: Vec<Saved<'a>> = Vec::new();
        let mut marked = MarkedContent::default();
        let mut just_saved = false;
        let mut count = 0u64;
        let whole = inline_image::before_unterminated(content);
        self.damaged_streams += u32::from(whole.len() < content.len());
        let mut iter = TypedIter::new(whole);
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
                Op::BeginMarkedContent(_) => marked.begin(Mark::Plain),
                Op::BeginMarkedContentWithProperties(mark) => {
                    marked.begin(self.mark(mark.0, mark.1, resources));
                }
                Op::EndMarkedContent(_) => {
                    if let Some((first, text)) = marked.end() {
                        self.replace_from(first, text);
                    }
                }
                _ => self.step(&op, resources, &mut used, marked.hides())?,
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
            Op::CubicTo(p) => {
                let (first, second) = ((n(&p.0), n(&p.1)), (n(&p.2), n(&p.3)));
                let end = (n(&p.4), n(&p.5));
                self.path.curve_to(self.state.ctm, Some(first), second, end);
            }
            Op::CubicStartTo(p) => {
                let (second, end) = ((n(&p.0), n(&p.1)), (n(&p.2), n(&p.3)));
                self.path.curve_to(self.state.ctm, None, second, end);
            }
            Op::CubicEndTo(p) => {
                let (first, end) = ((n(&p.0), n(&p.1)), (n(&p.2), n(&p.3)));
                self.path.curve_to(self.state.ctm, Some(first), end, end);
            }
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
                self.state.stroke.set_space(space);
            }
            Op::ColorSpaceNonStroke(s) => {
                let space = self.space(s.0, resources, used)?;
                self.state.fill.set_space(space);
            }
            Op::StrokeColor(c) => self.state.stroke.set(&c.0),
            Op::NonStrokeColor(c) => self.state.fill.set(&c.0),
            Op::StrokeColorNamed(c) => {
                let pattern = self.pattern(c.1, resources)?;
                self.state.stroke.set_named(&c.0, c.1.is_some(), pattern);
            }
            Op::NonStrokeColorNamed(c) => {
                let pattern = self.pattern(c.1, resources)?;
                self.state.fill.set_named(&c.0, c.1.is_some(), pattern);
            }
            Op::StrokeColorDeviceGray(c) => self.state.stroke.set_device(Space::Gray, &[&c.0]),
            Op::NonStrokeColorDeviceGray(c) => self.state.fill.set_device(Space::Gray, &[&c.0]),
            Op::StrokeColorDeviceRgb(c) => self
                .state
                .stroke
                .set_device(Space::Rgb, &[&c.0, &c.1, &c.2]),
            Op::NonStrokeColorDeviceRgb(c) => {
                self.state.fill.set_device(Space::Rgb, &[&c.0, &c.1, &c.2])
            }
            Op::StrokeColorCmyk(c) => {
                self.state
                    .stroke
                    .set_device(Space::Cmyk, &[&c.0, &c.1, &c.2, &c.3]);
            }
            Op::NonStrokeColorCmyk(c) => {
                self.state
                    .fill
                    .set_device(Space::Cmyk, &[&c.0, &c.1, &c.2, &c.3]);
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

    /// The characters of the glyphs drawn from this one on.
    pub(crate) fn shown_since(&self, first: usize) -> String {
        let mut text = String::new();
        for glyph in self.drawing.glyphs.get(first..).unwrap_or_default() {
            let run = self.drawing.runs.get(glyph.run as usize);
            let fonts = &self.reading.fonts.fonts;
            let Some(font) = run.and_then(|run| fonts.get(run.font as usize)) else {
                continue;
            };
            let table = font.table();
            if let Some(code) = table.get(glyph.entry) {
                text.extend(table.characters(code).iter().map(|(value, _)| value));
            }
        }
        text
    }

    pub(crate) fn clip_to(&mut self, bbox: &Rect) {
        let clip = self.state.clip;
        // An empty clip is a box without area at its corner: nothing is painted in it.
        self.state.clip = intersection(&clip, bbox).unwrap_or(Rect {
            x0: bbox.x0,
            y0: bbox.y0,
            x1: bbox.x0,
            y1: bbox.y0,
        });
    }
}
