//! Lines of text to amounts, periods and joined text, and as sections to the document.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| uip_cases::probe::text(bytes));
