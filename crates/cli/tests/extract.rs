//! `uip extract` as it is used: results, messages, exit codes.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use support::{Folder, Run, fault, pdf, run, uip};

#[test]
fn result_goes_to_standard_output_or_to_a_file() {
    let folder = Folder::new("extract-result");
    folder.write("plan 2031.pdf", pdf(&["Bilag 1", "Side to"]));
    let printed = run(&folder, ["extract", "plan 2031.pdf"]);
    assert_eq!(printed.code(), 0, "{}", printed.err());
    assert_eq!(printed.json()["source"]["file"], "plan 2031.pdf");
    let written = run(&folder, ["extract", "plan 2031.pdf", "-o", "plan.json"]);
    assert_eq!((written.code(), written.out()), (0, ""));
    assert_eq!(
        std::fs::read_to_string(folder.path("plan.json")).unwrap(),
        printed.out()
    );
    assert_eq!(folder.names(""), ["plan 2031.pdf", "plan.json"]);
}

#[test]
fn standard_input_has_no_name() {
    let folder = Folder::new("extract-stdin");
    let path = folder.write("a.pdf", pdf(&["Bilag 1"]));
    let output = uip()
        .args(["extract", "-", "-o", "-"])
        .stdin(std::fs::File::open(path).unwrap())
        .output()
        .unwrap();
    let printed = Run(output);
    assert_eq!(printed.code(), 0, "{}", printed.err());
    assert_eq!(printed.json()["source"]["file"], serde_json::Value::Null);
}

#[test]
fn what_is_no_document_is_named_with_its_cause() {
    let folder = Folder::new("extract-refused");
    std::fs::create_dir(folder.path("folder.pdf")).unwrap();
    folder.write("large.pdf", vec![b' '; (1 << 20) + 1]);
    let cases = [
        (
            "folder.pdf",
            "folder.pdf: is_a_folder: this is a folder, not a PDF; uip batch reads folders\n",
        ),
        (
            "gone\u{1b}.pdf",
            "gone\\x1b.pdf: not_found: there is no such file\n",
        ),
        (
            "large.pdf",
            "large.pdf: file_too_large: the file is larger than 1 MiB; --max-file sets another limit\n",
        ),
    ];
    for (file, message) in cases {
        let refused = run(
            &folder,
            ["extract", file, "--max-file", "1", "-o", "o.json"],
        );
        assert_eq!((refused.code(), refused.err()), (1, message));
        assert!(!folder.path("o.json").exists());
    }
}

#[cfg(unix)]
#[test]
fn pipes_and_devices_are_refused_at_once() {
    let folder = Folder::new("extract-pipe");
    let status = std::process::Command::new("mkfifo")
        .arg(folder.path("pipe.pdf"))
        .status()
        .unwrap();
    assert!(status.success());
    let refused = run(&folder, ["extract", "pipe.pdf"]);
    assert_eq!(
        (refused.code(), refused.err()),
        (
            1,
            "pipe.pdf: not_a_regular_file: this is a named pipe, not a regular file\n"
        )
    );
    let refused = run(&folder, ["extract", "/dev/zero"]);
    assert_eq!(
        (refused.code(), refused.err()),
        (
            1,
            "/dev/zero: not_a_regular_file: this is a device, not a regular file\n"
        )
    );
}

#[cfg(unix)]
#[test]
fn names_may_be_any_bytes() {
    use std::os::unix::ffi::OsStrExt;
    let folder = Folder::new("extract-names");
    let latin1 = std::ffi::OsStr::from_bytes(b"bil\xe5g.pdf");
    let names = [
        std::ffi::OsStr::new("-h.pdf"),
        std::ffi::OsStr::new("to\nlinjer.pdf"),
        std::ffi::OsStr::new("=cmd|calc.pdf"),
        latin1,
    ];
    for name in names {
        folder.write(name, pdf(&["Bilag 1"]));
        let read = run(
            &folder,
            [std::ffi::OsStr::new("extract"), "--".as_ref(), name],
        );
        assert_eq!(read.code(), 0, "{}", read.err());
        assert_eq!(read.json()["source"]["file"], *name.to_string_lossy());
    }
}

#[cfg(unix)]
#[test]
fn output_that_fails_is_an_error_and_a_reader_that_leaves_is_not() {
    let folder = Folder::new("extract-output");
    let path = folder.write("a.pdf", pdf(&["Bilag 1"]));
    let full = || {
        std::fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap()
    };
    let extract = ["extract".as_ref(), path.as_os_str()];
    for arguments in [&extract[..], &["--help".as_ref()], &["--version".as_ref()]] {
        let failed = Run(uip().args(arguments).stdout(full()).output().unwrap());
        assert_eq!(failed.code(), 1, "{arguments:?}");
        assert!(
            failed
                .err()
                .starts_with("uip: output: cannot write standard output: No space left"),
            "{}",
            failed.err()
        );
    }
    let failed = run(&folder, ["extract", "a.pdf", "-o", "/dev/full"]);
    assert_eq!(failed.code(), 1);
    assert!(
        failed
            .err()
            .starts_with("uip: output: cannot write /dev/full: No space left")
    );
    let failed = run(&folder, ["extract", "a.pdf", "-o", "none/o.json"]);
    assert_eq!(failed.code(), 1);
    assert!(
        failed
            .err()
            .starts_with("uip: output: cannot write none/o.json: No such file")
    );
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let quiet = Run(uip()
        .arg("extract")
        .arg(&path)
        .stdout(writer)
        .output()
        .unwrap());
    assert_eq!((quiet.code(), quiet.err()), (0, ""));
}

