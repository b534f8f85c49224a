//! What happens around a run: signals, full disks, odd folders, closed streams, passwords.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod support;

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use lopdf::encryption::crypt_filters::{Aes128CryptFilter, CryptFilter};
use lopdf::{Document, EncryptionState, EncryptionVersion, Permissions};
use support::{Folder, Run, fault, outcomes, pdf, record, run, snapshot, uip};

fn send(signal: &str, child: &Child) {
    let sent = Command::new("kill")
        .args([&format!("-{signal}"), &child.id().to_string()])
        .status();
    assert!(sent.unwrap().success());
}

const SIGNALS: [&str; 3] = ["TERM", "INT", "HUP"];

/// The program with no signal ignored: what runs in the background of a shell or under `nohup` is started
/// with some that are, and so are its children. `env` (coreutils) undoes that where it can.
fn hearing() -> Command {
    let reset = "--default-signal=TERM,INT,HUP";
    let able = Command::new("env").args([reset, "true"]).output();
    if !able.is_ok_and(|done| done.status.success()) {
        return uip();
    }
    let mut command = Command::new("env");
    command
        .args([reset, env!("CARGO_BIN_EXE_uip")])
        .env("UIP_TEST_FAULTS", "1")
        .stdin(Stdio::null());
    command
}

fn wait_until(mut holds: impl FnMut() -> bool) {
    for _ in 0..4_000 {
        if holds() {
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("waited in vain");
}

fn temporary(folder: &Folder, below: &str) -> Vec<String> {
    let names = folder.names(below);
    names
        .into_iter()
        .filter(|n| n.starts_with(".uip-tmp"))
        .collect()
}

#[test]
fn an_interrupted_batch_leaves_nothing_half_written_and_goes_on() {
    let folder = Folder::new("scenario-signal");
    for number in 0..8 {
        folder.write(
            format!("in/{number}.pdf"),
            pdf(&[&format!("Bilag {number}")]),
        );
    }
    assert_eq!(run(&folder, ["batch", "in", "-o", "calm", "-q"]).code(), 0);
    folder.write("in/9 sleep.pdf", fault("sleep"));
    for signal in SIGNALS {
        // A folder each: with the journal of another run nothing tells when this one has begun.
        let out = format!("out-{signal}");
        let child = hearing()
            .current_dir(folder.path(""))
            .args([
                "batch",
                "in",
                "-o",
                &out,
                "-q",
                "-j",
                "1",
                "--time-limit",
                "60",
            ])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let journal = folder.path(format!("{out}/.uip-journal.jsonl"));
        let done = || std::fs::read_to_string(&journal).map_or(0, |text| text.lines().count());
        wait_until(|| done() >= 8);
        send(signal, &child);
        let ended = Run(child.wait_with_output().unwrap());
        assert_eq!(ended.code(), 1, "{signal}");
        let expected = format!(
            "uip: interrupted: ended by SIG{signal}; what was written is whole, and the same command \
             goes on from there\n"
        );
        assert_eq!(ended.err(), expected);
        for below in [&out, &format!("{out}/documents")] {
            assert_eq!(temporary(&folder, below), Vec::<String>::new(), "{signal}");
        }
    }
    std::fs::remove_file(folder.path("in/9 sleep.pdf")).unwrap();
    for signal in SIGNALS {
        let out = format!("out-{signal}");
        assert_eq!(run(&folder, ["batch", "in", "-o", &out, "-q"]).code(), 0);
        assert_eq!(snapshot(&folder.path(&out)), snapshot(&folder.path("calm")));
    }
}

#[test]
fn an_interrupted_extract_leaves_nothing() {
    let folder = Folder::new("scenario-extract-signal");
    folder.write("f.pdf", fault("sleep"));
    let child = uip()
        .current_dir(folder.path(""))
        .args(["extract", "f.pdf", "-o", "f.json", "--time-limit", "60"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    wait_until(|| !temporary(&folder, "").is_empty());
    // The temporary file is there before the worker is.
    std::thread::sleep(Duration::from_millis(300));
    send("TERM", &child);
    let ended = Run(child.wait_with_output().unwrap());
    assert_eq!(ended.code(), 1);
    assert!(
        ended.err().starts_with("uip: interrupted: "),
        "{}",
        ended.err()
    );
    assert_eq!(folder.names(""), ["f.pdf"]);
}

/// A name given twice by mistake costs nobody the PDF.
#[test]
fn the_input_is_not_replaced() {
    let folder = Folder::new("scenario-input");
    let bytes = pdf(&["Bilag 1"]);
    folder.write("a.pdf", &bytes);
    let done = run(&folder, ["extract", "a.pdf", "-o", "./a.pdf"]);
    assert_eq!(
        (done.code(), done.err()),
        (
            2,
            "uip: output: a.pdf is the input; give the output another name\n"
        )
    );
    assert!(std::fs::read(folder.path("a.pdf")).unwrap() == bytes);
}

/// Where no processes or threads are to be had, that is said, and nothing is left half-done. Root has no such
/// limit, so root tries it as somebody else (`setpriv`, util-linux); skipped where nothing is limited.
#[cfg(target_os = "linux")]
#[test]
fn a_limit_on_processes_is_an_error() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = Folder::new("scenario-processes");
    std::fs::set_permissions(folder.path("."), std::fs::Permissions::from_mode(0o777)).unwrap();
    folder.write("a.pdf", pdf(&["Bilag 1"]));
    std::fs::copy(env!("CARGO_BIN_EXE_uip"), folder.path("uip")).unwrap();
    let limited = |command: &str| {
        let script = format!("ulimit -u 1; exec {command}");
        let mut shell = if rustix::process::geteuid().is_root() {
            let mut shell = Command::new("setpriv");
            shell.args(["--reuid=65534", "--regid=65534", "--clear-groups", "bash"]);
            shell
        } else {
            Command::new("bash")
        };
        shell
            .args(["-c", &script])
            .current_dir(folder.path("."))
            .output()
    };
    let forks = limited("sh -c '(true) && true'");
    if !forks.is_ok_and(|tried| tried.status.code() == Some(2)) {
        eprintln!("skipped: processes cannot be limited here");
        return;
    }
    for command in [
        "./uip extract a.pdf -o a.json -q",
        "./uip batch a.pdf -o out -q",
        "./uip batch a.pdf -o out -q -j 1",
        "./uip inspect a.pdf",
    ] {
        let done = Run(limited(command).unwrap());
        let expected =
            "uip: worker: the reading process cannot be started: Resource temporarily unavailable";
        assert!(
            done.err().starts_with(expected),
            "{command}: {}",
            done.err()
        );
        assert_eq!(
            (done.code(), done.err().lines().count()),
            (1, 1),
            "{command}"
        );
    }
    assert_eq!(folder.names("."), ["a.pdf", "out", "uip"]);
    assert_eq!(folder.names("out/documents"), Vec::<String>::new());
}

/// A file that somebody writes to all the time is read as it is at one moment, or refused.
#[test]
fn a_file_that_changes_is_read_as_one_of_its_states() {
    use std::sync::atomic::{AtomicBool, Ordering};

    let folder = Folder::new("scenario-changes");
    // Long enough that reading takes more than one call.
    let state = |letter: &str| {
        let page = letter.repeat(50);
        let mut bytes = pdf(&vec![page.as_str(); 300]);
        bytes.extend(std::iter::repeat_n(b'%', 200_000));
        bytes
    };
    let states = [state("a"), state("b")];
    let path = folder.write("a.pdf", &states[0]);
    let ended = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !ended.load(Ordering::Relaxed) {
                for bytes in &states {
                    std::fs::write(&path, bytes).unwrap();
                    std::thread::sleep(Duration::from_millis(3));
                }
            }
        });
        for _ in 0..15 {
            let done = run(&folder, ["extract", "a.pdf", "-q"]);
            if done.code() == 0 {
                let text = done.out();
                assert!(
                    text.contains("aaa") != text.contains("bbb"),
                    "both states at once"
                );
                continue;
            }
            assert_eq!(done.code(), 1);
            let said = ["changed_while_read: ", "empty_file: ", "damaged: "];
            assert!(
                said.iter().any(|code| done.err().contains(code)),
                "{}",
                done.err()
            );
        }
        ended.store(true, Ordering::Relaxed);
    });
}

