//! One document cannot harm another, and nothing that happens to a run harms its output.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;
use support::{Folder, Run, fault, outcomes, pdf, record, run, snapshot, uip};

/// Files enough that a run can be killed in its midst.
fn archive(folder: &Folder, count: usize) {
    for number in 0..count {
        let text = format!("Bilag {number} Model for en indsats");
        folder.write(format!("in/plan {number:03}.pdf"), pdf(&[&text, "Side to"]));
    }
}

#[test]
fn neighbours_of_misbehaving_documents_are_unharmed() {
    let folder = Folder::new("isolation-neighbours");
    archive(&folder, 12);
    assert_eq!(run(&folder, ["batch", "in", "-o", "calm", "-q"]).code(), 0);
    let mut expected = vec![
        ("exit", "crashed", "crashed"),
        ("flood", "refused", "output_limit"),
        ("fork 8102", "timed_out", "time_limit"),
        ("garble", "crashed", "crashed"),
        ("hang", "timed_out", "time_limit"),
        ("panic", "crashed", "panic"),
    ];
    if cfg!(unix) {
        expected.push(("abort", "crashed", "crashed"));
        expected.push(("overflow", "crashed", "stack_overflow"));
    }
    if cfg!(target_os = "linux") {
        expected.push(("allocate", "refused", "memory_limit"));
    }
    for (name, _, _) in &expected {
        folder.write(format!("in/plan 005 {name}.pdf"), fault(name));
    }
    for jobs in ["1", "3"] {
        let limits = [
            "--time-limit",
            "1",
            "--max-output",
            "4",
            "--memory-limit",
            "128",
        ];
        let arguments = ["batch", "in", "-o", jobs, "-j", jobs]
            .into_iter()
            .chain(limits);
        let done = run(&folder, arguments);
        assert_eq!(done.code(), 1);
        let record = record(&folder, jobs);
        let inputs = record["inputs"].as_array().unwrap();
        assert_eq!(inputs.len(), 12 + expected.len());
        for (name, outcome, code) in &expected {
            let path = format!("in/plan 005 {name}.pdf");
            let input = inputs
                .iter()
                .find(|input| input["path"] == path.as_str())
                .unwrap();
            assert_eq!(
                (&input["outcome"], &input["failure"]["code"]),
                (&Value::from(*outcome), &Value::from(*code)),
                "{name}"
            );
            let lines = done
                .err()
                .lines()
                .filter(|line| line.starts_with(&path))
                .count();
            assert_eq!(lines, 1, "{name}: {}", done.err());
        }
        // The good documents and the tables are as if the others were not there.
        let (calm, harmed) = (snapshot(&folder.path("calm")), snapshot(&folder.path(jobs)));
        for (name, bytes) in &calm {
            if name != "run.json" {
                assert_eq!(harmed.get(name), Some(bytes), "{name}");
            }
        }
        assert_eq!(calm.len(), harmed.len());
    }
}

