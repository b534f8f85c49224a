//! Misbehaviour on order, to prove the isolation. Only in debug builds and with the feature
//! `test-faults`, and only where `UIP_TEST_FAULTS=1` is set: a file that begins with [`ORDER`] says
//! what its worker shall do.

use std::io::{self, Write};

use super::frame::{self, Kind};

/// A file that begins with this and the name of a fault orders it.
const ORDER: &[u8] = b"%UIP-TEST-FAULT ";

/// Does what the file orders, if it orders anything.
pub(super) fn obey(bytes: &[u8], to: &mut impl Write) -> io::Result<()> {
    let Some(order) = bytes.strip_prefix(ORDER) else {
        return Ok(());
    };
    if std::env::var_os("UIP_TEST_FAULTS").is_none_or(|value| value != "1") {
        return Ok(());
    }
    let order = order.split(|byte| *byte == b'\n').next().unwrap_or(order);
    match order {
        b"hang" => loop {
            std::hint::spin_loop();
        },
        b"sleep" => loop {
            std::thread::sleep(std::time::Duration::from_secs(60));
        },
        #[expect(clippy::panic, reason = "the fault that is ordered")]
        b"panic" => panic!("ordered"),
        b"allocate" => allocate(),
        b"overflow" => {
            std::hint::black_box(overflow(1));
        }
        b"exit" => std::process::exit(3),
        b"abort" => std::process::abort(),
        b"flood" => loop {
            frame::write(to, Kind::Data, &[b'x'; frame::PIPE])?;
        },
        b"garble" => {
            to.write_all(&[b'x'; 1000])?;
            to.flush()?;
        }
        other => {
            if let Some(seconds) = other.strip_prefix(b"fork ") {
                // What a worker starts must not outlive it.
                std::process::Command::new("sleep")
                    .arg(String::from_utf8_lossy(seconds).as_ref())
                    .spawn()?;
                loop {
                    std::thread::sleep(std::time::Duration::from_secs(60));
                }
            }
        }
    }
    Ok(())
}

fn allocate() {
    let mut held = Vec::new();
    loop {
        held.push(vec![1_u8; 1 << 20]);
        std::hint::black_box(&held);
    }
}

#[expect(unconditional_recursion, reason = "the fault that is ordered")]
fn overflow(depth: u64) -> u64 {
    let frame = std::hint::black_box([depth; 512]);
    overflow(depth + 1) + frame.iter().sum::<u64>()
}