/// A result that is larger than a file may be: an error that says so, and no death by signal.
#[cfg(target_os = "linux")]
#[test]
fn a_limit_on_file_sizes_is_an_error() {
    let folder = Folder::new("scenario-file-size");
    folder.write("a.pdf", pdf(&["Bilag 1"]));
    for command in ["extract a.pdf -o a.json -q", "batch a.pdf -o out -q"] {
        let done = Command::new("sh")
            .arg("-c")
            .arg(format!(
                "ulimit -f 1; {} {command}",
                env!("CARGO_BIN_EXE_uip")
            ))
            .current_dir(folder.path("."))
            .output()
            .unwrap();
        let err = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(1), "{command}: {err}");
        assert!(err.contains("File too large"), "{command}: {err}");
    }
    assert_eq!(folder.names("."), ["a.pdf", "out"]);
}

/// A real file system without room. Skipped where none may be mounted.
#[cfg(target_os = "linux")]
#[test]
fn a_full_file_system_is_reported_and_nothing_old_is_lost() {
    let folder = Folder::new("scenario-full");
    std::fs::create_dir(folder.path("small")).unwrap();
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=400k", "tmpfs"])
        .arg(folder.path("small"))
        .stderr(Stdio::null())
        .status();
    if !mounted.is_ok_and(|status| status.success()) {
        eprintln!("skipped: no file system may be mounted here");
        return;
    }
    for number in 0..60 {
        folder.write(
            format!("in/{number:02}.pdf"),
            pdf(&[&format!("Bilag {number}")]),
        );
    }
    let first = run(&folder, ["batch", "in/00.pdf", "-o", "small/out", "-q"]);
    let before = snapshot(&folder.path("small/out"));
    let full = run(&folder, ["batch", "in", "-o", "small/out", "-q"]);
    let mut after = snapshot(&folder.path("small/out"));
    after.remove(".uip-journal.jsonl");
    let unmounted = Command::new("umount").arg(folder.path("small")).status();
    assert!(unmounted.unwrap().success());
    assert_eq!((first.code(), full.code()), (0, 1), "{}", full.err());
    assert!(
        full.err().contains("No space left on device"),
        "{}",
        full.err()
    );
    for (name, bytes) in &before {
        assert_eq!(after.get(name), Some(bytes), "{name}");
    }
    assert!(
        !after.keys().any(|name| name.contains(".uip-tmp")),
        "{:?}",
        after.keys()
    );
}

