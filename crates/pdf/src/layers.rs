//! Optional content (ISO 32000-2, 8.11): which layers a reader does not see.

use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier};

/// The layers that are off in the document's default configuration.
#[derive(Debug, Default)]
pub(crate) struct Layers {
    off: Vec<ObjectIdentifier>,
    /// The document has layers.
    any: bool,
}

impl Layers {
    pub(crate) fn read(catalogue: &Dict<'_>) -> Self {
        let mut off: Vec<ObjectIdentifier> = Vec::new();
        let properties = catalogue
            .get::<Dict<'_>>("OCProperties")
            .unwrap_or_default();
        let config = properties.get::<Dict<'_>>("D").unwrap_or_default();
        if config.get::<Name<'_>>("BaseState").as_deref() == Some(b"OFF") {
            off = groups(&properties, "OCGs");
        }
        let mut on = groups(&config, "ON");
        on.sort();
        off.retain(|group| on.binary_search(group).is_err());
        off.extend(groups(&config, "OFF"));
        off.extend(off_by_usage(&config));
        off.sort();
        Self {
            off,
            any: catalogue.contains_key("OCProperties"),
        }
    }

    fn is_off(&self, group: &ObjectIdentifier) -> bool {
        self.off.binary_search(group).is_ok()
    }

    /// Whether content is hidden that belongs to what `key` of this dictionary refers to: a group,
    /// or a membership dictionary with its policy (8.11.2.2).
    pub(crate) fn hides(&self, holder: &Dict<'_>, key: &[u8]) -> bool {
        if !self.any {
            return false;
        }
        let Some(group) = holder.get::<Dict<'_>>(key) else {
            return false;
        };
        if group.get::<Name<'_>>("Type").as_deref() != Some(b"OCMD") {
            return holder
                .get_ref(key)
                .is_some_and(|group| self.is_off(&group.into()));
        }
        if let Some(expression) = group.get::<Array<'_>>("VE") {
            return !self.holds(&expression, 0);
        }
        let mut members = groups(&group, "OCGs");
        members.extend(group.get_ref("OCGs").map(ObjectIdentifier::from));
        if members.is_empty() {
            return false;
        }
        let off = |group: &ObjectIdentifier| self.is_off(group);
        let policy = group.get::<Name<'_>>("P");
        let shown = match policy.as_deref() {
            Some(b"AllOn") => !members.iter().any(off),
            Some(b"AnyOff") => members.iter().any(off),
            Some(b"AllOff") => members.iter().all(off),
            _ => !members.iter().all(off),
        };
        !shown
    }

    /// Whether a visibility expression (8.11.2.2, table 97) is true: a name and what it applies to,
    /// groups or expressions.
    fn holds(&self, expression: &Array<'_>, depth: u32) -> bool {
        /// Producers write one or two inside each other.
        const MAX_DEPTH: u32 = 16;
        let mut items = expression.raw_iter();
        let Some(MaybeRef::NotRef(Object::Name(operator))) = items.next() else {
            return true;
        };
        let mut operands = items.map(|item| match item {
            MaybeRef::Ref(group) => !self.is_off(&group.into()),
            MaybeRef::NotRef(Object::Array(inner)) if depth < MAX_DEPTH => {
                self.holds(&inner, depth + 1)
            }
            MaybeRef::NotRef(_) => true,
        });
        match operator.as_ref() {
            b"And" => operands.all(|on| on),
            b"Or" => operands.any(|on| on),
            b"Not" => !operands.next().unwrap_or(false),
            _ => true,
        }
    }
}

/// Layers that a viewer turns off by itself, since their usage says that they are not for the screen
/// (8.11.4.4).
fn off_by_usage(config: &Dict<'_>) -> Vec<ObjectIdentifier> {
    let mut off = Vec::new();
    for applied in config
        .get::<Array<'_>>("AS")
        .iter()
        .flat_map(Array::iter::<Dict<'_>>)
        .filter(|applied| applied.get::<Name<'_>>("Event").as_deref() == Some(b"View"))
    {
        let Some(list) = applied.get::<Array<'_>>("OCGs") else {
            continue;
        };
        let groups = list.iter::<Dict<'_>>().zip(groups(&applied, "OCGs"));
        off.extend(groups.filter_map(|(group, id)| {
            let view = group.get::<Dict<'_>>("Usage")?.get::<Dict<'_>>("View")?;
            (view.get::<Name<'_>>("ViewState").as_deref() == Some(b"OFF")).then_some(id)
        }));
    }
    off
}

fn groups(dict: &Dict<'_>, key: &str) -> Vec<ObjectIdentifier> {
    dict.get::<Array<'_>>(key)
        .iter()
        .flat_map(Array::raw_iter)
        .filter_map(|item| item.as_obj_ref().map(ObjectIdentifier::from))
        .collect()
}
