"""Reads every table of an export back with programs that know nothing of the exporter, and compares
every value with what was written. Called by .ci/roundtrip; the argument is the folder that
`cargo run --example roundtrip` wrote.

Each reader is a function that gives, for a table, its rows with values as text (numbers in a form
that compares exactly), `None` for missing. A difference is printed with its place; the exit code says
whether there was one.
"""

import csv
import datetime
import json
import re
import subprocess
import sys
import zipfile
from fractions import Fraction
from pathlib import Path

OUT = Path(sys.argv[1]).resolve()
WORK = OUT / "work"
TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")

csv.field_size_limit(10**9)


def canonical(value, kind):
    """A value of whatever Python type as text that compares exactly."""
    if value is None or value == "":
        return None
    if kind in ("integer", "number"):
        if isinstance(value, float) and value != value:
            return None
        return str(Fraction(str(value)))
    if kind == "boolean":
        truths = {"true": "true", "1": "true", "false": "false", "0": "false"}
        return truths[str(value).lower()]
    if kind == "date":
        return value.strftime("%Y-%m-%d") if hasattr(value, "strftime") else str(value)[:10]
    if kind == "datetime":
        if isinstance(value, str):
            value = datetime.datetime.fromisoformat(value.replace("Z", "+00:00"))
        if value.tzinfo is not None:
            value = value.astimezone(datetime.timezone.utc)
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return str(value)


def unguard(text):
    if text and text.startswith("'") and text.lstrip("'").startswith(TRIGGERS):
        return text[1:]
    return text


def unguard_all(rows, table):
    kinds = table["types"]
    return [[unguard(v) if k == "text" else v for v, k in zip(row, kinds)] for row in rows]


# The readers. ------------------------------------------------------------------------------------


def python_csv(table, dialect="standard"):
    delimiter, encoding = (",", "utf-8") if dialect == "standard" else (";", "utf-8-sig")
    path = OUT / dialect / f"{table['name']}.csv"
    with open(path, encoding=encoding, newline="") as file:
        rows = list(csv.reader(file, delimiter=delimiter, strict=True))
    assert rows[0] == table["columns"], rows[0]
    rows = rows[1:]
    if dialect == "excel-da":
        for row in rows:
            for place, kind in enumerate(table["types"]):
                if kind == "number":
                    row[place] = row[place].replace(",", ".")
        rows = unguard_all(rows, table)
    return rows


def pandas_csv(table, dialect="standard"):
    import pandas

    kinds = dict(zip(table["columns"], table["types"]))
    kinds = {c: {"integer": "Int64", "number": "float64", "boolean": "boolean"}.get(k, "string")
             for c, k in kinds.items()}
    options = {"sep": ";", "decimal": ",", "encoding": "utf-8-sig"} if dialect != "standard" else {}
    frame = pandas.read_csv(OUT / dialect / f"{table['name']}.csv", dtype=kinds,
                            keep_default_na=False, na_values=[""], **options)
    assert list(frame.columns) == table["columns"]
    rows = [[None if pandas.isna(v) else v for v in row]
            for row in frame.itertuples(index=False, name=None)]
    return unguard_all(rows, table) if dialect != "standard" else rows


def polars_csv(table):
    import polars

    names = {"integer": polars.Int64, "number": polars.Float64, "boolean": polars.Boolean,
             "date": polars.Date}
    schema = {c: names.get(k, polars.String) for c, k in zip(table["columns"], table["types"])}
    frame = polars.read_csv(OUT / "standard" / f"{table['name']}.csv", schema=schema)
    return [list(row) for row in frame.iter_rows()]


