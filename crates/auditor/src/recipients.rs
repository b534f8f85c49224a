//! The recipients against the money that the text gives to someone.

use uip_model::{Finding, Origin};

use crate::{subject::Subject, text};

/// All checks of recipients.
pub(crate) fn check(s: &Subject) -> Vec<Finding> {
    if s.initiative.recipients.is_empty() {
        return vec![Finding::new(
            "recipients_missing",
            s.initiative.origin.clone(),
        )];
    }
    let mut findings: Vec<Finding> = pool(s).into_iter().collect();
    findings.extend(supplier(s));
    findings.extend(grants(s));
    findings
}

/// The places of the recipients.
fn places(s: &Subject) -> Vec<Origin> {
    let mut origin = s.trace.origin(&s.path("/recipients"));
    for e in s.trace.below(&s.path("/recipients/")) {
        origin.extend(e.origin.iter().copied());
    }
    origin
}

/// The recipients' names in a row.
fn names(s: &Subject) -> String {
    let names: Vec<&str> = s
        .initiative
        .recipients
        .iter()
        .map(|r| r.name.as_str())
        .collect();
    names.join(", ")
}

/// A pool for municipalities that are not among the recipients.
fn pool(s: &Subject) -> Option<Finding> {
    let i = s.initiative;
    let municipal = |name: &str| name.to_lowercase().contains("kommun");
    if i.application_pool.is_none() || i.recipients.iter().any(|r| municipal(&r.name)) {
        return None;
    }
    let (index, pool) = i.allocations.iter().enumerate().find(|(_, a)| {
        a.purpose.as_deref().is_some_and(|p| {
            // Only the words right behind the pool say whom it is for.
            let lower = p.to_lowercase();
            lower.split_once("pulje").is_some_and(|(_, after)| {
                text::words(after).take(6).any(|w| w.starts_with("kommun"))
            })
        })
    })?;
    let amount = format!("/allocations/{index}/amount");
    let mut origin = places(s);
    origin.extend(s.trace.origin(&s.path(&amount)));
    Some(
        Finding::new("pool_without_recipient", s.or_heading(origin))
            .arg("pool", pool.purpose.as_deref().unwrap_or_default())
            .arg("recipients", names(s)),
    )
}

/// Money for a supplier, while none is among the recipients.
fn supplier(s: &Subject) -> Option<Finding> {
    let i = s.initiative;
    let is_supplier = |t: &str| t.to_lowercase().contains("leverandør");
    if i.recipients.iter().any(|r| is_supplier(&r.name)) {
        return None;
    }
    // "en ekstern leverandør til evaluering": only the first words say to whom the money goes.
    let (index, part) = i.allocations.iter().enumerate().find(|(_, a)| {
        let purpose = a.purpose.as_deref().unwrap_or_default();
        text::words(purpose).take(3).any(|w| is_supplier(&w))
    })?;
    let amount = format!("/allocations/{index}/amount");
    let mut origin = places(s);
    origin.extend(s.trace.origin(&s.path(&amount)));
    Some(
        Finding::new("supplier_not_recipient", s.or_heading(origin))
            .arg(
                "part",
                text::beginning(part.purpose.as_deref().unwrap_or_default()),
            )
            .arg("recipients", names(s)),
    )
}

/// Direct grants to someone who is not among the recipients, in one finding. Nothing is said where a
/// recipient is a kind of body (`civilsamfundsorganisationer`), to which anyone may belong.
fn grants(s: &Subject) -> Option<Finding> {
    /// Words for kinds of bodies.
    const KINDS: [&str; 4] = ["organisation", "forening", "institution", "aktør"];
    let i = s.initiative;
    let is_kind = |name: &str| {
        let name = name.to_lowercase();
        KINDS.iter().any(|kind| name.contains(kind))
    };
    if i.recipients.iter().any(|r| is_kind(&r.name)) {
        return None;
    }
    let mut names_of_grants: Vec<&str> = Vec::new();
    let mut origin = Vec::new();
    for (index, grant) in i.direct_grants.iter().enumerate() {
        if i.recipients
            .iter()
            .any(|r| alike(&grant.recipient, &r.name))
        {
            continue;
        }
        names_of_grants.push(&grant.recipient);
        for field in ["recipient", "amount"] {
            origin.extend(
                s.trace
                    .origin(&s.path(&format!("/direct_grants/{index}/{field}"))),
            );
        }
    }
    if names_of_grants.is_empty() {
        return None;
    }
    origin.extend(places(s));
    Some(
        Finding::new("grant_recipient_not_listed", s.or_heading(origin))
            .arg("grants", names_of_grants.join(", "))
            .arg("recipients", names(s)),
    )
}

/// Whether two names can mean the same: one word of one begins like a word of the other (`Gårdhus
/// Syd` and `Gårdhusene`), or an abbreviation of one stands in the other (`NBI`).
fn alike(a: &str, b: &str) -> bool {
    /// Long enough to be a word's stem.
    const STEM: usize = 5;
    let begins_alike = |a: &str, b: &str| {
        let same = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
        same >= STEM || (a == b && same > 1 && !SMALL.contains(&a))
    };
    text::words(a).any(|a| text::words(b).any(|b| begins_alike(&a, &b)))
}

/// Words that two names may share without meaning the same.
const SMALL: [&str; 6] = ["og", "for", "til", "den", "de", "af"];

#[cfg(test)]
mod tests {
    use super::alike;

    #[test]
    fn names_that_mean_the_same() {
        for (a, b, same) in [
            ("Gårdhus Syd", "Gårdhusene", true),
            ("NBI", "Nabocenter for Byens Indsatser (herefter NBI)", true),
            ("Foreningen Lys", "Foreningen Lys i Gården", true),
            ("Huset for alle", "Kontoret for naboer", false),
            ("Lys", "Styrelsen", false),
        ] {
            assert_eq!(alike(a, b), same, "{a} / {b}");
        }
    }
}
