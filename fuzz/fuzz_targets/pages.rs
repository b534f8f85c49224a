//! Pages of words, rulings and shapes to the document.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| uip_cases::probe::pages(bytes));
