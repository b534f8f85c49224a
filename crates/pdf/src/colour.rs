//! Colour spaces (ISO 32000-2, 8.6) as far as a colour's place in sRGB is wanted: to tell a filled
//! arrow from the others, white text from black. No colour management.

use std::rc::Rc;

use hayro_interpret::Function;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use hayro_syntax::page::Resources;
use uip_model::Colour;

use crate::Error;
use crate::limits::Account;
use crate::unpack::unpack;

/// Colour spaces built on each other: `Indexed` on `Separation` on `ICCBased` on `DeviceCMYK`.
const MAX_DEPTH: u32 = 6;

/// Colorants that a space may have (ISO 32000-2, Annex C).
const MAX_COMPONENTS: usize = 32;

/// A colour space.
#[derive(Clone, Debug)]
pub(crate) enum Space {
    Gray,
    Rgb,
    Cmyk,
    Lab {
        white: [f32; 3],
        range: [f32; 4],
    },
    Indexed {
        base: Rc<Space>,
        table: Rc<[u8]>,
    },
    /// `Separation` and `DeviceN`: a function gives the colour in another space.
    Tint {
        inputs: usize,
        base: Rc<Space>,
        function: Option<Function>,
    },
    Pattern,
    /// `Separation` and `DeviceN` of the colorant `None` (8.6.6.4): paints nothing.
    Nothing,
}

impl Space {
    /// Reads a colour space by its name or array; unknown ones count as grey.
    pub(crate) fn read(
        object: &Object<'_>,
        resources: &Resources<'_>,
        account: &mut Account<'_>,
    ) -> Result<Self, Error> {
        read(object, resources, account, 0)
    }

    /// Number of components.
    pub(crate) fn components(&self) -> usize {
        match self {
            Self::Gray | Self::Indexed { .. } | Self::Nothing => 1,
            Self::Rgb | Self::Lab { .. } => 3,
            Self::Cmyk => 4,
            Self::Tint { inputs, .. } => *inputs,
            Self::Pattern => 0,
        }
    }

    /// The colour before any is set (ISO 32000-2, 8.6.8): black, where the space can say it.
    pub(crate) fn initial(&self) -> Colour {
        match self {
            Self::Cmyk => self.colour(&[0.0, 0.0, 0.0, 1.0]),
            Self::Tint { inputs, .. } => self.colour(&vec![1.0; *inputs]),
            _ => self.colour(&[0.0; 4]),
        }
    }

    /// The colour of these components; missing ones count as 0.
    pub(crate) fn colour(&self, components: &[f32]) -> Colour {
        let at = |index: usize| components.get(index).copied().unwrap_or(0.0);
        match self {
            Self::Gray => rgb(at(0), at(0), at(0)),
            Self::Rgb => rgb(at(0), at(1), at(2)),
            Self::Cmyk => cmyk(at(0), at(1), at(2), at(3)),
            Self::Lab { white, range } => lab([at(0), at(1), at(2)], white, range),
            Self::Indexed { base, table } => {
                let count = base.components();
                // The index is a small whole number; the table is at most 256 entries long.
                let first = at(0).clamp(0.0, 255.0) as usize * count;
                let entry: Vec<f32> = (first..first + count)
                    .map(|index| base.decode(index - first, table.get(index).copied().unwrap_or(0)))
                    .collect();
                base.colour(&entry)
            }
            Self::Tint {
                inputs,
                base,
                function,
            } => {
                let input: Vec<f32> = (0..*inputs).map(at).collect();
                let mut output = [0.0; MAX_COMPONENTS];
                function
                    .as_ref()
                    .and_then(|function| {
                        let output = output.get_mut(..function.num_outputs())?;
                        (function.num_inputs() == input.len()).then_some(())?;
                        function.eval(&input, output)?;
                        Some(base.colour(output))
                    })
                    .unwrap_or_else(|| {
                        let light = 1.0 - input.iter().copied().fold(0.0, f32::max);
                        rgb(light, light, light)
                    })
            }
            Self::Pattern => Colour::default(),
            Self::Nothing => Colour::WHITE,
        }
    }

    /// A byte of an index table as a component.
    fn decode(&self, index: usize, byte: u8) -> f32 {
        let share = f32::from(byte) / 255.0;
        match (self, index) {
            (Self::Lab { .. }, 0) => share * 100.0,
            (Self::Lab { range, .. }, 1) => range[0] + share * (range[1] - range[0]),
            (Self::Lab { range, .. }, _) => range[2] + share * (range[3] - range[2]),
            _ => share,
        }
    }
}

