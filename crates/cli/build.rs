//! Links the program for Linux to stand at a fixed address: otherwise each start writes the addresses
//! of its tables anew into some two hundred pages, a third of the time that an empty run takes, and
//! every reading process is a start.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let target = |part: &str| std::env::var(format!("CARGO_CFG_TARGET_{part}")).unwrap_or_default();
    let static_libc = target("FEATURE")
        .split(',')
        .any(|name| name == "crt-static");
    if target("OS") == "linux" && target("ENV") == "gnu" && !static_libc {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}
