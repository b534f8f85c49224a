//! One colour that stands for a gradient or a pattern: enough to tell a highlighted arrow from the
//! others.

use hayro_interpret::Function;
use hayro_syntax::object::{Array, Dict, Object};
use hayro_syntax::page::Resources;
use uip_model::Colour;

use crate::Error;
use crate::colour::{Space, fits};
use crate::limits::Account;

/// The colour of a pattern: the mean of a shading pattern's gradient; `None` for tilings.
pub(crate) fn pattern_colour(
    pattern: &Object<'_>,
    resources: &Resources<'_>,
    account: &mut Account<'_>,
) -> Result<Option<Colour>, Error> {
    let Object::Dict(dict) = pattern else {
        return Ok(None);
    };
    match dict.get::<Object<'_>>("Shading") {
        Some(shading) => mean_colour(&shading, resources, account),
        None => Ok(None),
    }
}

/// Places at which a shading is asked for its colour.
const SAMPLES: u8 = 16;

/// The mean colour of a shading whose colours a function gives (ISO 32000-2, 8.7.4.5). A single place
/// would not do: stripes are a gradient too, and it may fall between two.
pub(crate) fn mean_colour(
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
    let functions: Vec<Object<'_>> = match dict.get::<Object<'_>>("Function") {
        Some(Object::Array(array)) => array.iter::<Object<'_>>().take(32).collect(),
        Some(object) => vec![object],
        None => return Ok(None),
    };
    let inputs = domain.len() / 2;
    let mut read = Vec::new();
    for object in functions {
        if !fits(&object, account)? {
            return Ok(None);
        }
        match Function::new(&object) {
            Some(function) if function.num_inputs() == inputs => read.push(function),
            _ => return Ok(None),
        }
    }
    let mut sums = [0_u32; 3];
    for sample in 0..SAMPLES {
        let Some(colour) = colour_of(&read, &place(sample, &domain), &space) else {
            return Ok(None);
        };
        for (sum, part) in sums.iter_mut().zip([colour.r, colour.g, colour.b]) {
            *sum += u32::from(part);
        }
    }
    let [r, g, b] = sums.map(|sum| {
        let count = u32::from(SAMPLES);
        u8::try_from((sum + count / 2) / count).unwrap_or(u8::MAX)
    });
    Ok(Some(Colour { r, g, b }))
}

/// A place in the domain; those of two dimensions lie on no line, so that no stripe holds them all.
fn place(sample: u8, domain: &[f32]) -> Vec<f32> {
    const GOLDEN: f32 = 0.618_034;
    let along = (f32::from(sample) + 0.5) / f32::from(SAMPLES);
    let across = (f32::from(sample) * GOLDEN).fract();
    let parts = [along, across];
    let pairs = domain.chunks_exact(2).zip(parts);
    pairs
        .filter_map(|(pair, part)| match pair {
            [from, to] => Some(from + (to - from) * part),
            _ => None,
        })
        .collect()
}

fn colour_of(functions: &[Function], place: &[f32], space: &Space) -> Option<Colour> {
    let mut components = Vec::new();
    for function in functions {
        let mut output = vec![0.0; function.num_outputs()];
        function.eval(place, &mut output)?;
        components.extend(output);
    }
    Some(space.colour(&components))
}
