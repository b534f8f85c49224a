//! One colour that stands for a gradient or a pattern: enough to tell a highlighted arrow from the
//! others.

use hayro_interpret::Function;
use hayro_syntax::object::{Array, Dict, Object};
use hayro_syntax::page::Resources;
use uip_model::Colour;

use crate::Error;
use crate::colour::{Space, fits};
use crate::limits::Account;

/// The colour of a pattern: the middle of a shading pattern's gradient; `None` for tilings.
pub(crate) fn pattern_colour(
    pattern: &Object<'_>,
    resources: &Resources<'_>,
    account: &mut Account<'_>,
) -> Result<Option<Colour>, Error> {
    let Object::Dict(dict) = pattern else {
        return Ok(None);
    };
    match dict.get::<Object<'_>>("Shading") {
        Some(shading) => middle_colour(&shading, resources, account),
        None => Ok(None),
    }
}

/// The colour in the middle of a shading whose colours a function gives (ISO 32000-2, 8.7.4.5).
pub(crate) fn middle_colour(
    shading: &Object<'_>,
    resources: &Resources<'_>,
    account: &mut Account<'_>,
) -> Result<Option<Colour>, Error> {
    let dict: &Dict<'_> = match shading {
        Object::Dict(dict) => dict,
        Object::Stream(stream) => stream.dict(),
        _ => return Ok(None),
    };
    let Some(space) = dict.get::<Object<'_>>("ColorSpace") else {
        return Ok(None);
    };
    let space = Space::read(&space, resources, account)?;
    let domain: Vec<f32> = dict.get::<Array<'_>>("Domain").map_or_else(
        || vec![0.0, 1.0],
        |array| array.iter::<f32>().take(4).collect(),
    );
    let middle: Vec<f32> = domain
        .chunks_exact(2)
        .map(|pair| pair.iter().sum::<f32>() / 2.0)
        .collect();
    let functions: Vec<Object<'_>> = match dict.get::<Object<'_>>("Function") {
        Some(Object::Array(array)) => array.iter::<Object<'_>>().take(32).collect(),
        Some(object) => vec![object],
        None => return Ok(None),
    };
    let mut components = Vec::new();
    for object in functions {
        if !fits(&object, account)? {
            return Ok(None);
        }
        let Some(function) = Function::new(&object) else {
            return Ok(None);
        };
        if function.num_inputs() != middle.len() {
            return Ok(None);
        }
        let mut output = vec![0.0; function.num_outputs()];
        if function.eval(&middle, &mut output).is_none() {
            return Ok(None);
        }
        components.extend(output);
    }
    Ok(Some(space.colour(&components)))
}