#[test]
fn odd_folders_are_borne_or_named() {
    let folder = Folder::new("scenario-folders");
    folder.write("in/a.pdf", pdf(&["Bilag 1"]));
    folder.write("in/b/a.pdf", pdf(&["Bilag 2"]));
    folder.write("in/c/a.pdf", pdf(&["Bilag 1"]));
    // Output inside the input is not read again; the same file twice is one input; files of the same
    // name have a result each, but for those with the same bytes.
    for _ in 0..2 {
        let done = run(
            &folder,
            [
                "batch",
                "in",
                "in/a.pdf",
                "./in//a.pdf",
                "-o",
                "in/out",
                "-q",
            ],
        );
        assert_eq!(done.code(), 0, "{}", done.err());
        let record = record(&folder, "in/out");
        let paths: Vec<String> = outcomes(&record)
            .into_iter()
            .map(|(path, _)| path)
            .collect();
        assert_eq!(paths, ["in/a.pdf", "in/b/a.pdf", "in/c/a.pdf"]);
        assert_eq!(folder.names("in/out/documents").len(), 2);
    }
    // The results' folder is no input, and a folder.
    let before = folder.names("in");
    let cases = [
        (
            ["in", "-o", "./in"],
            2,
            "uip: output: ./in is an input; give the results a folder of their own\n",
        ),
        (
            ["in/a.pdf", "-o", "in/a.pdf"],
            2,
            "uip: output: in/a.pdf is an input; give the results a folder of their own\n",
        ),
        (
            ["in/b/a.pdf", "-o", "in/a.pdf"],
            1,
            "uip: output: in/a.pdf: this is no folder; the results need one\n",
        ),
    ];
    for (arguments, code, message) in cases {
        let refused = run(&folder, std::iter::once("batch").chain(arguments));
        assert_eq!((refused.code(), refused.err()), (code, message));
    }
    assert_eq!(folder.names("in"), before);
    // Nobody may write there, not even root.
    if cfg!(target_os = "linux") {
        let refused = run(&folder, ["batch", "in", "-o", "/proc/uip"]);
        assert_eq!(refused.code(), 1);
        assert!(
            refused
                .err()
                .starts_with("uip: output: cannot write /proc/uip: "),
            "{}",
            refused.err()
        );
    }
}

#[test]
fn odd_files_are_named() {
    let folder = Folder::new("scenario-files");
    std::os::unix::fs::symlink("circle.pdf", folder.path("circle.pdf")).unwrap();
    std::os::unix::fs::symlink("gone", folder.path("nowhere.pdf")).unwrap();
    let sparse = std::fs::File::create(folder.path("sparse.pdf")).unwrap();
    sparse.set_len(20 << 30).unwrap();
    for (name, start) in [
        (
            "circle.pdf",
            "circle.pdf: unreadable: the file cannot be read: ",
        ),
        ("nowhere.pdf", "nowhere.pdf: not_found: "),
        (
            "sparse.pdf",
            "sparse.pdf: file_too_large: the file is larger than 100 MiB; --max-file",
        ),
    ] {
        let refused = run(&folder, ["extract", name]);
        assert_eq!(refused.code(), 1);
        assert!(refused.err().starts_with(start), "{}", refused.err());
    }
    let long = format!("{}.pdf", "å".repeat(125));
    folder.write(format!("in/{long}"), pdf(&["Bilag 1"]));
    let done = run(&folder, ["batch", "in", "-o", "out", "-q"]);
    assert_eq!(done.code(), 0, "{}", done.err());
    assert_eq!(
        record(&folder, "out")["inputs"][0]["path"],
        format!("in/{long}")
    );
}

