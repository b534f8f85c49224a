//! A content stream, character map, form and widths to the document.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| uip_cases::probe::content(bytes));
