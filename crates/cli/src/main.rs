//! The program `uip`.

fn main() {}
