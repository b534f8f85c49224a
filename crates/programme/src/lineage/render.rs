//! The lineage as pictures' sources (Graphviz, Mermaid) and as text for people.

use std::collections::BTreeMap;
use std::fmt;

use super::{Chain, Lineage, Link, LinkBasis, LinkKind};
use crate::money::kroner;
use crate::vocabulary::Phase;

/// Characters of a title in a picture's box; the rest is cut with `…`.
const LABEL: usize = 80;

/// One box: an initiative with all its members, or an evaluation.
struct Node<'a> {
    name: String,
    title: &'a str,
    below: String,
    evaluation: bool,
}

/// Lines between boxes: said or seen, and what they say.
struct Edge<'a> {
    from: &'a str,
    to: &'a str,
    link: &'a Link,
}

impl Lineage {
    /// The chains of more than one member for Graphviz: `dot -Tsvg`. Dashed lines rest on titles
    /// alone, dotted ones lead to evaluations.
    pub fn dot(&self) -> impl fmt::Display + '_ {
        Dot(self)
    }

    /// The same for Mermaid, as Markdown viewers draw it.
    pub fn mermaid(&self) -> impl fmt::Display + '_ {
        Mermaid(self)
    }

    /// The chains of more than one member as text.
    pub fn text(&self) -> impl fmt::Display + '_ {
        Text(self)
    }

    /// Chains that tell more than one step or have an evaluation.
    fn told(&self) -> impl Iterator<Item = &Chain> {
        self.chains
            .iter()
            .filter(|c| c.steps.len() + c.evaluations.len() > 1)
    }

    /// The boxes of a chain, and the name of each member's box. Names are numbered through the
    /// whole picture: ids may hold characters that neither language takes.
    fn nodes<'a>(
        &'a self,
        chain: &'a Chain,
        next: &mut usize,
        names: &mut BTreeMap<&'a str, String>,
    ) -> Vec<Node<'a>> {
        let mut nodes = Vec::new();
        let mut name = || {
            *next += 1;
            format!("n{next}")
        };
        for step in &chain.steps {
            let name = name();
            let ids = step.members.iter().map(String::as_str);
            names.extend(ids.map(|id| (id, name.clone())));
            let years: Vec<String> = step.years.iter().map(ToString::to_string).collect();
            let phases: Vec<&str> = step.phases.iter().map(|p| p.value()).collect();
            let mut below: Vec<String> = Vec::new();
            if !years.is_empty() {
                below.push(format!("UIP {}", years.join(", ")));
            }
            if !phases.is_empty() {
                below.push(phases.join(", "));
            }
            below.extend(step.planned.map(kroner));
            nodes.push(Node {
                name,
                title: &step.title,
                below: below.join(" · "),
                evaluation: false,
            });
        }
        for id in &chain.evaluations {
            let name = name();
            names.insert(id, name.clone());
            let member = self.members.iter().find(|m| m.id == *id);
            nodes.push(Node {
                name,
                title: member.map_or("", |m| m.title.as_str()),
                below: member
                    .and_then(|m| m.active)
                    .map_or_else(String::new, |(first, last)| {
                        format!("evaluering {first}-{last}")
                    }),
                evaluation: true,
            });
        }
        nodes
    }

    /// The lines between different boxes; several links between two boxes make one line.
    fn edges<'a>(&'a self, names: &'a BTreeMap<&str, String>) -> Vec<Edge<'a>> {
        let mut edges: Vec<Edge> = Vec::new();
        for link in &self.links {
            let ends = names
                .get(link.from.as_str())
                .zip(names.get(link.to.as_str()));
            let Some((from, to)) = ends.filter(|(from, to)| from != to) else {
                continue;
            };
            match edges.iter_mut().find(|e| e.from == from && e.to == to) {
                Some(edge) if link.basis < edge.link.basis => edge.link = link,
                Some(_) => {}
                None => edges.push(Edge { from, to, link }),
            }
        }
        edges
    }
}

fn cut(title: &str) -> String {
    if title.chars().count() <= LABEL {
        return title.to_owned();
    }
    let short: String = title.chars().take(LABEL).collect();
    format!("{} …", short.trim_end())
}

struct Dot<'a>(&'a Lineage);

