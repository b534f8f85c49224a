#!/usr/bin/env python3
"""Whole processes against their peers: CPU time (user + system), peak memory, scaling.

Every figure is the median of several runs; the programs take turns within a round, so that a busy
machine hits all of them alike, and the ratios come from the same rounds. A run that takes more than
five seconds is not repeated. CPU time is what wait4(2) reports for a process and all the processes
that it has waited for, so uip's worker is in it. Peak memory is that of the larger of its processes;
it is measured from a launcher of a few hundred KiB, since a process that Python starts is counted with
Python's own memory. Peak memory of a batch is the sum over the whole process tree (proportional set
size), looked at 50 times a second.

    python3 benches/peers/peers.py [--rounds 21] [--scale] [--slow] [--write] [PDF...]

Without PDFs it takes the fixtures' releases and, where there are some, ../shared/releases. --slow
adds the Python peers, --scale the growth with pages and files and with a second job, --write puts all
of it into benches/RESULTS.md. Peers that are not installed are left out and named. Needs cc; the Python
peers:
    pip install pypdfium2 pdfplumber camelot-py pikepdf
"""

import argparse
import datetime
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
UIP = ROOT / "target" / "release" / "uip"
RESULTS = ROOT / "benches" / "RESULTS.md"

PYTHON = sys.executable
PYPDFIUM2 = """
import sys, pypdfium2
for page in pypdfium2.PdfDocument(sys.argv[1]):
    sys.stdout.write(page.get_textpage().get_text_bounded())
"""
PDFPLUMBER_TEXT = """
import sys, pdfplumber
with pdfplumber.open(sys.argv[1]) as pdf:
    for page in pdf.pages:
        sys.stdout.write(page.extract_text() or "")
"""
PDFPLUMBER_TABLES = """
import sys, pdfplumber
with pdfplumber.open(sys.argv[1]) as pdf:
    for page in pdf.pages:
        sys.stdout.write(repr(page.extract_tables()))
"""
PDFPLUMBER_BOTH = """
import sys, pdfplumber
with pdfplumber.open(sys.argv[1]) as pdf:
    for page in pdf.pages:
        sys.stdout.write(page.extract_text() or "")
        sys.stdout.write(repr(page.extract_tables()))
"""
CAMELOT = """
import sys, camelot
for table in camelot.read_pdf(sys.argv[1], pages="all", flavor="lattice"):
    sys.stdout.write(table.df.to_csv())
"""


def peers(slow):
    """Name and command of each program; the file's path is added."""
    found = [("uip extract", [str(UIP), "extract", "--quiet"])]
    missing = []
    for name, command in [
        ("pdftotext -layout", ["pdftotext", "-layout"]),
        ("mutool draw -F txt", ["mutool", "draw", "-q", "-F", "txt"]),
    ]:
        if shutil.which(command[0]):
            found.append((name, command))
        else:
            missing.append(name)
    if slow:
        for name, module, code in [
            ("pypdfium2 text", "pypdfium2", PYPDFIUM2),
            ("pdfplumber text", "pdfplumber", PDFPLUMBER_TEXT),
            ("pdfplumber tables", "pdfplumber", PDFPLUMBER_TABLES),
            ("pdfplumber text and tables", "pdfplumber", PDFPLUMBER_BOTH),
            ("camelot lattice", "camelot", CAMELOT),
        ]:
            probe = subprocess.run(
                [PYTHON, "-c", f"import {module}"], capture_output=True, check=False
            )
            if probe.returncode == 0:
                found.append((name, [PYTHON, "-c", code]))
            else:
                missing.append(name)
    return found, missing


LAUNCHER = r"""
#include <spawn.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
extern char **environ;
/* Runs a command without output; prints CPU microseconds, peak KiB and the exit status. */
int main(int count, char **words) {
    posix_spawn_file_actions_t actions;
    struct rusage used;
    pid_t child;
    int status;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", 0, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", 1, 0);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", 1, 0);
    if (count < 2 || posix_spawnp(&child, words[1], &actions, 0, words + 1, environ)) return 1;
    if (wait4(child, &status, 0, &used) != child) return 1;
    printf("%ld %ld %d\n",
           (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000000L + used.ru_utime.tv_usec + used.ru_stime.tv_usec,
           used.ru_maxrss, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    return 0;
}
"""


def build_launcher(folder):
    """The launcher, which starts as small as a program can be."""
    source, program = folder / "launcher.c", folder / "launcher"
    source.write_text(LAUNCHER)
    subprocess.run(["cc", "-O1", "-o", str(program), str(source)], check=True)
    return program


def measure(launcher, command, path):
    """CPU seconds, peak KiB and exit code of one run."""
    arguments = command + [str(path)]
    if command[0] == "pdftotext":
        arguments.append("-")
    run = subprocess.run([str(launcher)] + arguments, capture_output=True, text=True, check=True)
    microseconds, memory, code = run.stdout.split()
    return int(microseconds) / 1e6, int(memory), int(code)


