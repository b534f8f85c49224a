//! PDF bytes to the document.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| uip_cases::probe::document(bytes));
