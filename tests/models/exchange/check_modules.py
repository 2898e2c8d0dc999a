# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs exported modules in stock PyTorch: check_modules.py FOLDER

For every <id>.pt in FOLDER: loads it, feeds it the inputs of <id>.io and writes a line "id batch difference scale" into
results.txt: the largest distance from the logits in <id>.io, and the largest logit. The state dict goes to <id>.state,
as a user would save it.
"""
import pathlib
import sys

import torch

torch.set_num_threads(2)
folder = pathlib.Path(sys.argv[1])
lines = []
for file in sorted(folder.glob("*.pt")):
    module = torch.jit.load(str(file), map_location="cpu")
    for batch in torch.load(str(file.with_suffix(".io"))):
        *inputs, expected = batch
        with torch.no_grad():
            logits = module(*inputs)
        assert logits.shape == expected.shape, (file.name, logits.shape, expected.shape)
        difference = (logits - expected).abs().max().item()
        lines.append(f"{file.stem} {len(expected)} {difference!r} {expected.abs().max().item()!r}")
    torch.save(module.state_dict(), str(file.with_suffix(".state")))
(folder / "results.txt").write_text("\n".join(lines) + "\n")
