"""Runs the snippets of docs/ on an export. A fenced block after a line `<!-- run: FOLDER -->` is run
in that folder of the export by the program of its language; a fenced `text` block right after it is
what it prints. The argument is the folder that `cargo run --example roundtrip` wrote."""

import re
import subprocess
import sys
from pathlib import Path

OUT = Path(sys.argv[1]).resolve()
DOCS = Path(__file__).resolve().parents[2] / "docs"
BLOCK = re.compile(
    r"<!-- run: (?P<folder>\S+) -->\n```(?P<language>\w+)\n(?P<code>.*?)```\n"
    r"(?:\n```text\n(?P<expected>.*?)```\n)?",
    re.DOTALL,
)
SQLITE = """
import sqlite3, sys
for row in sqlite3.connect("uip.sqlite").execute(sys.stdin.read()):
    print("|".join("" if value is None else str(value) for value in row))
"""
DUCKDB = """
import duckdb, sys
for row in duckdb.execute(sys.stdin.read()).fetchall():
    print("|".join("" if value is None else str(value) for value in row))
"""
PROGRAMS = {
    "python": [sys.executable, "-"],
    "r": ["Rscript", "--vanilla", "-"],
    "sqlite": [sys.executable, "-c", SQLITE],
    "duckdb": [sys.executable, "-c", DUCKDB],
}


def main():
    wrong = count = 0
    for page in sorted(DOCS.glob("*.md")):
        for block in BLOCK.finditer(page.read_text(encoding="utf-8")):
            line = page.read_text(encoding="utf-8")[: block.start()].count("\n") + 1
            # The language of a block is what highlights it; the page says which SQL it is.
            language = block["language"]
            if language == "sql":
                language = page.stem
            run = subprocess.run(PROGRAMS[language], input=block["code"], text=True,
                                 capture_output=True, cwd=OUT / block["folder"], timeout=300,
                                 encoding="utf-8")
            count += 1
            place = f"{page.name}:{line}"
            if run.returncode != 0:
                print(f"{place}: failed\n{run.stderr}")
                wrong += 1
            elif block["expected"] is not None and run.stdout.strip() != block["expected"].strip():
                print(f"{place}: prints\n{run.stdout}instead of\n{block['expected']}")
                wrong += 1
    print(f"docs: {count} snippets run, {wrong} wrong")
    sys.exit(1 if wrong or not count else 0)


main()