# A run that takes longer than this, in seconds of CPU time, is not repeated.
LONG = 5.0


def compare(launcher, files, programs, rounds):
    """Rows of the comparison: for each file, medians for each program and its ratio to the first."""
    rows = []
    for path in files:
        runs = {name: [] for name, _ in programs}
        codes = {}
        for _ in range(rounds):
            for name, command in programs:
                # The Python peers take a second or more: three runs are enough to see that.
                enough = 1 if any(cpu > LONG for cpu, _ in runs[name]) else 3
                if command[0] == PYTHON and len(runs[name]) >= enough:
                    continue
                cpu, memory, code = measure(launcher, command, path)
                runs[name].append((cpu, memory))
                codes[name] = code
        base = statistics.median(cpu for cpu, _ in runs[programs[0][0]])
        for name, _ in programs:
            cpu = statistics.median(cpu for cpu, _ in runs[name])
            memory = max(memory for _, memory in runs[name])
            note = "" if codes[name] == 0 else f" (exit {codes[name]})"
            rows.append((path.name, name + note, cpu * 1000, cpu / base, base / cpu, memory / 1024))
    return rows


def tree_memory(root):
    """Proportional set size in KiB of a process and all below it."""
    children = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, IndexError):
                continue
            children.setdefault(parent, []).append(int(entry.name))
    total, waiting = 0, [root]
    while waiting:
        process = waiting.pop()
        waiting.extend(children.get(process, []))
        try:
            for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
        except OSError:
            continue
    return total