#[test]
fn failures_that_may_pass_are_tried_again_and_others_are_not() {
    let folder = Folder::new("isolation-again");
    folder.write("in/hang.pdf", fault("hang"));
    folder.write("in/text.pdf", "This is no PDF");
    let arguments = ["batch", "in", "-o", "out", "--time-limit", "0.3"];
    for from_cache in [0, 1] {
        assert_eq!(run(&folder, arguments).code(), 1);
        let record = record(&folder, "out");
        assert_eq!(record["run"]["from_cache"], from_cache);
        let expected = [("in/hang.pdf", "timed_out"), ("in/text.pdf", "refused")];
        assert_eq!(
            outcomes(&record),
            expected.map(|(path, outcome)| (path.to_owned(), outcome.to_owned()))
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn nothing_outlives_a_killed_run() {
    let folder = Folder::new("isolation-orphans");
    folder.write("in/hang.pdf", fault("hang"));
    let mut child = uip()
        .current_dir(folder.path(""))
        .args(["batch", "in", "-o", "out", "--time-limit", "60"])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let worker = wait_for(|| children(child.id()).first().copied());
    child.kill().unwrap();
    child.wait().unwrap();
    wait_for(|| (!std::path::Path::new(&format!("/proc/{worker}")).exists()).then_some(()));
}

/// The processes that a process has started.
#[cfg(target_os = "linux")]
fn children(parent: u32) -> Vec<u32> {
    std::fs::read_dir("/proc")
        .unwrap()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok())
        .filter(|process| {
            let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
            // The name stands in parentheses and may hold anything; the parent is the second after.
            let after = stat.rsplit_once(')').map_or("", |(_, after)| after);
            after.split_whitespace().nth(1) == Some(&parent.to_string())
        })
        .collect()
}

#[cfg(target_os = "linux")]
fn wait_for<T>(mut look: impl FnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(
            started.elapsed() < Duration::from_secs(10),
            "waited in vain"
        );
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Numbers that look random and are the same in every run (xorshift, Marsaglia 2003).
fn next(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed
}

/// Kills runs over `files` files at `rounds` moments and lets the last one end. `UIP_KILL_ROUNDS` and
/// `UIP_KILL_FILES` set other numbers, as `just kill` does.
#[test]
fn killed_runs_go_on_to_the_same_bytes() {
    let number = |name: &str, default: usize| {
        std::env::var(name)
            .ok()
            .and_then(|text| text.parse().ok())
            .unwrap_or(default)
    };
    let (rounds, files) = (number("UIP_KILL_ROUNDS", 5), number("UIP_KILL_FILES", 60));
    let folder = Folder::new("isolation-kill");
    archive(&folder, files);
    let started = Instant::now();
    assert_eq!(run(&folder, ["batch", "in", "-o", "calm", "-q"]).code(), 0);
    let whole_run = started.elapsed();
    let calm = snapshot(&folder.path("calm"));
    // What is there before must stay whole until it is replaced: an older run over half the files.
    let half = (0..files / 2).map(|number| format!("in/plan {number:03}.pdf"));
    let half = ["batch", "-q", "-o", "out", "--lang", "en"]
        .into_iter()
        .map(str::to_owned)
        .chain(half);
    assert_eq!(run(&folder, half).code(), 0);
    let old_tables = std::fs::read(folder.path("out/tables/documents.csv")).unwrap();
    let mut seed = 0x9E37_79B9_7F4A_7C15;
    let (mut killed, mut last_known, mut ended) = (0, 0, false);
    for round in 0..rounds {
        let mut child = uip()
            .current_dir(folder.path(""))
            .args(["batch", "in", "-o", "out", "-q"])
            .spawn()
            .unwrap();
        // Somewhere in what is left to do, so that the kills spread over the whole work.
        let left = f64::from(u32::try_from(files - last_known.min(files)).unwrap());
        let share = f64::from(u32::try_from(next(&mut seed) % 1000).unwrap()) / 1000.0;
        let rounds_left = f64::from(u32::try_from(rounds - round).unwrap());
        let part = left / f64::from(u32::try_from(files).unwrap()) * 2.0 * share / rounds_left;
        std::thread::sleep(whole_run.mul_f64(part));
        child.kill().unwrap();
        let by_itself = child.wait().unwrap().code().is_some();
        killed += u32::from(!by_itself);
        ended |= by_itself;
        for name in folder.names("out/documents") {
            let path = folder.path("out/documents").join(&name);
            if !name.starts_with('.') {
                let bytes = std::fs::read(path).unwrap();
                assert!(
                    serde_json::from_slice::<Value>(&bytes).is_ok(),
                    "{name} is half-written"
                );
            }
        }
        let Ok(journal) = std::fs::read_to_string(folder.path("out/.uip-journal.jsonl")) else {
            // The run was killed before it began or ended before it was killed.
            continue;
        };
        let known = journal.lines().filter(|line| !line.is_empty()).count();
        if !ended {
            assert!(
                known >= last_known,
                "a killed run lost what an earlier one had done"
            );
            // The tables are made when all documents are there.
            if known < files {
                let tables = std::fs::read(folder.path("out/tables/documents.csv")).unwrap();
                assert!(tables == old_tables, "the old tables did not stay whole");
            }
        }
        last_known = known;
    }
    eprintln!("killed {killed} of {rounds} runs, {last_known} of {files} files were done then");
    assert!(killed > 0, "no run was killed in its midst");
    assert_eq!(run(&folder, ["batch", "in", "-o", "out", "-q"]).code(), 0);
    assert_eq!(snapshot(&folder.path("out")), calm);
}

#[test]
fn second_run_on_a_folder_is_refused_and_harms_nothing() {
    let folder = Folder::new("isolation-two");
    archive(&folder, 2);
    folder.write("in/sleep.pdf", fault("sleep"));
    let mut first = uip()
        .current_dir(folder.path(""))
        .args(["batch", "in", "-o", "out", "--time-limit", "2"])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while !folder.path("out/.uip-journal.jsonl").exists() {
        std::thread::sleep(Duration::from_millis(5));
    }
    let second = run(&folder, ["batch", "in", "-o", "out"]);
    assert_eq!(
        (second.code(), second.err()),
        (
            1,
            "uip: output: another run is writing to out; wait until it has ended or choose another folder\n"
        )
    );
    assert_eq!(first.wait().unwrap().code(), Some(1));
    assert_eq!(outcomes(&record(&folder, "out")).len(), 3);
    assert_eq!(folder.names("out/documents").len(), 2);
}

/// A limit on file size stands for a full disk: writing fails in the same way in the same places.
#[cfg(unix)]
#[test]
fn full_disk_is_reported_and_nothing_old_is_lost() {
    let folder = Folder::new("isolation-full");
    archive(&folder, 3);
    assert_eq!(run(&folder, ["batch", "in", "-o", "out", "-q"]).code(), 0);
    let before = snapshot(&folder.path("out"));
    archive(&folder, 6);
    folder.write("in/plan 000.pdf", pdf(&["Bilag 0 i ny udgave"]));
    let limited = |blocks: &str| {
        Run(std::process::Command::new("sh")
            .current_dir(folder.path(""))
            .env("UIP", env!("CARGO_BIN_EXE_uip"))
            .arg("-c")
            .arg(format!(
                "trap '' XFSZ; ulimit -f {blocks}; exec \"$UIP\" batch in -o out"
            ))
            .stdin(Stdio::null())
            .output()
            .unwrap())
    };
    let failed = limited("0");
    assert_eq!(failed.code(), 1);
    assert!(
        failed.err().starts_with("uip: output: cannot write out/"),
        "{}",
        failed.err()
    );
    assert!(
        failed.err().ends_with(
            "what is there is unchanged, and the same command goes on where this run stopped\n"
        ),
        "{}",
        failed.err()
    );
    let mut after = snapshot(&folder.path("out"));
    after.remove(".uip-journal.jsonl");
    assert_eq!(after, before);
    assert_eq!(run(&folder, ["batch", "in", "-o", "out", "-q"]).code(), 0);
    assert_eq!(run(&folder, ["batch", "in", "-o", "fresh", "-q"]).code(), 0);
    assert_eq!(
        snapshot(&folder.path("out")),
        snapshot(&folder.path("fresh"))
    );
}

#[test]
fn output_that_cannot_be_made_is_named() {
    let folder = Folder::new("isolation-output");
    archive(&folder, 1);
    folder.write("file", "");
    let cases = [
        ("file", "file: this is no folder; the results need one"),
        ("file/below", "cannot write file/below: "),
    ];
    for (out, message) in cases {
        let failed = run(&folder, ["batch", "in", "-o", out]);
        assert_eq!(failed.code(), 1);
        assert!(
            failed.err().starts_with(&format!("uip: output: {message}")),
            "{}",
            failed.err()
        );
    }
}

#[test]
fn inputs_that_vanish_get_their_outcome() {
    let folder = Folder::new("isolation-vanish");
    archive(&folder, 3);
    folder.write("in/plan 000 sleep.pdf", fault("sleep"));
    let mut child = uip()
        .current_dir(folder.path(""))
        .args(["batch", "in", "-o", "out", "-j", "1", "--time-limit", "1"])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while !folder.path("out/.uip-journal.jsonl").exists() {
        std::thread::sleep(Duration::from_millis(2));
    }
    std::fs::remove_file(folder.path("in/plan 002.pdf")).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1));
    let record = record(&folder, "out");
    let last = record["inputs"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["path"], &last["outcome"]),
        (&Value::from("in/plan 002.pdf"), &Value::from("refused"))
    );
    assert_eq!(last["failure"]["code"], "not_found");
}
