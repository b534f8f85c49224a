//! The one list of what is known to be read otherwise than the truths say, each with its reason. An
//! entry that no longer holds fails as well as a difference that is not in the list.

use serde::Deserialize;

use crate::Difference;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/deviations.toml");

const HEAD: &str = "\
# What is known to be read otherwise than the truth of a fixture says. Each entry needs a reason. The
# tests fail when something is missing here and also when an entry no longer holds;
# `UIP_RENEW=1 cargo test -p uip-cases --test fixtures` drops and adds entries and keeps the reasons.
";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    #[serde(default)]
    deviation: Vec<Deviation>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Deviation {
    pdf: String,
    place: String,
    kind: String,
    want: String,
    read: String,
    reason: String,
}

impl Deviation {
    /// Whether it is the same but for the reason.
    fn is(&self, other: &Self) -> bool {
        let key = |d: &Self| [&d.pdf, &d.place, &d.kind, &d.want, &d.read].map(String::clone);
        key(self) == key(other)
    }

    fn print(&self) -> String {
        // The escapes of a JSON string are also those of a TOML string.
        let text = |t: &str| serde_json::Value::from(t).to_string();
        format!(
            "\n[[deviation]]\npdf = {}\nplace = {}\nkind = {}\nwant = {}\nread = {}\nreason = {}\n",
            text(&self.pdf),
            text(&self.place),
            text(&self.kind),
            text(&self.want),
            text(&self.read),
            text(&self.reason),
        )
    }
}

/// Compares differences, each with its PDF's name, with the list of those that are known. Gives
/// what is wrong; writes the list when expectations are renewed.
pub fn check_deviations(differences: Vec<(String, Difference)>) -> Vec<String> {
    let text = std::fs::read_to_string(FILE).unwrap_or_default();
    let mut known = toml::from_str::<List>(&text).unwrap().deviation;
    let mut wrong = Vec::new();
    let mut renewed = HEAD.to_owned();
    for (pdf, d) in differences {
        let shown = format!("{pdf}: {d}");
        let mut deviation = Deviation {
            pdf,
            place: d.place,
            kind: d.kind,
            want: d.want,
            read: d.read,
            reason: String::new(),
        };
        match known.iter().position(|k| k.is(&deviation)) {
            Some(at) => {
                deviation = known.remove(at);
                if deviation.reason.is_empty() {
                    wrong.push(format!("{FILE}: no reason is given for {shown}"));
                }
            }
            None => wrong.push(shown),
        }
        renewed += &deviation.print();
    }
    for gone in known {
        wrong.push(format!("{FILE}: no longer so: {gone:?}"));
    }
    if crate::renewing() {
        std::fs::write(FILE, renewed).unwrap();
        wrong.clear();
    }
    wrong
}
