//! Optional content (ISO 32000-2, 8.11): which layers a reader does not see.

use hayro_syntax::object::{Array, Dict, Name, ObjectIdentifier};

/// The layers that are off in the document's default configuration.
#[derive(Debug, Default)]
pub(crate) struct Layers {
    off: Vec<ObjectIdentifier>,
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
        off.sort();
        Self { off }
    }

    fn is_off(&self, group: &ObjectIdentifier) -> bool {
        self.off.binary_search(group).is_ok()
    }

    /// Whether content is hidden that belongs to what `key` of this dictionary refers to: a group,
    /// or a membership dictionary with its policy (8.11.2.2).
    pub(crate) fn hides(&self, holder: &Dict<'_>, key: &[u8]) -> bool {
        if self.off.is_empty() {
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
}

fn groups(dict: &Dict<'_>, key: &str) -> Vec<ObjectIdentifier> {
    dict.get::<Array<'_>>(key)
        .iter()
        .flat_map(Array::raw_iter)
        .filter_map(|item| item.as_obj_ref().map(ObjectIdentifier::from))
        .collect()
}
