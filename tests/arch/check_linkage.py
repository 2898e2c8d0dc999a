#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks what the programs link and load.

usage: check_linkage.py SCRATCH PLUGIN_DIR PROGRAM...
- No program needs libtorch or Qt 5 to start (ELF headers).
- synth, scan, extract and the window's start never load libtorch (the dynamic linker's own log).
- Positive control: `models` does load it, and with it the Qt 5 that Debian's LibTorch brings; it must run beside our Qt 6.
"""
import os
import shutil
import subprocess
import sys
from pathlib import Path


def needed(program):
    out = subprocess.run(["readelf", "-d", program], check=True, capture_output=True, text=True).stdout
    return [line.split("[")[1].split("]")[0] for line in out.splitlines() if "(NEEDED)" in line]


def loaded(command, plugins, expected_exit=0):
    """Libraries that the dynamic linker initialised while the command ran."""
    environment = dict(os.environ, LD_DEBUG="libs", MIEN_PLUGIN_DIR=plugins)
    result = subprocess.run(command, capture_output=True, text=True, errors="replace", env=environment)
    if result.returncode != expected_exit:
        messages = [line for line in result.stderr.splitlines() if "calling" not in line and "trying" not in line]
        sys.exit(f"{command} ended with {result.returncode}: {messages[-5:]}")
    return {line.split("calling init:")[1].strip() for line in result.stderr.splitlines() if "calling init:" in line}


def main():
    scratch, plugins, *programs = sys.argv[1:]
    faults = []
    for program in programs:
        names = needed(program)
        faults += [f"{program} links {n}" for n in names if "torch" in n or n.startswith("libQt5")]

    data = Path(scratch) / "data"
    shutil.rmtree(scratch, ignore_errors=True)
    data.parent.mkdir(parents=True)
    cli = programs[0]
    runs = [[cli, "--version"], [cli, "synth", str(data), "--layout", "ckplus", "--subjects", "1", "--seed", "1"],
            [cli, "scan", str(data)]]
    for command in runs:
        faults += [f"{command[1]} loads {lib}" for lib in loaded(command, plugins) if "torch" in lib]
    clip = next(path for path in sorted((data / "cohn-kanade-images").glob("*/*")) if path.is_dir())
    extract = [cli, "extract", str(clip), "-o", str(Path(scratch) / "csv")]
    faults += [f"extract loads {lib}" for lib in loaded(extract, plugins) if "torch" in lib]
    for window in programs[1:]:
        start = [window, "--screenshot", str(Path(scratch) / "window.png"), str(data)]
        faults += [f"the window's start loads {lib}" for lib in loaded(start, plugins) if "torch" in lib]
    with_torch = loaded([cli, "models", "--json"], plugins)
    if not any("libtorch" in lib for lib in with_torch):
        faults.append("`models` did not load libtorch: this check sees nothing")

    print("\n".join(faults) if faults else "the programs load what they should")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
