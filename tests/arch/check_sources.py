#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the dependency rules of the source tree by its #include lines, and the size of files.

usage: check_sources.py ROOT | --self-test
Each rule is (folders it holds for, pattern of forbidden includes, why).
"""
import re
import sys
import tempfile
from pathlib import Path

TORCH = r"(torch|ATen|c10|caffe2)/"
WIDGETS = r"(QtWidgets|QWidget|QApplication|QDialog|QMessageBox|QMainWindow|QDockWidget|qcustomplot)"
RULES = [
    (["core", "widgets", "app", "models/api"], TORCH, "torch belongs below models/"),
    (["core", "models"], WIDGETS, "core and models know no widgets"),
    (["core"], r"(models|widgets|app)/", "core stands below everything"),
    (["models"], r"(widgets|app)/", "models stands below app"),
    (["widgets"], r"(models|app)/", "widgets sees only core"),
    (["app"], r"models/(?!api/)", "app sees of models only models/api"),
    (["core/base", "core/types"], r"(Q[A-Z]|Qt|opencv|dlib)", "core/base and core/types are standard C++"),
    (["core/base"], r"core/(?!base/)", "core/base stands at the bottom"),
    (["core/types"], r"core/(?!base/|types/)", "core/types knows only core/base"),
    (["models/networks", "models/blocks", "models/data", "models/train", "models/explain"],
     r"(Q[A-Z]|Qt|opencv|dlib|core/(?!base/|types/))", "the kernel is torch, standard C++, core/base and core/types"),
    (["tests/core", "tests/widgets", "tests/app"], TORCH, "only tests/models may include torch"),
    (["tests/core"], r"(models|widgets|app)/", "a test of core links only core"),
    (["tests/widgets"], r"(models|app)/", "a test of widgets links only widgets and core"),
]
MAX_LINES = 600
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.M)


def faults(root):
    for folder in ["core", "models", "widgets", "app", "tests"]:
        for file in sorted((root / folder).rglob("*")):
            if file.suffix not in (".h", ".cpp"):
                continue
            name = file.relative_to(root).as_posix()
            text = file.read_text(encoding="utf-8")
            lines = text.count("\n")
            if lines > MAX_LINES:
                yield f"{name}: {lines} lines, more than {MAX_LINES}"
            if "SPDX-License-Identifier" not in text.split("\n", 1)[0]:
                yield f"{name}: the first line is not the licence line"
            for include in INCLUDE.findall(text):
                for folders, pattern, why in RULES:
                    if any(name.startswith(f + "/") for f in folders) and re.match(pattern, include):
                        yield f"{name}: includes {include}: {why}"


def self_test():
    """Every rule must be able to fail."""
    samples = ["torch/torch.h", "QWidget", "models/networks/tcn.h", "widgets/plots/x.h", "app/engine/jobs.h",
               "QString", "core/face/x.h", "opencv2/core.hpp"]
    for folders, pattern, why in RULES:
        for folder in folders:
            with tempfile.TemporaryDirectory() as temporary:
                root = Path(temporary)
                (root / folder).mkdir(parents=True)
                bad = next(s for s in samples if re.match(pattern, s))
                text = f"// SPDX-License-Identifier: x\n#include <{bad}>\n"
                (root / folder / "bad.cpp").write_text(text)
                assert any(why in f for f in faults(root)), (folder, pattern)
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        (root / "core").mkdir()
        (root / "core/long.cpp").write_text("x\n" * (MAX_LINES + 1))
        assert len(list(faults(root))) == 2
    print("every rule can fail")


def main():
    if sys.argv[1] == "--self-test":
        return self_test()
    found = list(faults(Path(sys.argv[1])))
    print("\n".join(found) if found else "the sources keep the rules")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
