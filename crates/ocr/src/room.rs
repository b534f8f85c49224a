//! Room for the pictures of pages: no more of them are in memory at a time than a process may hold.

use std::sync::{Condvar, Mutex, PoisonError};

/// Pixels that are in work at a time for each page that is recognised at the same time: an A4 page at
/// 300 dpi has 8.7 million. Each takes up to 12 bytes while it is rendered and looked through.
pub(crate) const PIXELS: u64 = 11_000_000;

/// Bytes that so many pixels take, all in all: of the pages in work, one is being rendered.
pub(crate) fn bytes(pixels: u64) -> u64 {
    pixels.saturating_mul(8)
}

/// Bytes of memory of its own that this process holds, as its limit counts them (`RLIMIT_DATA`,
/// getrlimit(2)): `VmData` of `/proc/self/status` (proc(5)). None where the system does not say.
pub(crate) fn held() -> u64 {
    std::fs::read_to_string("/proc/self/status")
        .unwrap_or_default()
        .lines()
        .find_map(|line| line.strip_prefix("VmData:")?.split_whitespace().next())
        .and_then(|kib| kib.parse::<u64>().ok())
        .map_or(0, |kib| kib.saturating_mul(1024))
}

/// So many pixels may be held.
pub(crate) struct Room {
    all: u64,
    free: Mutex<u64>,
    freed: Condvar,
}

/// Room that is given back when this is dropped.
pub(crate) struct Taken<'a> {
    room: &'a Room,
    pixels: u64,
}

impl Room {
    pub(crate) fn new(pixels: u64) -> Self {
        Self {
            all: pixels,
            free: Mutex::new(pixels),
            freed: Condvar::new(),
        }
    }

    /// Waits until there is room for so many pixels; for more than there is at all, until nothing is held.
    pub(crate) fn take(&self, pixels: u64) -> Taken<'_> {
        let pixels = pixels.min(self.all);
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |free: &mut u64| *free < pixels;
        let mut free = self
            .freed
            .wait_while(free, full)
            .unwrap_or_else(PoisonError::into_inner);
        *free = free.saturating_sub(pixels);
        Taken { room: self, pixels }
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        let free = self.room.free.lock();
        *free.unwrap_or_else(PoisonError::into_inner) += self.pixels;
        self.room.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn what_is_too_much_waits_until_room_is_given_back() {
        let room = Room::new(10);
        let (first, second) = (room.take(4), room.take(6));
        let (told, hear) = channel();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let large = room.take(25);
                let _ = told.send("taken");
                drop(large);
            });
            drop(first);
            assert!(hear.try_recv().is_err(), "six of ten are held");
            drop(second);
            assert_eq!(hear.recv(), Ok("taken"));
        });
        assert_eq!(*room.free.lock().unwrap(), 10);
    }
}
