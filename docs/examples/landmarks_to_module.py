# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks a module of landmarks that Mien exported about a table of `mien-cli extract`:

    python3 landmarks_to_module.py tcn-fold-1.pt clip.csv

prints the share of each class. Of the description it obeys sampling rule "even", coordinates "face" and "image" (then the
size of the pictures comes behind: … clip.csv 640 480), dead_zone and scale. For clips with a face in every frame, of up to
twice as many frames as the module takes: longer ones Mien cuts into windows. The table has a tenth of a pixel, Mien itself
takes landmarks as found: shares differ in the third digit.
"""
import csv
import json
import pathlib
import sys

import torch

# Landmarks that no expression moves, and where they lie in a mean upright face whose outer-eye distance is 1.
RIGID = [27, 28, 29, 30, 36, 39, 42, 45]
MEAN_FACE = torch.tensor([(0, -0.1191), (0, 0.0210), (0, 0.1599), (0, 0.3028),
                          (-0.5, -0.1016), (-0.2108, -0.0807), (0.2108, -0.0807), (0.5, -0.1016)], dtype=torch.float64)


def read_landmarks(table):
    """Frames × 68 × (x, y), pixels."""
    with open(table, newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["success"] == "1" for row in rows), "a frame without a face: Mien fills the gap, this example does not"
    return torch.tensor([[(float(row[f"x_{i}"]), float(row[f"y_{i}"])) for i in range(68)] for row in rows],
                        dtype=torch.float64)


def face_coordinates(points):
    """Every frame by its own scaling, turn and shift, with which its rigid landmarks lie closest to the mean face's
    (Umeyama 1991; a plane's points are complex numbers here)."""
    z = torch.view_as_complex(points.contiguous())
    mean = torch.view_as_complex(MEAN_FACE)
    centre = z[:, RIGID].mean(1, keepdim=True)
    rigid = z[:, RIGID] - centre
    factor = (rigid.conj() * (mean - mean.mean())).sum(1, keepdim=True) / (rigid.abs() ** 2).sum(1, keepdim=True)
    return torch.view_as_real((z - centre) * factor + mean.mean())


def module_input(points, description, width, height):
    """1 × 2 × 68 × frames."""
    count = description["frames"]
    assert len(points) <= 2 * count, "too long: Mien would cut it into windows"
    steps = [int(k * (len(points) - 1) / (count - 1) + 0.5) for k in range(count)]
    points = points[steps]
    if description["coordinates"] == "face":
        points = face_coordinates(points)
        points = points - points[0]  # motion since the first frame
        length = points.norm(dim=2, keepdim=True)
        points = points * ((length - description.get("dead_zone", 0)).clamp(min=0) / length.clamp(min=1e-12))
    else:
        assert width > 0 and height > 0, "name the size of the pictures"
        points = points / torch.tensor([width, height])
    return (points * description.get("scale", 1)).permute(2, 1, 0).unsqueeze(0).float()


def main(module, table, width=0, height=0):
    card = json.load(open(pathlib.Path(module).with_suffix(".json")))
    assert card["sampling"]["rule"] == "even" and card["inputs"][0]["kind"] == "landmarks", "another kind of input"
    network = torch.jit.load(module, map_location="cpu").eval()
    with torch.no_grad():
        logits = network(module_input(read_landmarks(table), card["inputs"][0], float(width), float(height)))
    for name, share in zip(card["classes"], logits.softmax(1)[0].tolist()):
        print(f"{name} {share:.4f}")


main(*sys.argv[1:])
