//! Prints what is seen in a PDF: `cargo run -p uip-extractor --example transcript -- FILE [layout]`.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

fn main() {
    let mut args = std::env::args().skip(1);
    let bytes = std::fs::read(args.next().unwrap()).unwrap();
    let pages = uip_pdf::read(&bytes, &uip_pdf::Options::default()).unwrap();
    if args.next().as_deref() == Some("layout") {
        for page in &pages.pages {
            println!("{}", uip_layout::layout(page));
        }
        return;
    }
    let transcript = uip_extractor::transcribe(&pages, &uip_extractor::Lexicon::default());
    println!("{}", serde_json::to_string_pretty(&transcript).unwrap());
}
