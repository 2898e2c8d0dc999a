# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes files of weights as people have them: make_weights.py FOLDER"""
import collections
import pathlib
import sys

import torch

folder = pathlib.Path(sys.argv[1])


class Touch:
    """Whoever calls what this pickle names leaves a file behind."""

    def __reduce__(self):
        return (pathlib.Path.touch, (folder / "executed",))


def tensors(prefix="", transpose=False):
    generator = torch.Generator().manual_seed(3)
    weight = torch.randn(3, 4, generator=generator)
    return collections.OrderedDict(
        [(prefix + "fc.weight", weight.t() if transpose else weight),
         (prefix + "fc.bias", torch.randn(3, generator=generator)),
         (prefix + "bn.weight", torch.ones(3)), (prefix + "bn.bias", torch.zeros(3)),
         (prefix + "bn.running_mean", torch.full((3,), 0.5)), (prefix + "bn.running_var", torch.full((3,), 2.0)),
         (prefix + "bn.num_batches_tracked", torch.tensor(7))])


def save(name, value, **options):
    torch.save(value, str(folder / name), **options)


save("plain.pt", tensors())
save("parallel.pt", tensors("module."))
save("nested.pt", {"epoch": 3, "lr": 0.1, "betas": (0.9, 0.999), "state_dict": tensors(), "best": None})
save("half.pt", {name: t.half() if t.is_floating_point() else t for name, t in tensors().items()})
save("protocol4.pt", tensors(), pickle_protocol=4)
save("parameters.pt", {name: torch.nn.Parameter(t) for name, t in tensors().items() if t.is_floating_point()})
save("foreign.pt", {("dense.0" + name[2:] if name.startswith("fc") else name): t
                    for name, t in tensors(transpose=True).items()})
short = tensors()
del short["fc.bias"]
short["fc.weight"] = torch.zeros(5, 4)
short["head.weight"] = torch.zeros(1)
save("wrong.pt", short)
save("old.pt", tensors(), _use_new_zipfile_serialization=False)
save("hostile.pt", {"fc.weight": Touch(), "fc.bias": torch.zeros(3)})
save("object.pt", Touch())
save("numbers.pt", [1, 2, 3])
whole = (folder / "plain.pt").read_bytes()
(folder / "truncated.pt").write_bytes(whole[: len(whole) // 2])
(folder / "text.pt").write_text("no weights\n")
(folder / "executed").unlink(missing_ok=True)  # pickling calls nothing, but be sure


class Pooled(torch.nn.Module):
    """A model of somebody else: means over time, a layer, shares of the classes."""

    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(136, 7)

    def forward(self, landmarks):
        return torch.softmax(self.layer(landmarks.mean(3).flatten(1)), 1)


torch.manual_seed(5)
torch.jit.save(torch.jit.script(Pooled()), str(folder / "pooled.script"))
