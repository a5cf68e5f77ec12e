#!/usr/bin/env python3
"""Runs plumbline and other programs over the same payroll, in turn, and prints wall time, CPU time and peak memory.

    benches/beside_peers.py PEERS [--lines N] [--runs N] [--xlsx] [--python PYTHON] [--binary FILE] [--only NAME,...] [--data FOLDER]

PEERS is a folder with `make_payroll.py` (writes payroll.csv, wage_determination.csv and, with --xlsx, payroll.xlsx), `project.toml`, and one
`peer_NAME.py PAYROLL WAGE_DETERMINATION` for each program to stand beside. PYTHON is an interpreter that has what they import, for example of
a virtual environment. Medians over the runs; ratios are plumbline over the peer, so that less than one is better. Standard library only; Unix.
"""
import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent.parent


def measure(command, folder):
    """Wall seconds, CPU seconds and peak MiB of one process, and what it printed on standard error if it failed."""
    with tempfile.TemporaryFile() as errors:
        start = time.monotonic()
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=errors)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        errors.seek(0)
        said = errors.read().decode(errors="replace").strip()
    # Linux counts in KiB, macOS in bytes.
    peak = used.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)
    return wall, used.ru_utime + used.ru_stime, peak, process.returncode, said


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("peers", type=pathlib.Path)
    options.add_argument("--lines", type=int, default=1_000_000)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--xlsx", action="store_true", help="the workbook instead of the text")
    options.add_argument("--python", default=sys.executable)
    options.add_argument("--binary", type=pathlib.Path, help="left out, it is built first")
    options.add_argument("--only", default="", help="names of peers, with commas between")
    options.add_argument("--data", type=pathlib.Path, help="keep the payroll here and use it again")
    args = options.parse_args()
    peers = args.peers.resolve()
    binary = args.binary
    if binary is None:
        subprocess.run(["cargo", "build", "--release", "--locked", "--quiet"], cwd=HERE, check=True)
        target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", HERE / "target"))
        binary = target / "release" / "plumbline"
    with tempfile.TemporaryDirectory() as scratch:
        run(args, peers, binary.resolve(), args.data or pathlib.Path(scratch))


def run(args, peers, binary, data):
    data.mkdir(parents=True, exist_ok=True)
    payroll = data / ("payroll.xlsx" if args.xlsx else "payroll.csv")
    made = data / f"lines-{args.lines}"
    if not (payroll.exists() and made.exists()):
        extra = ["--xlsx"] if args.xlsx else []
        subprocess.run([args.python, str(peers / "make_payroll.py"), str(args.lines), str(data), *extra], check=True)
        made.touch()
    shutil.copyfile(peers / "project.toml", data / "project.toml")
    commands = {"plumbline": [str(binary), "check", payroll.name, "--project", "project.toml", "--format", "json"]}
    only = {name for name in args.only.split(",") if name}
    for peer in sorted(peers.glob("peer_*.py")):
        name = peer.stem.removeprefix("peer_")
        if not only or name in only:
            commands[name] = [args.python, str(peer), payroll.name, "wage_determination.csv"]
    measured = {name: [] for name in commands}
    # In turn, so that whatever else the machine does falls on all of them alike; the first round warms the caches.
    for turn in range(args.runs + 1):
        for name, command in list(commands.items()):
            wall, cpu, peak, code, said = measure(command, data)
            # 1 and 4 are answers of ours; a peer that fails is left out.
            if code not in ((0, 1, 4) if name == "plumbline" else (0,)):
                print(f"{name} left out, exit code {code}: {said.splitlines()[-1] if said else ''}", file=sys.stderr)
                del commands[name]
                if name == "plumbline":
                    sys.exit(1)
            elif turn > 0:
                measured[name].append((wall, cpu, peak))
    print(f"{payroll.name}, {args.lines:,} lines, {os.cpu_count()} cores, median of {args.runs}")
    print(f"{'':12} {'wall s':>9} {'CPU s':>9} {'peak MiB':>9}   plumbline / it: {'wall':>6} {'CPU':>6} {'peak':>6}")
    middle = {name: [statistics.median(column) for column in zip(*measured[name])] for name in commands}
    for name, figures in middle.items():
        line = f"{name:12} {figures[0]:9.3f} {figures[1]:9.3f} {figures[2]:9.1f}"
        if name != "plumbline":
            ratios = [ours / its for ours, its in zip(middle["plumbline"], figures)]
            line += f"   {'':15} " + " ".join(f"{ratio:6.3f}" for ratio in ratios)
        print(line)


main()
