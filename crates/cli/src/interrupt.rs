//! Ends the program in order when a person or the system asks for it (`SIGINT`, `SIGTERM`, `SIGHUP`):
//! no half-written file stays, a terminal that was silenced speaks again, and the workers end with
//! the program.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What must be put right before the program ends.
#[derive(Default)]
struct Debts {
    /// Files that are being written.
    temporary: BTreeSet<PathBuf>,
    /// The terminal's settings before a password was asked for.
    #[cfg(unix)]
    terminal: Option<rustix::termios::Termios>,
}

static DEBTS: Mutex<Debts> = Mutex::new(Debts {
    temporary: BTreeSet::new(),
    #[cfg(unix)]
    terminal: None,
});

fn debts() -> MutexGuard<'static, Debts> {
    DEBTS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes a temporary file that is removed if the program is interrupted. An interruption waits while
/// it is made.
pub(crate) fn make<T>(
    path: &Path,
    make: impl FnOnce() -> std::io::Result<T>,
) -> std::io::Result<T> {
    let mut debts = debts();
    let made = make()?;
    debts.temporary.insert(path.to_owned());
    Ok(made)
}

/// The file is gone or has its name.
pub(crate) fn done(path: &Path) {
    debts().temporary.remove(path);
}

/// The terminal gets these settings back if the program is interrupted; `None` where it has them.
#[cfg(unix)]
pub(crate) fn restore_terminal(settings: Option<rustix::termios::Termios>) {
    debts().terminal = settings;
}

/// Waits for an interruption in a thread of its own, from now on. May be called more than once.
#[cfg(unix)]
pub(crate) fn watch() {
    use std::sync::Once;

    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};

    static WATCHED: Once = Once::new();
    WATCHED.call_once(|| {
        // Where files may not become so large (`ulimit -f`), writing fails instead, which is told.
        let _ = signal_hook::flag::register(SIGXFSZ, std::sync::Arc::default());
        let ignored = ignored();
        let heard = [SIGINT, SIGTERM, SIGHUP]
            .into_iter()
            .filter(|signal| ignored & (1 << (signal - 1)) == 0);
        // Where no thread can be had, the signals end the program as they do any other.
        let Ok(mut signals) = signal_hook::iterator::Signals::new(heard) else {
            return;
        };
        let _ = std::thread::Builder::new()
            .stack_size(64 * 1024)
            .spawn(move || {
                if let Some(signal) = signals.forever().next() {
                    end(signal);
                }
            });
    });
}

/// The signals that whoever started the program wants it to ignore, a bit each from `1 << 0` for signal
/// 1: `nohup` sets `SIGHUP`, and a shell `SIGINT` for what runs in its background (POSIX.1-2017, XCU
/// 2.11). Asked of `/proc` (proc(5), `SigIgn`); none where there is no such file.
#[cfg(unix)]
fn ignored() -> u64 {
    std::fs::read_to_string("/proc/self/status")
        .unwrap_or_default()
        .lines()
        .find_map(|line| line.strip_prefix("SigIgn:"))
        .and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
        .unwrap_or(0)
}

#[cfg(not(unix))]
pub(crate) fn watch() {}

/// Pays the debts and ends. The lock is held to the end, so that no new file is begun.
#[cfg(unix)]
fn end(signal: i32) -> ! {
    use signal_hook::consts::{SIGHUP, SIGINT};

    let mut debts = debts();
    for path in &debts.temporary {
        // Nothing more can be done where even this fails; the next run removes it.
        let _ = std::fs::remove_file(path);
    }
    if let Some(settings) = debts.terminal.take() {
        let _ = rustix::termios::tcsetattr(
            rustix::stdio::stdin(),
            rustix::termios::OptionalActions::Now,
            &settings,
        );
    }
    let name = match signal {
        SIGINT => "SIGINT",
        SIGHUP => "SIGHUP",
        _ => "SIGTERM",
    };
    crate::report::Report::default().trouble(
        "interrupted",
        &format!(
            "ended by {name}; what was written is whole, and the same command goes on from there"
        ),
    );
    std::process::exit(1)
}
