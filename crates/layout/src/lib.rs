//! Lines, columns, grids and tables as pure steps on geometry. Knows neither PDF nor Danish.
