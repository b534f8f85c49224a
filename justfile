# One-line recipes over the same cargo commands; nothing needs them.

# What CI runs.
check: fmt lint test

fmt:
    cargo fmt --all --check

lint:
    cargo clippy --workspace --all-targets -- -D warnings

test:
    cargo test --workspace

# Writes the expectations of the cases anew; read the diff.
renew:
    UIP_RENEW=1 cargo test -p uip-cases

# The fixtures end to end.
demo out="out":
    cargo run --release --bin uip -- batch fixtures -o {{out}}

# Kills a batch of 500 files at twenty moments and compares the bytes with an undisturbed run's.
kill rounds="20" files="500":
    UIP_KILL_ROUNDS={{rounds}} UIP_KILL_FILES={{files}} cargo test --release -p uip-cli --features test-faults --test isolation killed_runs -- --nocapture

# The steps one by one.
bench *arguments:
    cargo bench -p uip-benches -- {{arguments}}

# Whole processes against their peers; writes benches/RESULTS.md.
peers *arguments:
    cargo build --release -p uip-cli
    python3 benches/peers/peers.py {{arguments}}
