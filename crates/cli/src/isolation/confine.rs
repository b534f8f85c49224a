//! The limits that a worker sets itself before it reads anything, so that it cannot take more than
//! its share even where the main process is gone.

use std::time::Duration;

use crate::limits::Limits;

/// Limits memory, file size and core dumps of this process and of those that it starts, and makes it
/// end with its parent. Where the system lacks a limit, the time limit that the main process keeps
/// still holds.
#[cfg(any(target_os = "linux", target_os = "android"))]
pub(super) fn confine(limits: &Limits) {
    use rustix::process::{Resource, Signal};

    /// Address space beyond the memory limit for what is mapped but not written: the program, stacks,
    /// the allocator's reserves.
    const MAPPED: u64 = 256 * crate::limits::MIB;
    /// A worker writes to pipes; the pictures that a text recogniser is given stay far below this.
    const LARGEST_FILE: u64 = 64 * crate::limits::MIB;

    let memory = limits.memory_limit.saturating_mul(crate::limits::MIB);
    // Since Linux 4.7 RLIMIT_DATA counts all private writable memory (getrlimit(2)): what costs.
    // A recognition program that is started sets limits of its own, up to the second value.
    let recognition = uip::ocr::Tesseract::MEMORY;
    set(Resource::Data, memory, recognition);
    set(
        Resource::As,
        memory.saturating_add(MAPPED),
        recognition + MAPPED,
    );
    set(Resource::Fsize, LARGEST_FILE, 0);
    set(Resource::Core, 0, 0);
    // Where this fails the worker still ends at the end of its standard input.
    let _ = rustix::process::set_parent_process_death_signal(Some(Signal::KILL));
}

/// Leaves room for so many recognition programs. What is held already stays; without programs all is
/// the worker's.
#[cfg(any(target_os = "linux", target_os = "android"))]
pub(super) fn share_with_recognition(limits: &Limits, programs: usize) {
    use rustix::process::Resource;

    let memory = limits.memory_limit.saturating_mul(crate::limits::MIB);
    let children = uip::ocr::Tesseract::MEMORY.max(memory);
    set(
        Resource::Data,
        beside_recognition(limits, programs),
        children,
    );
}

/// Bytes that a worker may hold while so many recognition programs run, so that all together take no
/// more than what the document may take and a fifth.
pub(crate) fn beside_recognition(limits: &Limits, programs: usize) -> u64 {
    /// What a program takes beside what its limit counts: its file and its libraries, mapped.
    const MAPPED: u64 = 20 * crate::limits::MIB;

    let memory = limits.memory_limit.saturating_mul(crate::limits::MIB);
    let programs = u64::try_from(programs).unwrap_or(u64::MAX);
    let theirs = (uip::ocr::Tesseract::MEMORY + MAPPED).saturating_mul(programs);
    let all = memory.saturating_add(memory / 5);
    all.saturating_sub(theirs).clamp(memory / 2, memory)
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
pub(super) fn share_with_recognition(_limits: &Limits, _programs: usize) {}

/// Whether the main process still lives. It may have died before this process asked to end with it.
#[cfg(unix)]
pub(super) fn has_parent(parent: u32) -> bool {
    let own = rustix::process::getppid().map(rustix::process::Pid::as_raw_pid);
    own.and_then(|own| u32::try_from(own).ok()) == Some(parent)
}

#[cfg(not(unix))]
pub(super) fn has_parent(_parent: u32) -> bool {
    true
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
pub(super) fn confine(_limits: &Limits) {}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn set(resource: rustix::process::Resource, value: u64, children: u64) {
    let current = rustix::process::getrlimit(resource);
    let at_most = |value: u64| current.maximum.map_or(value, |most| most.min(value));
    let (value, maximum) = (at_most(value), at_most(value.max(children)));
    // Lowering one's own limit can only fail where the resource is unknown to the system.
    let _ = rustix::process::setrlimit(
        resource,
        rustix::process::Rlimit {
            current: Some(value),
            maximum: Some(maximum),
        },
    );
}

/// Allows the next document its time on the processor, and some more: the main process watches the
/// clock; this ends a worker that nobody watches any more.
#[cfg(any(target_os = "linux", target_os = "android"))]
pub(super) fn allow_cpu_time(time: Duration) {
    use rustix::process::{Resource, Rlimit};
    use rustix::time::{ClockId, clock_gettime};

    let used = clock_gettime(ClockId::ProcessCPUTime)
        .tv_sec
        .cast_unsigned();
    let allowed = time.as_secs().saturating_mul(2).saturating_add(2);
    let maximum = rustix::process::getrlimit(Resource::Cpu).maximum;
    let _ = rustix::process::setrlimit(
        Resource::Cpu,
        Rlimit {
            current: Some(used.saturating_add(allowed)),
            maximum,
        },
    );
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
pub(super) fn allow_cpu_time(_time: Duration) {}
