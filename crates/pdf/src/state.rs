//! The graphics state (ISO 32000-2, 8.4) as far as reading needs it.

use std::rc::Rc;

use hayro_syntax::object::Number;
use kurbo::Affine;
use uip_model::{Colour, Rect};

use crate::colour::Space;
use crate::font::LoadedFont;

/// A colour with the space it was given in.
#[derive(Clone, Debug)]
pub(crate) struct Paint {
    pub(crate) space: Rc<Space>,
    /// `None` for patterns whose colour is not known.
    pub(crate) colour: Option<Colour>,
    /// The paint is a pattern, so that it may let shine through what lies below.
    pub(crate) pattern: bool,
    pub(crate) alpha: f32,
}

impl Default for Paint {
    fn default() -> Self {
        Self {
            space: Rc::new(Space::Gray),
            colour: Some(Colour::default()),
            pattern: false,
            alpha: 1.0,
        }
    }
}

impl Paint {
    /// An alpha below this cannot be seen.
    const SEEN: f32 = 0.02;
    /// An alpha above this hides what lies below.
    const HIDES: f32 = 0.95;

    pub(crate) fn is_seen(&self) -> bool {
        self.alpha > Self::SEEN && !matches!(*self.space, Space::Nothing)
    }

    /// Whether a shading painted with it hides what lies below.
    pub(crate) fn covers(&self) -> bool {
        self.alpha > Self::HIDES
    }

    pub(crate) fn hides(&self) -> bool {
        self.alpha > Self::HIDES && !self.pattern && !matches!(*self.space, Space::Nothing)
    }

    /// Takes a colour space, with its initial colour.
    pub(crate) fn set_space(&mut self, space: Rc<Space>) {
        self.pattern = matches!(*space, Space::Pattern);
        self.colour = (!self.pattern).then(|| space.initial());
        self.space = space;
    }

    /// Takes a colour of the space.
    pub(crate) fn set(&mut self, components: &[Number]) {
        let values: Vec<f32> = components.iter().map(Number::as_f32).collect();
        self.colour = Some(self.space.colour(&values));
        self.pattern = false;
    }

    /// Takes a colour of the space or, if one is named, a pattern, which a colour may stand for.
    pub(crate) fn set_named(
        &mut self,
        components: &[Number],
        named: bool,
        pattern: Option<Colour>,
    ) {
        if named {
            self.pattern = true;
            self.colour = pattern;
        } else {
            self.set(components);
        }
    }

    /// Takes a colour of a device space.
    pub(crate) fn set_device<const N: usize>(&mut self, space: Space, components: &[&Number; N]) {
        self.colour = Some(space.colour(&components.map(Number::as_f32)));
        self.space = Rc::new(space);
        self.pattern = false;
    }

    /// The colour as it looks on white paper.
    pub(crate) fn on_white(&self) -> Option<Colour> {
        let colour = self.colour?;
        if self.alpha > Self::HIDES {
            return Some(colour);
        }
        // The cast rounds a value between the channel's and 255.
        let mix = |channel: u8| {
            (f32::from(channel) * self.alpha + 255.0 * (1.0 - self.alpha)).round() as u8
        };
        Some(Colour {
            r: mix(colour.r),
            g: mix(colour.g),
            b: mix(colour.b),
        })
    }
}

/// Text state (ISO 32000-2, 9.3).
#[derive(Clone)]
pub(crate) struct TextState<'a> {
    pub(crate) font: Option<Rc<LoadedFont<'a>>>,
    pub(crate) size: f64,
    pub(crate) char_space: f64,
    pub(crate) word_space: f64,
    /// Horizontal scaling, 1 for 100.
    pub(crate) scale: f64,
    pub(crate) leading: f64,
    pub(crate) rise: f64,
    /// Text rendering mode, 0 to 7.
    pub(crate) mode: u8,
}

impl Default for TextState<'_> {
    fn default() -> Self {
        Self {
            font: None,
            size: 0.0,
            char_space: 0.0,
            word_space: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
        }
    }
}

/// The graphics state.
#[derive(Clone)]
pub(crate) struct State<'a> {
    /// From user space to the page as shown.
    pub(crate) ctm: Affine,
    pub(crate) clip: Rect,
    /// The corners of the last clip path, for shadings that are painted through it.
    pub(crate) clip_corners: Rc<[(f32, f32)]>,
    pub(crate) fill: Paint,
    pub(crate) stroke: Paint,
    pub(crate) line_width: f64,
    pub(crate) text: TextState<'a>,
    /// A blend mode other than `Normal` lets shine through what lies below.
    pub(crate) blends: bool,
    /// A soft mask is set.
    pub(crate) masked: bool,
}

impl State<'_> {
    pub(crate) fn new(ctm: Affine, clip: Rect) -> Self {
        Self {
            ctm,
            clip,
            clip_corners: Rc::from([].as_slice()),
            fill: Paint::default(),
            stroke: Paint::default(),
            line_width: 1.0,
            text: TextState::default(),
            blends: false,
            masked: false,
        }
    }

    /// The line width as shown, in points.
    pub(crate) fn shown_line_width(&self) -> f32 {
        // The determinant's root is the mean of the two directions' scales.
        (self.line_width * self.ctm.determinant().abs().sqrt()) as f32
    }
}