fn read(
    object: &Object<'_>,
    resources: &Resources<'_>,
    account: &mut Account<'_>,
    depth: u32,
) -> Result<Space, Error> {
    if depth > MAX_DEPTH {
        return Ok(Space::Gray);
    }
    match object {
        Object::Name(name) => named(name, resources, account, depth),
        Object::Array(array) => built(array, resources, account, depth),
        _ => Ok(Space::Gray),
    }
}

fn named(
    name: &Name<'_>,
    resources: &Resources<'_>,
    account: &mut Account<'_>,
    depth: u32,
) -> Result<Space, Error> {
    Ok(match name.as_ref() {
        b"DeviceGray" | b"G" | b"CalGray" => Space::Gray,
        b"DeviceRGB" | b"RGB" | b"CalRGB" => Space::Rgb,
        b"DeviceCMYK" | b"CMYK" | b"CalCMYK" => Space::Cmyk,
        b"Pattern" => Space::Pattern,
        _ => match resources.get_color_space(name) {
            Some(object) => read(&object, resources, account, depth + 1)?,
            None => Space::Gray,
        },
    })
}

fn built(
    array: &Array<'_>,
    resources: &Resources<'_>,
    account: &mut Account<'_>,
    depth: u32,
) -> Result<Space, Error> {
    let mut items = array.iter::<Object<'_>>();
    let Some(Object::Name(family)) = items.next() else {
        return Ok(Space::Gray);
    };
    let base = |object: Option<Object<'_>>, account: &mut Account<'_>| match object {
        Some(object) => read(&object, resources, account, depth + 1),
        None => Ok(Space::Gray),
    };
    Ok(match family.as_ref() {
        b"CalGray" | b"DeviceGray" | b"G" => Space::Gray,
        b"CalRGB" | b"DeviceRGB" | b"RGB" => Space::Rgb,
        b"DeviceCMYK" | b"CMYK" => Space::Cmyk,
        b"Pattern" => Space::Pattern,
        b"ICCBased" => {
            let profile = items.next().and_then(Object::into_stream);
            let components = profile.as_ref().and_then(|p| p.dict().get::<u8>("N"));
            match components {
                Some(1) => Space::Gray,
                Some(4) => Space::Cmyk,
                _ => Space::Rgb,
            }
        }
        b"Lab" => {
            let dict = items.next().and_then(Object::into_dict).unwrap_or_default();
            Space::Lab {
                white: numbers(&dict, "WhitePoint", [0.9505, 1.0, 1.089]),
                range: numbers(&dict, "Range", [-100.0, 100.0, -100.0, 100.0]),
            }
        }
        b"Indexed" | b"I" => {
            let base = base(items.next(), account)?;
            // The highest index follows, which the table's length says as well.
            let table = match items.nth(1) {
                Some(Object::String(bytes)) => bytes.as_bytes().to_vec(),
                Some(Object::Stream(stream)) => table_bytes(&stream, account)?,
                _ => Vec::new(),
            };
            Space::Indexed {
                base: Rc::new(base),
                table: table.into(),
            }
        }
        b"Separation" | b"DeviceN" => {
            let is_none = |name: &Name<'_>| name.as_ref() == b"None";
            let (inputs, nothing) = match items.next() {
                Some(Object::Array(names)) => (
                    names.raw_iter().take(MAX_COMPONENTS).count(),
                    names.iter::<Name<'_>>().all(|name| is_none(&name)),
                ),
                Some(Object::Name(name)) => (1, is_none(&name)),
                _ => (1, false),
            };
            if nothing {
                return Ok(Space::Nothing);
            }
            let base = base(items.next(), account)?;
            let function = match items.next() {
                Some(object) if fits(&object, account)? => Function::new(&object)
                    .filter(|function| function.num_outputs() <= MAX_COMPONENTS),
                _ => None,
            };
            Space::Tint {
                inputs,
                base: Rc::new(base),
                function,
            }
        }
        _ => Space::Gray,
    })
}

/// Whether a function can be given to `hayro`, which unpacks streams without a limit and follows
/// braces and other functions (ISO 32000-2, 7.10) as deep as they go.
pub(crate) fn fits(object: &Object<'_>, account: &mut Account<'_>) -> Result<bool, Error> {
    fits_inside(object, account, 0)
}

fn fits_inside(
    object: &Object<'_>,
    account: &mut Account<'_>,
    depth: usize,
) -> Result<bool, Error> {
    /// Stitched functions of stitched functions.
    const MAX_FUNCTIONS: usize = 4;
    /// Braces of a calculator function; producers nest two or three.
    const MAX_BRACES: usize = 32;
    match object {
        Object::Stream(stream) => {
            let data = unpack(stream, account)?.data;
            let mut open = 0_usize;
            let mut deepest = 0;
            for byte in data.iter() {
                match byte {
                    b'{' => open += 1,
                    b'}' => open = open.saturating_sub(1),
                    _ => {}
                }
                deepest = deepest.max(open);
            }
            let calculates = stream.dict().get::<u8>("FunctionType") == Some(4);
            Ok(!data.is_empty() && (!calculates || deepest <= MAX_BRACES))
        }
        Object::Dict(dict) => match dict.get::<Array<'_>>("Functions") {
            Some(parts) => {
                if depth == MAX_FUNCTIONS {
                    return Ok(false);
                }
                for part in parts.iter::<Object<'_>>() {
                    if !fits_inside(&part, account, depth + 1)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            None => Ok(true),
        },
        _ => Ok(true),
    }
}

