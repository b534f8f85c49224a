//! Prints what is read from a PDF, one line a thing: `cargo run --release -p uip-pdf --example pages
//! -- FILE.pdf [PAGE]`. With `--quiet` only the counts.
#![allow(clippy::print_stdout, reason = "that is its job")]

use uip_model::{Colour, Direction, Page, Rect, Visibility};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let quiet = arguments.iter().any(|argument| argument == "--quiet");
    arguments.retain(|argument| argument != "--quiet");
    let file = arguments
        .first()
        .ok_or("usage: pages FILE.pdf [PAGE] [--quiet]")?;
    let wanted: Option<u32> = arguments.get(1).map(|page| page.parse()).transpose()?;
    let set = uip_pdf::read(&std::fs::read(file)?, &uip_pdf::Options::default())?;
    println!("{:?}", set.metadata);
    for finding in &set.findings {
        println!(
            "finding {} {:?} {:?}",
            finding.code, finding.args, finding.origin
        );
    }
    for page in &set.pages {
        if wanted.is_none_or(|wanted| wanted == page.number) {
            print_page(page, quiet);
        }
    }
    Ok(())
}

fn print_page(page: &Page, quiet: bool) {
    println!(
        "page {} {:.1}x{:.1} rotated {} words {} rulings {} shapes {} images {} unmapped {}",
        page.number,
        page.width,
        page.height,
        page.rotation,
        page.words.len(),
        page.rulings.len(),
        page.shapes.len(),
        page.images.len(),
        page.unmapped_glyphs
    );
    if quiet {
        return;
    }
    for (index, font) in page.fonts.iter().enumerate() {
        println!(
            "font {index} {}{}{}{}",
            font.name,
            if font.bold { " bold" } else { "" },
            if font.italic { " italic" } else { "" },
            if font.symbolic { " symbolic" } else { "" },
        );
    }
    for word in &page.words {
        println!(
            "word {} baseline {:.2} size {:.2} font {} {}{}{} {:?}",
            boxed(&word.bbox),
            word.baseline,
            word.size,
            word.font,
            hex(word.colour),
            if word.glued { " glued" } else { "" },
            if word.visibility == Visibility::Visible {
                String::new()
            } else {
                format!(" {:?}", word.visibility)
            },
            word.text,
        );
    }
    for ruling in &page.rulings {
        println!(
            "ruling {} at {:.2} from {:.2} to {:.2} width {:.2} {}",
            match ruling.direction {
                Direction::Horizontal => "-",
                Direction::Vertical => "|",
            },
            ruling.at,
            ruling.from,
            ruling.to,
            ruling.width,
            hex(ruling.colour)
        );
    }
    for shape in &page.shapes {
        let points: Vec<String> = shape
            .points
            .iter()
            .map(|(x, y)| format!("{x:.1},{y:.1}"))
            .collect();
        println!(
            "shape {} fill {} stroke {} order {} points {}",
            boxed(&shape.bbox),
            shape.fill.map_or_else(|| "-".to_owned(), hex),
            shape.stroke.map_or_else(
                || "-".to_owned(),
                |(colour, width)| format!("{} {width:.2}", hex(colour))
            ),
            shape.order,
            points.join(" ")
        );
    }
    for image in &page.images {
        println!(
            "image {} {}x{} px",
            boxed(&image.bbox),
            image.width,
            image.height
        );
    }
}

fn boxed(bbox: &Rect) -> String {
    format!(
        "[{:.2} {:.2} {:.2} {:.2}]",
        bbox.x0, bbox.y0, bbox.x1, bbox.y1
    )
}

fn hex(colour: Colour) -> String {
    format!("#{:02x}{:02x}{:02x}", colour.r, colour.g, colour.b)
}
