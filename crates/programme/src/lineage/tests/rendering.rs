//! Chains as text, drawings and tables.

use super::*;

/// Two steps with an evaluation, with titles that try to leave their quotation.
fn hostile() -> Lineage {
    let mut evaluation = Document {
        kind: Kind::Evaluation,
        evaluation: Some(Evaluation {
            title: "Varme i vinterhavet".to_owned(),
            initiative: Some("Bad & <b>sauna</b> #1".to_owned()),
            period: vec![2021, 2022],
            ..Evaluation::default()
        }),
        ..Document::default()
    };
    evaluation.source.file = Some("evaluering.pdf".to_owned());
    let breakout = "\"]; click \\ `vinter`\nhav";
    linked(&[
        release(2019, &[initiative("uip-2019-1", "screening", breakout)]),
        release(
            2021,
            &[building_on(
                with_money(
                    initiative("uip-2021-1", "modning", "Bad & <b>sauna</b> #1"),
                    2021,
                    &[(2021, 1_200_000)],
                ),
                &[breakout],
            )],
        ),
        evaluation,
    ])
}

#[test]
fn dot_is_escaped() {
    assert_eq!(
        hostile().dot().to_string(),
        r#"digraph uip {
  rankdir=LR;
  node [shape=box, style=rounded, fontname="sans-serif"];
  subgraph cluster_1 {
    label="chain-uip-2019-1";
    n1 [label="\"]; click \\ `vinter` hav\nUIP 2019 · screening"];
    n2 [label="Bad & <b>sauna</b> #1\nUIP 2021 · modning · 1.200.000 kr."];
    n3 [label="Bad & <b>sauna</b> #1\nevaluering 2021-2022", shape=note];
  }
  n1 -> n2 [style=solid];
  n2 -> n3 [style=dotted];
}
"#
    );
}

#[test]
fn mermaid_is_escaped() {
    assert_eq!(
        hostile().mermaid().to_string(),
        r##"flowchart LR
  subgraph c1["chain-uip-2019-1"]
    n1["#34;]#59; click #92; #96;vinter#96; hav<br>UIP 2019 · screening"]
    n2["Bad #38; #60;b#62;sauna#60;/b#62; #35;1<br>UIP 2021 · modning · 1.200.000 kr."]
    n3(["Bad #38; #60;b#62;sauna#60;/b#62; #35;1<br>evaluering 2021-2022"])
  end
  n1 --> n2
  n2 -.-> n3
"##
    );
}

#[test]
fn the_text_tells_steps_and_links() {
    assert_eq!(
        hostile().text().to_string(),
        "chain-uip-2019-1
  2019       screening    \"]; click \\ `vinter` hav  [uip-2019-1]
  2021       modning      Bad & <b>sauna</b> #1 (1.200.000 kr., 2021-PL)  [uip-2021-1]
             evaluering   [evaluation-bad-b-sauna-b-1]
    uip-2019-1 -> uip-2021-1: predecessor, statement (1.00)
    uip-2021-1 -> evaluation-bad-b-sauna-b-1: evaluated_by, statement (1.00)
"
    );
}

#[test]
fn the_tables_have_a_row_for_each_evidence_and_amount() {
    let tables = hostile().tables();
    let lines: Vec<String> = tables
        .iter()
        .flat_map(|table| {
            assert!(table.rows.iter().all(|row| row.len() == table.header.len()));
            table
                .rows
                .iter()
                .map(|row| format!("{}: {}", table.name, serde_json::to_string(row).unwrap()))
        })
        .collect();
    let title = r#""\"]; click \\ `vinter` hav""#;
    assert_eq!(
        lines,
        [
            format!(r#"lineage: ["uip-2019-1","uip-2021-1","predecessor","statement",1.0,{title},"Bad & <b>sauna</b> #1",{title},"uip-2021.pdf",null]"#),
            r#"lineage: ["uip-2021-1","evaluation-bad-b-sauna-b-1","evaluated_by","statement",1.0,"Bad & <b>sauna</b> #1","Bad & <b>sauna</b> #1","Bad & <b>sauna</b> #1","evaluering.pdf",null]"#.to_owned(),
            format!(r#"chains: ["chain-uip-2019-1",{title},2019,2021,2,"screening > modning",1,2021,1200000]"#),
            format!(r#"chain_members: ["chain-uip-2019-1",1,"uip-2019-1","initiative",{title},"voksne","screening","2019","uip-2019.pdf"]"#),
            r#"chain_members: ["chain-uip-2019-1",2,"uip-2021-1","initiative","Bad & <b>sauna</b> #1","voksne","modning","2021","uip-2021.pdf"]"#.to_owned(),
            r#"chain_members: ["chain-uip-2019-1",null,"evaluation-bad-b-sauna-b-1","evaluation","Bad & <b>sauna</b> #1",null,"","2022","evaluering.pdf"]"#.to_owned(),
            r#"chain_money: ["chain-uip-2019-1",2021,2021,1200000]"#.to_owned(),
        ]
    );
}