impl fmt::Display for Dot<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "digraph uip {{")?;
        writeln!(f, "  rankdir=LR;")?;
        writeln!(
            f,
            "  node [shape=box, style=rounded, fontname=\"sans-serif\"];"
        )?;
        let mut next = 0;
        let mut names = BTreeMap::new();
        for (chain, number) in self.0.told().zip(1..) {
            writeln!(f, "  subgraph cluster_{number} {{")?;
            writeln!(f, "    label={};", in_dot(&[&chain.id]))?;
            for node in self.0.nodes(chain, &mut next, &mut names) {
                let shape = if node.evaluation { ", shape=note" } else { "" };
                let label = in_dot(&[&cut(node.title), &node.below]);
                writeln!(f, "    {} [label={label}{shape}];", node.name)?;
            }
            writeln!(f, "  }}")?;
        }
        for edge in self.0.edges(&names) {
            let style = match (edge.link.kind, edge.link.basis) {
                (LinkKind::EvaluatedBy, _) => "dotted",
                (_, LinkBasis::Title) => "dashed",
                _ => "solid",
            };
            writeln!(f, "  {} -> {} [style={style}];", edge.from, edge.to)?;
        }
        writeln!(f, "}}")
    }
}

/// A quoted string of the DOT language, one line of the label an entry. Backslashes begin escapes
/// there, so they are doubled; line breaks and other control characters become spaces.
fn in_dot(lines: &[&str]) -> String {
    let lines: Vec<String> = lines
        .iter()
        .filter(|line| !line.is_empty())
        .map(|line| {
            line.chars()
                .map(|c| match c {
                    '"' => "\\\"".to_owned(),
                    '\\' => "\\\\".to_owned(),
                    c if c.is_control() => " ".to_owned(),
                    c => c.to_string(),
                })
                .collect()
        })
        .collect();
    format!("\"{}\"", lines.join("\\n"))
}

struct Mermaid<'a>(&'a Lineage);

impl fmt::Display for Mermaid<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "flowchart LR")?;
        let mut next = 0;
        let mut names = BTreeMap::new();
        for (chain, number) in self.0.told().zip(1..) {
            writeln!(f, "  subgraph c{number}[\"{}\"]", in_mermaid(&chain.id))?;
            for node in self.0.nodes(chain, &mut next, &mut names) {
                let label = [cut(node.title), node.below.clone()]
                    .iter()
                    .filter(|line| !line.is_empty())
                    .map(|line| in_mermaid(line))
                    .collect::<Vec<_>>()
                    .join("<br>");
                let (open, close) = if node.evaluation {
                    ("([", "])")
                } else {
                    ("[", "]")
                };
                writeln!(f, "    {}{open}\"{label}\"{close}", node.name)?;
            }
            writeln!(f, "  end")?;
        }
        for edge in self.0.edges(&names) {
            let line = match (edge.link.kind, edge.link.basis) {
                (LinkKind::EvaluatedBy, _) | (_, LinkBasis::Title) => "-.->",
                _ => "-->",
            };
            writeln!(f, "  {} {line} {}", edge.from, edge.to)?;
        }
        Ok(())
    }
}

/// Text within a quoted Mermaid label. Whatever could end the quotation, begin markup or Markdown
/// or an entity becomes an entity code (`#34;`), as Mermaid's documentation of flowcharts has it.
fn in_mermaid(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '"' | '<' | '>' | '&' | '#' | '`' | '\\' | '*' | '_' | ';' => {
                format!("#{};", u32::from(c))
            }
            c if c.is_control() => " ".to_owned(),
            c => c.to_string(),
        })
        .collect()
}

struct Text<'a>(&'a Lineage);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut first = true;
        for chain in self.0.told() {
            if !first {
                writeln!(f)?;
            }
            first = false;
            writeln!(f, "{}", chain.id)?;
            for step in &chain.steps {
                let years: Vec<String> = step.years.iter().map(ToString::to_string).collect();
                let phases: Vec<&str> = step.phases.iter().copied().map(Phase::value).collect();
                write!(
                    f,
                    "  {:<10} {:<12} {}",
                    years.join(", "),
                    phases.join(", "),
                    step.title
                )?;
                if let Some(planned) = step.planned {
                    write!(f, " ({}", kroner(planned))?;
                    if let Some(level) = step.price_level {
                        write!(f, ", {level}-PL")?;
                    }
                    write!(f, ")")?;
                }
                writeln!(f, "  [{}]", step.members.join(", "))?;
            }
            for id in &chain.evaluations {
                writeln!(f, "  {:<10} {:<12} [{id}]", "", "evaluering")?;
            }
            for link in &self.0.links {
                let here = |id: &String| {
                    chain.evaluations.contains(id)
                        || chain.steps.iter().any(|s| s.members.contains(id))
                };
                if here(&link.from) && link.kind != LinkKind::SameInitiative {
                    writeln!(
                        f,
                        "    {} -> {}: {}, {} ({:.2})",
                        link.from,
                        link.to,
                        link.kind.value(),
                        link.basis.value(),
                        link.score
                    )?;
                }
            }
        }
        Ok(())
    }
}