#[test]
fn closed_streams_do_no_harm() {
    let folder = Folder::new("scenario-streams");
    folder.write("a.pdf", pdf(&["Bilag 1"]));
    for closing in ["<&-", "2>&-", "<&- 2>&-"] {
        let done = Run(Command::new("sh")
            .current_dir(folder.path(""))
            .env("UIP", env!("CARGO_BIN_EXE_uip"))
            .args(["-c", &format!("\"$UIP\" extract a.pdf {closing}")])
            .output()
            .unwrap());
        assert_eq!(done.code(), 0, "{closing}: {}", done.err());
        assert_eq!(done.json()["source"]["file"], "a.pdf", "{closing}");
    }
}

fn encrypted(password: &str) -> Vec<u8> {
    let mut document = Document::load_mem(&pdf(&["Bilag 1 Hemmelig"])).unwrap();
    let id = || lopdf::Object::string_literal("0123456789abcdef");
    document.trailer.set("ID", vec![id(), id()]);
    let filter: Arc<dyn CryptFilter> = Arc::new(Aes128CryptFilter);
    let state = EncryptionState::try_from(EncryptionVersion::V4 {
        document: &document,
        encrypt_metadata: true,
        crypt_filters: BTreeMap::from([(b"StdCF".to_vec(), filter)]),
        stream_filter: b"StdCF".to_vec(),
        string_filter: b"StdCF".to_vec(),
        owner_password: "ejer",
        user_password: password,
        permissions: Permissions::all(),
    })
    .unwrap();
    document.encrypt(&state).unwrap();
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn passwords_come_from_files() {
    let folder = Folder::new("scenario-password");
    folder.write("f.pdf", encrypted("kode"));
    folder.write("right", "kode\n");
    folder.write("windows", "kode\r\n");
    folder.write("wrong", "forkert\n");
    folder.write("empty", "");
    let read = |options: &[&str]| run(&folder, ["extract", "f.pdf"].iter().chain(options));
    for file in ["right", "windows"] {
        let done = read(&["--password-file", file]);
        assert_eq!(done.code(), 0, "{}", done.err());
    }
    let cases = [
        (
            &[][..],
            1,
            "f.pdf: password_needed: the PDF is encrypted: a password is needed to read it; --password-file FILE names a file whose first line is the password\n",
        ),
        (
            &["--password-file", "wrong"],
            1,
            "f.pdf: wrong_password: the PDF is encrypted and the given password does not open it; --password-file FILE names a file whose first line is the password\n",
        ),
        (
            &["--password-file", "empty"],
            1,
            "f.pdf: wrong_password: the PDF is encrypted and the given password does not open it; --password-file FILE names a file whose first line is the password\n",
        ),
        (
            &["--password-file", "gone"],
            2,
            "gone: not_found: there is no such file\n",
        ),
    ];
    for (options, code, message) in cases {
        let refused = read(options);
        assert_eq!((refused.code(), refused.err()), (code, message));
    }
}

/// `script` (util-linux) gives the program a terminal. Skipped where it is missing.
#[cfg(target_os = "linux")]
#[test]
fn a_password_is_asked_for_on_a_terminal() {
    let folder = Folder::new("scenario-terminal");
    folder.write("f.pdf", encrypted("kode"));
    for (answer, code, shown) in [
        ("kode", 0, "Password of f.pdf: "),
        ("forkert", 1, "wrong_password"),
    ] {
        let command = format!("{} extract f.pdf -q -o f.json", env!("CARGO_BIN_EXE_uip"));
        let started = Command::new("script")
            .current_dir(folder.path(""))
            .args(["--quiet", "--return", "--command", &command, "/dev/null"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let Ok(mut child) = started else {
            eprintln!("skipped: there is no script");
            return;
        };
        let (mut stdin, mut stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let mut printed = Vec::new();
        while !printed.ends_with(b"Password of f.pdf: ") {
            let mut byte = [0];
            stdout.read_exact(&mut byte).unwrap();
            printed.extend(byte);
        }
        stdin.write_all(format!("{answer}\n").as_bytes()).unwrap();
        stdout.read_to_end(&mut printed).unwrap();
        let printed = String::from_utf8_lossy(&printed).into_owned();
        assert_eq!(child.wait().unwrap().code(), Some(code), "{printed}");
        assert!(printed.contains(shown), "{printed}");
        assert!(!printed.contains(answer), "the answer is shown: {printed}");
        assert_eq!(folder.path("f.json").exists(), code == 0);
        let _ = std::fs::remove_file(folder.path("f.json"));
    }
}
