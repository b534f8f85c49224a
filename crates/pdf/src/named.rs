//! What content streams name in their resources (ISO 32000-2, 7.8.3): fonts, colour spaces,
//! patterns, and parameters of the graphics state.

use std::collections::BTreeMap;
use std::rc::Rc;

use hayro_syntax::object::{Array, Dict, Name, Object};
use hayro_syntax::page::Resources;
use uip_model::Colour;

use crate::Error;
use crate::colour::Space;
use crate::font::LoadedFont;
use crate::interpret::Interpreter;
use crate::shading;

/// The fonts and colour spaces of one resource dictionary that were used so far.
#[derive(Default)]
pub(crate) struct Used<'a> {
    fonts: BTreeMap<Vec<u8>, Option<Rc<LoadedFont<'a>>>>,
    spaces: BTreeMap<Vec<u8>, Rc<Space>>,
}

impl<'a> Interpreter<'_, 'a, '_> {
    pub(crate) fn graphics_state(
        &mut self,
        name: &Name<'_>,
        resources: &Resources<'a>,
    ) -> Result<(), Error> {
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

    pub(crate) fn font(
        &mut self,
        name: &Name<'_>,
        resources: &Resources<'a>,
        used: &mut Used<'a>,
    ) -> Result<Option<Rc<LoadedFont<'a>>>, Error> {
        if let Some(font) = used.fonts.get(name.as_ref()) {
            return Ok(font.clone());
        }
        let font = match resources.get_font(name) {
            Some(dict) => self.reading.fonts.font(&dict, &mut self.reading.account)?,
            None => {
                // Viewers show such text in a font of their own; so it is read as Latin letters.
                self.font_missing = true;
                let none = Dict::default();
                self.reading.fonts.font(&none, &mut self.reading.account)?
            }
        };
        let font = Some(font);
        used.fonts.insert(name.as_ref().to_vec(), font.clone());
        Ok(font)
    }

    pub(crate) fn space(
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
    pub(crate) fn pattern(
        &mut self,
        name: Option<&Name<'_>>,
        resources: &Resources<'a>,
    ) -> Result<Option<Colour>, Error> {
        match name.and_then(|name| resources.get_pattern(name)) {
            Some(pattern) => {
                shading::pattern_colour(&pattern, resources, &mut self.reading.account)
            }
            None => Ok(None),
        }
    }
}

fn is_plain_blend(mode: &[u8]) -> bool {
    matches!(mode, b"Normal" | b"Compatible")
}