fn table_bytes(stream: &Stream<'_>, account: &mut Account<'_>) -> Result<Vec<u8>, Error> {
    /// 256 colours of 32 components.
    const LONGEST: usize = 256 * MAX_COMPONENTS;
    let mut bytes = unpack(stream, account)?.data.into_owned();
    bytes.truncate(LONGEST);
    Ok(bytes)
}

fn numbers<const N: usize>(dict: &Dict<'_>, key: &str, otherwise: [f32; N]) -> [f32; N] {
    let mut values = otherwise;
    if let Some(array) = dict.get::<Array<'_>>(key) {
        for (slot, value) in values.iter_mut().zip(array.iter::<f32>()) {
            *slot = value;
        }
    }
    values
}

/// A colour from parts between 0 and 1.
pub(crate) fn rgb(r: f32, g: f32, b: f32) -> Colour {
    // The cast rounds a value that was brought between 0 and 255; NaN becomes 0.
    let byte = |v: f32| (v.clamp(0.0, 1.0) * 255.0).round() as u8;
    Colour {
        r: byte(r),
        g: byte(g),
        b: byte(b),
    }
}

/// ISO 32000-2, 10.4.2.4: the simple conversion.
pub(crate) fn cmyk(c: f32, m: f32, y: f32, k: f32) -> Colour {
    let part = |ink: f32| (1.0 - ink.clamp(0.0, 1.0)) * (1.0 - k.clamp(0.0, 1.0));
    rgb(part(c), part(m), part(y))
}

/// ISO 32000-2, 8.6.5.4, then CIE XYZ to sRGB.
fn lab([l, a, b]: [f32; 3], white: &[f32; 3], range: &[f32; 4]) -> Colour {
    let m = (l.clamp(0.0, 100.0) + 16.0) / 116.0;
    let a = a.max(range[0]).min(range[1]);
    let b = b.max(range[2]).min(range[3]);
    let g = |t: f32| {
        if t >= 6.0 / 29.0 {
            t * t * t
        } else {
            108.0 / 841.0 * (t - 4.0 / 29.0)
        }
    };
    let x = white[0] * g(m + a / 500.0);
    let y = white[1] * g(m);
    let z = white[2] * g(m - b / 200.0);
    let gamma = |v: f32| {
        if v <= 0.003_130_8 {
            12.92 * v
        } else {
            1.055 * v.powf(1.0 / 2.4) - 0.055
        }
    };
    rgb(
        gamma(3.2406 * x - 1.5372 * y - 0.4986 * z),
        gamma(-0.9689 * x + 1.8758 * y + 0.0415 * z),
        gamma(0.0557 * x - 0.2040 * y + 1.0570 * z),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn device_colours() {
        let colour = |r, g, b| Colour { r, g, b };
        assert_eq!(Space::Gray.colour(&[0.5]), colour(128, 128, 128));
        assert_eq!(Space::Rgb.colour(&[1.0, 0.5, 0.0]), colour(255, 128, 0));
        assert_eq!(Space::Cmyk.colour(&[0.0, 0.0, 0.0, 1.0]), colour(0, 0, 0));
        assert_eq!(
            Space::Cmyk.colour(&[1.0, 0.0, 0.0, 0.0]),
            colour(0, 255, 255)
        );
        assert_eq!(Space::Rgb.colour(&[f32::NAN, 2.0, -1.0]), colour(0, 255, 0));
    }

    #[test]
    fn lab_white_and_index() {
        let space = Space::Lab {
            white: [0.9505, 1.0, 1.089],
            range: [-100.0, 100.0, -100.0, 100.0],
        };
        assert!(space.colour(&[100.0, 0.0, 0.0]).distance(Colour::WHITE) <= 1);
        let indexed = Space::Indexed {
            base: Rc::new(Space::Rgb),
            table: Rc::from([1, 2, 3, 255, 0, 128].as_slice()),
        };
        assert_eq!(
            indexed.colour(&[1.0]),
            Colour {
                r: 255,
                g: 0,
                b: 128
            }
        );
        assert_eq!(indexed.colour(&[9.0]), Colour { r: 0, g: 0, b: 0 });
    }
}