def duckdb_csv(table):
    import duckdb

    names = {"integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
    columns = {c: names.get(k, "VARCHAR") for c, k in zip(table["columns"], table["types"])}
    path = OUT / "standard" / f"{table['name']}.csv"
    # A date of the standard dialect is ISO 8601; strict reading, as RFC 4180 says.
    return duckdb.execute(
        f"SELECT * FROM read_csv('{path}', header=true, delim=',', quote='\"', escape='\"', "
        f"columns={columns}, max_line_size=10000000, parallel=false)").fetchall()


def duckdb_parquet(table):
    import duckdb

    duckdb.execute("SET TimeZone = 'UTC'")
    path = OUT / "standard" / "parquet" / f"{table['name']}.parquet"
    cursor = duckdb.execute(f"SELECT * FROM '{path}'")
    assert [d[0] for d in cursor.description] == table["columns"]
    return cursor.fetchall()


def pyarrow_parquet(table):
    import pyarrow.parquet

    data = pyarrow.parquet.read_table(OUT / "standard" / "parquet" / f"{table['name']}.parquet")
    names = {"text": "string", "integer": "int64", "number": "double", "boolean": "bool",
             "date": "date32[day]", "datetime": "timestamp[ms, tz=UTC]"}
    assert [str(t) for t in data.schema.types] == [names[k] for k in table["types"]]
    assert data.column_names == table["columns"]
    return list(zip(*[column.to_pylist() for column in data.columns])) if data.num_rows else []


def sqlite(table):
    import sqlite3

    connection = sqlite3.connect(f"file:{OUT / 'standard' / 'uip.sqlite'}?mode=ro", uri=True)
    columns = ", ".join(table["columns"])
    return connection.execute(f"SELECT {columns} FROM {table['name']} ORDER BY rowid").fetchall()


def frictionless_rows(table, dialect="standard"):
    package = packages[dialect]
    resource = package.get_resource(table["name"])
    with resource:
        rows = [list(row.values()) for row in resource.row_stream]
    return unguard_all(rows, table) if dialect != "standard" else rows


def joined(rows, table):
    """Rows of a sheet with the texts that go on below put together again."""
    keys = [table["columns"].index(name) for name in table["primary_key"]]
    result = []
    for row in rows:
        row = list(row)
        if result and all(row[k] == result[-1][k] for k in keys):
            for place, value in enumerate(row):
                if place not in keys and value not in (None, ""):
                    result[-1][place] += value
        else:
            result.append(row)
    return result


def without_splits(rows, table):
    """The findings without those that the workbook adds about its cut cells."""
    if table["name"] != "findings":
        return rows
    code = table["columns"].index("code")
    return [row for row in rows if row[code] != "cell_split"]


workbooks = {}


def plain(value, by_office=False):
    """The text of a cell. `_x000D_` stands for a character; LibreOffice writes texts that look the
    same (`_x0041_`) without escaping them, so from its files only control characters are taken."""
    from openpyxl.utils.escape import unescape

    if not isinstance(value, str):
        return value
    if by_office:
        return re.sub(r"_x00([01][0-9A-F])_", lambda m: chr(int(m[1], 16)), value)
    return unescape(value)


def openpyxl_rows(table, path=None):
    import openpyxl

    by_office = path is not None
    path = path or OUT / "standard" / "uip.xlsx"
    if path not in workbooks:
        workbooks[path] = openpyxl.load_workbook(path)
    rows = []
    sheet = workbooks[path][table["name"]]
    for line in sheet.iter_rows():
        for cell in line:
            # LibreOffice writes the truth values that it read as these formulas.
            if by_office and cell.value in ("=TRUE()", "=FALSE()"):
                cell.value = cell.value == "=TRUE()"
            assert cell.data_type != "f", f"{path}: {sheet.title}!{cell.coordinate} is a formula"
        rows.append([plain(c.value, by_office) for c in line])
    assert rows[0] == table["columns"], rows[0]
    return without_splits(joined(rows[1:], table), table)


def pandas_parquet(table):
    import pandas

    frame = pandas.read_parquet(OUT / "standard" / "parquet" / f"{table['name']}.parquet",
                                dtype_backend="pyarrow")
    return [[None if pandas.isna(v) else v for v in row]
            for row in frame.itertuples(index=False, name=None)]


def office(*arguments):
    profile = f"-env:UserInstallation=file://{WORK}/office"
    subprocess.run(["soffice", profile, "--headless", *map(str, arguments)], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=240)


def libreoffice_xlsx(table):
    """LibreOffice opens the workbook; its own XLSX is read with openpyxl."""
    folder = WORK / "xlsx"
    if not folder.exists():
        office("--convert-to", "xlsx", "--outdir", folder, OUT / "standard" / "uip.xlsx")
    return openpyxl_rows(table, folder / "uip.xlsx")


def libreoffice_excel_da(table):
    """LibreOffice opens the excel-da CSV files with Danish settings, as a user does; quoted fields
    stay text."""
    folder = WORK / "excel-da"
    if not folder.exists():
        files = [OUT / "excel-da" / f"{t['name']}.csv" for t in tables]
        office("--infilter=CSV:59,34,76,1,,1030,true,false", "--convert-to", "xlsx", "--outdir",
               folder, *files)
    import openpyxl

    sheet = openpyxl.load_workbook(folder / f"{table['name']}.xlsx").worksheets[0]
    rows = []
    for line in sheet.iter_rows():
        for cell in line:
            assert cell.data_type != "f", f"{table['name']} {cell.coordinate} is a formula"
        rows.append([c.value for c in line])
    width = len(table["columns"])
    rows = [row[:width] + [None] * (width - len(row)) for row in rows]
    assert rows[0] == table["columns"], rows[0]
    return unguard_all([[plain(v, by_office=True) for v in row] for row in rows[1:]], table)


def r_csv(table, dialect="standard"):
    """R reads the files with types and writes what it read as plain CSV."""
    folder = WORK / f"r-{dialect}"
    if not folder.exists():
        folder.mkdir(parents=True)
        script = Path(__file__).with_name("read.R")
        subprocess.run(["Rscript", "--vanilla", script, OUT / dialect, folder, dialect,
                        OUT / "expected.tsv"], check=True)
    with open(folder / f"{table['name']}.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == table["columns"], rows[0]
    rows = [[None if v == "\u2205" else v for v in row] for row in rows[1:]]
    return unguard_all(rows, table) if dialect != "standard" else rows


READERS = {
    "python csv, standard": python_csv,
    "python csv, excel-da": lambda t: python_csv(t, "excel-da"),
    "frictionless, standard": frictionless_rows,
    "frictionless, excel-da": lambda t: frictionless_rows(t, "excel-da"),
    "pandas csv, standard": pandas_csv,
    "pandas csv, excel-da": lambda t: pandas_csv(t, "excel-da"),
    "polars csv": polars_csv,
    "duckdb csv": duckdb_csv,
    "R csv, standard": r_csv,
    "R csv2, excel-da": lambda t: r_csv(t, "excel-da"),
    "openpyxl": openpyxl_rows,
    "LibreOffice xlsx": libreoffice_xlsx,
    "LibreOffice excel-da": libreoffice_excel_da,
    "sqlite3": sqlite,
    "pyarrow parquet": pyarrow_parquet,
    "pandas parquet": pandas_parquet,
    "duckdb parquet": duckdb_parquet,
}

def line_feeds(text):
    return text.replace("\r\n", "\n").replace("\r", "\n")


def first_cell(text):
    """The beginning of a text: LibreOffice cuts at 32,767 units when it writes XLSX, the guard's
    apostrophe among them."""
    return line_feeds(text).encode("utf-16-le")[: 2 * 32_000].decode("utf-16-le", "ignore")


# What a reader changes by its own rules, whatever the file: R and LibreOffice make every line break
# in a cell a line feed, and LibreOffice cuts cells when it writes XLSX.
CHANGES = {
    "LibreOffice excel-da": first_cell,
    "LibreOffice xlsx": line_feeds,
    "R csv, standard": line_feeds,
    "R csv2, excel-da": line_feeds,
}


def compare(reader, table):
    found = READERS[reader](table)
    expected = table["rows"]
    problems = []
    if len(found) != len(expected):
        problems.append(f"{len(found)} rows instead of {len(expected)}")
    change = CHANGES.get(reader, lambda text: text)
    count = 0
    for number, (own, other) in enumerate(zip(expected, found)):
        if len(own) != len(other):
            problems.append(f"row {number}: {len(other)} values instead of {len(own)}")
            continue
        for name, kind, left, right in zip(table["columns"], table["types"], own, other):
            left, right = canonical(left, kind), canonical(right, kind)
            if kind == "text" and left is not None:
                left, right = change(left), None if right is None else change(right)
            if left != right:
                problems.append(f"row {number}, {name}: {right!r:.80} instead of {left!r:.80}")
            count += 1
    return count, problems


def check_packages():
    for dialect in ("standard", "excel-da"):
        report = packages[dialect].validate()
        if not report.valid:
            print(report.to_summary())
            raise SystemExit(f"frictionless: {dialect} is not valid")
        print(f"frictionless validate, {dialect}: valid, {len(report.tasks)} tables")


def check_json():
    import jsonschema

    schema = json.loads((OUT / "schema.json").read_text())
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    documents = sorted((OUT / "standard").glob("document-*.json"))
    lines = (OUT / "standard" / "documents.ndjson").read_text().splitlines()
    assert len(documents) == len(lines)
    for path, line in zip(documents, lines):
        document = json.loads(path.read_text())
        validator.validate(document)
        assert document == json.loads(line), path
    print(f"jsonschema: {len(documents)} documents are valid, and the same as NDJSON")


def check_workbook():
    """The wide budgets: sums are formulas and have the right results; nothing else is a formula."""
    import openpyxl

    formulas = 0
    with zipfile.ZipFile(OUT / "standard" / "uip.xlsx") as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                formulas += archive.read(name).count(b"<f>")
    path = OUT / "standard" / "uip.xlsx"
    sheet = openpyxl.load_workbook(path)["budget_wide"]
    own = sum(cell.data_type == "f" for line in sheet.iter_rows() for cell in line)
    assert formulas == own > 0, (formulas, own)
    results = {}
    for label, file in (("written", path), ("calculated", WORK / "xlsx" / "uip.xlsx")):
        sheet = openpyxl.load_workbook(file, data_only=True)["budget_wide"]
        results[label] = [[c.value for c in line] for line in sheet.iter_rows()]
    assert results["written"] == results["calculated"], results
    findings = openpyxl.load_workbook(path)["findings"]
    links = [c for line in findings.iter_rows() for c in line if c.hyperlink]
    assert links and all(c.hyperlink.location.startswith("'initiatives'!A") or
                         c.hyperlink.location.startswith("initiatives!A") for c in links)
    initiatives = openpyxl.load_workbook(path)["initiatives"]
    for cell in links:
        target = cell.hyperlink.location.split("!")[1]
        assert initiatives[target].value == cell.value, cell.hyperlink.location
    print(f"workbook: {own} formulas, all in budget_wide, with the results that LibreOffice "
          f"calculates; {len(links)} links lead to their initiatives")


def check_live_formulas():
    """A double click on the CSV that does not keep quoted fields as text: still no formula."""
    import openpyxl

    folder = WORK / "double-click"
    files = [OUT / "excel-da" / f"{t['name']}.csv" for t in tables]
    office("--infilter=CSV:59,34,76,1,,1030,false,true", "--convert-to", "xlsx", "--outdir",
           folder, *files)
    cells = 0
    for table in tables:
        sheet = openpyxl.load_workbook(folder / f"{table['name']}.xlsx").worksheets[0]
        for line in sheet.iter_rows():
            for cell in line:
                assert cell.data_type != "f", f"{table['name']} {cell.coordinate} is a formula"
                cells += cell.value is not None
    print(f"LibreOffice, quoted fields not kept as text: {cells} cells, no formula")


tables = json.loads((OUT / "expected.json").read_text())
with open(OUT / "expected.tsv", "w", encoding="utf-8") as file:
    for table in tables:
        for name, kind in zip(table["columns"], table["types"]):
            file.write(f"{table['name']}\t{name}\t{kind}\n")

import frictionless  # noqa: E402

frictionless.system.trusted = True
packages = {d: frictionless.Package(str(OUT / d / "datapackage.json"))
            for d in ("standard", "excel-da")}


def main():
    wrong = 0
    check_packages()
    check_json()
    for reader in READERS:
        total, bad = 0, []
        for table in tables:
            try:
                count, problems = compare(reader, table)
            except Exception as error:  # a reader that fails is a difference like any other
                count, problems = 0, [f"{type(error).__name__}: {error}"[:300]]
            total += count
            bad += [f"  {table['name']}: {problem}" for problem in problems]
        print(f"{reader}: {total} values in {len(tables)} tables, {len(bad)} differ")
        print("\n".join(bad[:8]), end="\n" if bad else "")
        wrong += len(bad)
    check_workbook()
    check_live_formulas()
    sys.exit(1 if wrong else 0)


main()
