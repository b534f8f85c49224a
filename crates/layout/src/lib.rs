//! Lines, columns, grids and tables as pure steps on geometry. Knows neither PDF nor Danish.
//!
//! Each step is a function from the page's words and rulings to a type that prints itself:
//!
//! 1. [`grids`]: rulings → connected groups → [`Grid`]s of cells, merged cells and doubled, broken
//!    or open borders included;
//! 2. [`lines`]: words → [`Line`]s, superscripts with the line that they belong to;
//! 3. [`layout`]: a page → [`Region`]s from top to bottom, each a line of text or a [`Table`] with
//!    rows, cells and what stands in them, tables nested in cells included;
//! 4. [`gutters`]: where no ruling separates columns, the white gaps between them.
//!
//! Tables that go on after a page break are put together by who reads them (the extractor), since
//! that takes knowledge of what a row is.

mod column;
mod grid;
mod group;
mod layout;
mod line;
mod region;
mod sets;
mod slot;

pub use column::{Gutter, gutters, part, split_at, tail};
pub use grid::{Grid, GridCell, grids};
pub use layout::layout;
pub use line::{Line, lines, text_of};
pub use region::{Cell, PageLayout, Region, Row, Table};