#[cfg(unix)]
#[test]
fn link_stays_and_its_target_is_replaced() {
    let folder = Folder::new("extract-link");
    folder.write("a.pdf", pdf(&["Bilag 1"]));
    folder.write("kept/o.json", "old");
    std::os::unix::fs::symlink("kept/o.json", folder.path("link.json")).unwrap();
    assert_eq!(
        run(&folder, ["extract", "a.pdf", "-o", "link.json"]).code(),
        0
    );
    assert!(folder.path("link.json").is_symlink());
    assert!(
        std::fs::read_to_string(folder.path("kept/o.json"))
            .unwrap()
            .starts_with('{')
    );
}

#[test]
fn misbehaviour_ends_in_one_clear_line() {
    let folder = Folder::new("extract-faults");
    let cases = [
        (
            "hang",
            "time_limit: not finished within 0.5 s; --time-limit allows more",
        ),
        (
            "sleep",
            "time_limit: not finished within 0.5 s; --time-limit allows more",
        ),
        (
            "fork 8101",
            "time_limit: not finished within 0.5 s; --time-limit allows more",
        ),
        ("exit", "crashed: the reading died (exit code 3)"),
        (
            "garble",
            "crashed: the reading died (its answer is garbled)",
        ),
        (
            "flood",
            "output_limit: the result is larger than 4 MiB; --max-output allows more",
        ),
        #[cfg(target_os = "linux")]
        (
            "allocate",
            "memory_limit: needs more than 64 MiB of memory; --memory-limit allows more",
        ),
        #[cfg(unix)]
        (
            "overflow",
            "stack_overflow: the reading died of objects nested too deeply (stack overflow)",
        ),
        #[cfg(unix)]
        ("abort", "crashed: the reading died (signal 6, aborted)"),
    ];
    for (name, message) in cases {
        folder.write("f.pdf", fault(name));
        let limits = [
            "--time-limit",
            "0.5",
            "--memory-limit",
            "64",
            "--max-output",
            "4",
        ];
        let failed = run(
            &folder,
            ["extract", "f.pdf", "-o", "o.json"]
                .into_iter()
                .chain(limits),
        );
        assert_eq!((failed.code(), failed.out()), (1, ""), "{name}");
        assert_eq!(failed.err(), format!("f.pdf: {message}\n"), "{name}");
        assert_eq!(folder.names(""), ["f.pdf"], "{name}");
        #[cfg(target_os = "linux")]
        assert!(!is_running(b"sleep\x008101\0"), "{name}");
    }
}

#[test]
fn panic_is_reported_as_a_defect() {
    let folder = Folder::new("extract-panic");
    folder.write("f.pdf", fault("panic"));
    let failed = run(&folder, ["extract", "f.pdf"]);
    assert_eq!(failed.code(), 1);
    assert!(
        failed.err().starts_with(
            "f.pdf: panic: the reading died of a defect in this program: panicked at "
        ),
        "{}",
        failed.err()
    );
    assert!(failed.err().ends_with(": ordered\n"), "{}", failed.err());
}

#[test]
fn messages_can_be_json() {
    let folder = Folder::new("extract-json");
    let failed = run(&folder, ["extract", "gone.pdf", "--log-format", "json"]);
    let event: serde_json::Value = serde_json::from_str(failed.err()).unwrap();
    assert_eq!(
        event,
        serde_json::json!({
            "event": "failure", "path": "gone.pdf", "path_hex": null, "code": "not_found",
            "page": null, "message": "there is no such file",
        })
    );
}

#[test]
fn wrong_use_has_its_own_code() {
    let folder = Folder::new("extract-use");
    folder.write("a.pdf", pdf(&["Bilag 1"]));
    for arguments in [
        &["extract"][..],
        &["nonsense"],
        &["extract", "a.pdf", "--time-limit", "0"],
        &["extract", "a.pdf", "--limit", "pages=many"],
        &["extract", "a.pdf", "--limit", "nonsense=1"],
        &["extract", "a.pdf", "--templates", "gone"],
        &["extract", "a.pdf", "--password-file", "gone"],
    ] {
        let wrong = run(&folder, arguments);
        assert_eq!((wrong.code(), wrong.out()), (2, ""), "{arguments:?}");
        assert!(!wrong.err().is_empty(), "{arguments:?}");
    }
    assert_eq!(run(&folder, ["--help"]).code(), 0);
}

/// Whether a process with this command line runs.
#[cfg(target_os = "linux")]
fn is_running(command: &[u8]) -> bool {
    std::fs::read_dir("/proc").unwrap().any(|entry| {
        let process = entry.unwrap().path();
        std::fs::read(process.join("cmdline")).is_ok_and(|line| line == command)
    })
}

#[test]
fn failures_of_the_reader_are_named_with_their_codes() {
    let folder = Folder::new("extract-codes");
    folder.write("empty.pdf", "");
    folder.write("page.pdf", "<!DOCTYPE html><title>404</title>");
    folder.write("a.pdf", pdf(&["Bilag 1", "Side to"]));
    let mut cut = pdf(&["Bilag 1"]);
    cut.truncate(40);
    folder.write("cut.pdf", cut);
    for (arguments, start) in [
        (&["empty.pdf"][..], "empty.pdf: empty_file: "),
        (&["page.pdf"], "page.pdf: not_a_pdf: "),
        (&["cut.pdf"], "cut.pdf: damaged: "),
        (&["a.pdf", "--limit", "pages=1"], "a.pdf: limit_exceeded: "),
    ] {
        let failed = run(&folder, ["extract"].iter().chain(arguments));
        assert_eq!((failed.code(), failed.out()), (1, ""), "{arguments:?}");
        assert!(failed.err().starts_with(start), "{}", failed.err());
        assert_eq!(failed.err().lines().count(), 1);
    }
}
