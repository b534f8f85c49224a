# Reads every CSV file of an export with its types and writes what R has in memory as plain CSV, for
# check.py to compare. Missing values are written as the sign for the empty set.
arguments <- commandArgs(trailingOnly = TRUE)
from <- arguments[1]; to <- arguments[2]; dialect <- arguments[3]
columns <- read.delim(arguments[4], header = FALSE, quote = "", colClasses = "character",
                      col.names = c("table", "column", "type"), encoding = "UTF-8")
classes <- c(text = "character", integer = "numeric", number = "numeric", boolean = "logical",
             date = "Date", datetime = "character")
for (table in unique(columns$table)) {
  own <- columns[columns$table == table, ]
  kinds <- setNames(unname(classes[own$type]), own$column)
  path <- file.path(from, paste0(table, ".csv"))
  data <- if (dialect == "standard") {
    read.csv(path, colClasses = kinds, na.strings = "", fileEncoding = "UTF-8",
             check.names = FALSE)
  } else {
    read.csv2(path, colClasses = kinds, na.strings = "", fileEncoding = "UTF-8-BOM",
              check.names = FALSE)
  }
  text <- lapply(data, function(v) {
    shown <- if (is.numeric(v)) format(v, digits = 17, trim = TRUE, scientific = FALSE)
             else as.character(v)
    if (is.numeric(v)) shown <- vapply(v, function(x) format(x, digits = 15, scientific = FALSE), "")
    ifelse(is.na(v), "\u2205", shown)
  })
  frame <- as.data.frame(text, stringsAsFactors = FALSE, check.names = FALSE)
  if (nrow(data) == 0) frame <- data
  out <- file(file.path(to, paste0(table, ".csv")), open = "wb", encoding = "UTF-8")
  write.csv(frame, out, row.names = FALSE, fileEncoding = "UTF-8")
  close(out)
}
