//! Kills a worker whose time is up. The thread that speaks with the worker waits in reads and writes;
//! another one sleeps until the deadline.

use std::process::ExitStatus;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::child::Child;

struct State {
    child: Child,
    deadline: Option<Instant>,
    fired: bool,
    done: bool,
    reaped: bool,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

/// A child process and the thread that watches its deadline.
pub(super) struct Watched {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl Watched {
    /// Watches a child; no deadline yet.
    pub(super) fn new(child: Child) -> std::io::Result<Self> {
        let shared = Arc::new(Shared {
            state: Mutex::new(State {
                child,
                deadline: None,
                fired: false,
                done: false,
                reaped: false,
            }),
            changed: Condvar::new(),
        });
        let watching = Arc::clone(&shared);
        let thread = std::thread::Builder::new()
            .stack_size(64 * 1024)
            .spawn(move || watch(&watching))?;
        Ok(Self {
            shared,
            thread: Some(thread),
        })
    }

    /// Sets or clears the deadline.
    pub(super) fn set_deadline(&self, deadline: Option<Instant>) {
        lock(&self.shared).deadline = deadline;
        self.shared.changed.notify_one();
    }

    /// Puts the deadline off, if there is one.
    pub(super) fn put_off(&self, by: Duration) {
        let mut state = lock(&self.shared);
        state.deadline = state.deadline.and_then(|at| at.checked_add(by));
    }

    /// Whether the deadline passed and the child was killed for it.
    pub(super) fn fired(&self) -> bool {
        lock(&self.shared).fired
    }

    /// Kills the child and all that it started.
    pub(super) fn kill(&self) {
        kill_group(&mut lock(&self.shared));
    }

    /// The child's exit status if it has ended. What it started and left behind is killed.
    pub(super) fn try_wait(&self) -> Option<ExitStatus> {
        let mut state = lock(&self.shared);
        let status = state.child.try_wait();
        if status.is_some() && !state.reaped {
            state.reaped = true;
            signal_group(&state.child);
        }
        status
    }
}

impl Drop for Watched {
    /// Ends the thread, the child and all that the child started.
    fn drop(&mut self) {
        {
            let mut state = lock(&self.shared);
            state.done = true;
            kill_group(&mut state);
            // The child was killed, so this returns at once.
            state.child.wait();
        }
        self.shared.changed.notify_one();
        if let Some(thread) = self.thread.take() {
            // The thread has no way to panic; there is nothing to do if it did.
            let _ = thread.join();
        }
    }
}

fn lock(shared: &Shared) -> MutexGuard<'_, State> {
    shared.state.lock().unwrap_or_else(PoisonError::into_inner)
}

fn watch(shared: &Shared) {
    let mut state = lock(shared);
    while !state.done {
        state = match state.deadline {
            None => shared
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner),
            Some(deadline) => {
                let left = deadline.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    state.fired = true;
                    state.deadline = None;
                    kill_group(&mut state);
                    state
                } else {
                    shared
                        .changed
                        .wait_timeout(state, left)
                        .unwrap_or_else(PoisonError::into_inner)
                        .0
                }
            }
        };
    }
}

/// Kills the child, unless it was waited for: its number may belong to another process by then.
fn kill_group(state: &mut State) {
    if state.reaped {
        return;
    }
    signal_group(&state.child);
    // A worker that has just started may not lead its group yet.
    state.child.kill();
}

/// Kills every process of the group that the child leads.
#[cfg(unix)]
fn signal_group(child: &Child) {
    if let Some(group) = child.number() {
        // Fails where no process of the group is left, which is what is wanted.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
}

#[cfg(not(unix))]
fn signal_group(_child: &Child) {}
