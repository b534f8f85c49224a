//! How long each step takes: `cargo bench -p uip-benches`. Whole processes against their peers are
//! measured by `benches/peers`.