def watched(arguments):
    """Wall and CPU seconds, peak KiB of the tree, exit code."""
    process = subprocess.Popen(
        arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    peak, done = [0], threading.Event()

    def look():
        while not done.wait(0.02):
            peak[0] = max(peak[0], tree_memory(process.pid))

    watcher = threading.Thread(target=look)
    watcher.start()
    started = time.perf_counter()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    done.set()
    watcher.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    return wall, usage.ru_utime + usage.ru_stime, peak[0], process.returncode


def repeated(source, pages, folder):
    """A PDF of so many pages, made by repeating a source's."""
    import pikepdf

    target = folder / f"{pages}-pages.pdf"
    with pikepdf.open(source) as original, pikepdf.new() as made:
        for number in range(pages):
            made.pages.append(original.pages[number % len(original.pages)])
        made.save(target)
    return target


def scale_pages(source, folder):
    rows = []
    for pages in [1, 10, 100, 500, 1000, 2000]:
        path = repeated(source, pages, folder)
        out = folder / "out.json"
        arguments = [str(UIP), "extract", "--quiet", str(path), "-o", str(out)]
        wall, cpu, peak, code = watched(arguments + ["--time-limit", "60"])
        rows.append((pages, wall, cpu * 1000 / pages, peak / 1024, code))
    return rows


def scale_files(source, folder):
    rows = []
    body = source.read_bytes()
    inputs = folder / "in"
    inputs.mkdir()
    made = 0
    for count in [1, 100, 1000, 20000]:
        while made < count:
            # A comment after the end changes the bytes and nothing else.
            (inputs / f"plan-{made:05}.pdf").write_bytes(body + b"%% %d\n" % made)
            made += 1
        out = folder / "out"
        shutil.rmtree(out, ignore_errors=True)
        arguments = [str(UIP), "batch", "--quiet", str(inputs), "-o", str(out)]
        wall, cpu, peak, code = watched(arguments)
        again, _, _, _ = watched(arguments)
        rows.append((count, wall, cpu * 1000 / count, peak / 1024, again, code))
    return rows


def jobs(source, folder, count=1000):
    """Files a second of a batch with one and with two jobs, medians of three."""
    inputs = folder / "jobs"
    inputs.mkdir()
    body = source.read_bytes()
    for number in range(count):
        (inputs / f"plan-{number:05}.pdf").write_bytes(body + b"%% %d\n" % number)
    walls = {1: [], 2: []}
    for _ in range(3):
        for number in walls:
            out = folder / "jobs-out"
            shutil.rmtree(out, ignore_errors=True)
            arguments = [str(UIP), "batch", "--quiet", str(inputs), "-o", str(out)]
            walls[number].append(watched(arguments + ["--jobs", str(number)])[0])
    one = statistics.median(walls[1])
    medians = [(number, statistics.median(times)) for number, times in walls.items()]
    return [(count, number, wall, count / wall, one / wall) for number, wall in medians]


def table(header, rows, formats):
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    for row in rows:
        lines.append("| " + " | ".join(form.format(cell) for form, cell in zip(formats, row)) + " |")
    return "\n".join(lines)


def version(*command):
    try:
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return None
    lines = (run.stdout + run.stderr).strip().splitlines()
    return lines[0] if lines else None


def machine():
    model = "unknown processor"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    versions = [
        version(str(UIP), "--version"),
        version("git", "-C", str(ROOT), "log", "-1", "--format=commit %h"),
        version("pdftotext", "-v"),
        version("mutool", "-v"),
        version("rustc", "--version"),
        f"Python {platform.python_version()}",
    ]
    for module in ["pypdfium2", "pdfplumber", "camelot-py"]:
        found = version(PYTHON, "-m", "pip", "show", module)
        if found and found.startswith("Name"):
            shown = subprocess.run(
                [PYTHON, "-m", "pip", "show", module], capture_output=True, text=True, check=False
            ).stdout.splitlines()
            versions.append(f"{module} {shown[1].split(': ')[1]}")
    return (
        f"{model}, {os.cpu_count()} processors, {platform.system()} {platform.release()}; "
        + "; ".join(name for name in versions if name)
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("--scale", action="store_true")
    parser.add_argument("--slow", action="store_true")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if not UIP.exists():
        sys.exit("peers: build first: cargo build --release -p uip-cli")
    files = options.files or [
        path
        for folder, pattern in [
            (ROOT / "fixtures", "release-*-form/*.pdf"),
            (ROOT.parent / "shared" / "releases", "uip-*.pdf"),
        ]
        for path in sorted(folder.glob(pattern))
        # A scan has no text: its peers have nothing to do.
        if "scan" not in path.name
    ]
    programs, missing = peers(options.slow)
    parts = []
    (ROOT / "target").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT / "target") as folder:
        launcher = build_launcher(Path(folder))
        floor = measure(launcher, ["true"], "")
        rows = compare(launcher, files, programs, options.rounds)
    parts.append(
        f"CPU time of whole processes, medians of {options.rounds} rounds (of at most 3 for the "
        "Python peers). `of uip` is the peer's time in units of `uip extract`'s on the same file, "
        "`uip of it` the other way round. An empty program (`true`) takes "
        f"{floor[0] * 1000:.1f} ms and {floor[1] / 1024:.1f} MiB.\n\n"
        + table(
            ["file", "program", "CPU ms", "of uip", "uip of it", "peak MiB"],
            rows,
            ["{}", "{}", "{:.1f}", "{:.2f}", "{:.2f}", "{:.1f}"],
        )
    )
    totals = [
        (name, sum(row[2] for row in rows if row[1].split(" (")[0] == name))
        for name, _ in programs
    ]
    parts.append(
        "All files together:\n\n"
        + table(
            ["program", "CPU ms", "of uip", "uip of it"],
            [(name, total, total / totals[0][1], totals[0][1] / total) for name, total in totals],
            ["{}", "{:.1f}", "{:.2f}", "{:.3f}"],
        )
    )
    if missing:
        parts.append("Not installed, so not measured: " + ", ".join(missing) + ".")
    if options.scale:
        source = files[0]
        # Small files: what is measured is the batch, not the reading.
        small = min(files, key=lambda path: path.stat().st_size)
        with tempfile.TemporaryDirectory(dir=ROOT / "target") as folder:
            folder = Path(folder)
            parts.append(
                f"Pages in one document (`{source.name}` repeated):\n\n"
                + table(
                    ["pages", "wall s", "CPU ms a page", "peak MiB (tree)", "exit"],
                    scale_pages(source, folder),
                    ["{}", "{:.2f}", "{:.2f}", "{:.0f}", "{}"],
                )
            )
            parts.append(
                f"Files in one batch (copies of `{small.name}` with changed bytes), then the same "
                "command again:\n\n"
                + table(
                    ["files", "wall s", "CPU ms a file", "peak MiB (tree)", "again s", "exit"],
                    scale_files(small, folder),
                    ["{}", "{:.2f}", "{:.2f}", "{:.0f}", "{:.2f}", "{}"],
                )
            )
            parts.append(
                f"One job and two (copies of `{source.name}` with changed bytes):\n\n"
                + table(
                    ["files", "jobs", "wall s", "files a second", "throughput"],
                    jobs(source, folder),
                    ["{}", "{}", "{:.2f}", "{:.0f}", "{:.2f}"],
                )
            )
    today = datetime.date.today().isoformat()
    text = "\n\n".join([f"Measured {today} on {machine()}."] + parts) + "\n"
    print(text)
    if options.write:
        begin, end = "<!-- peers: begin -->\n", "<!-- peers: end -->\n"
        old = RESULTS.read_text() if RESULTS.exists() else f"# Results\n\n{begin}{end}"
        before, rest = old.split(begin, 1)
        after = rest.split(end, 1)[1]
        RESULTS.write_text(before + begin + text + end + after)


if __name__ == "__main__":
    main()
