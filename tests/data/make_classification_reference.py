#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes classification_reference.json: random truths and predictions with the figures scikit-learn gives for them.

Needs python3-sklearn; the tests only need its output. Usage: make_classification_reference.py > classification_reference.json
"""
import json
import random
import statistics

import sklearn
from sklearn.metrics import accuracy_score, confusion_matrix, precision_recall_fscore_support


def case(name, seed, classes, samples, folds, absent_truth=(), absent_prediction=(), skill=0.6):
    draw = random.Random(seed)
    truths = [c for c in range(classes) if c not in absent_truth]
    guesses = [c for c in range(classes) if c not in absent_prediction]
    rows = []
    for i in range(samples):
        truth = draw.choice(truths)
        predicted = truth if draw.random() < skill and truth in guesses else draw.choice(guesses)
        rows.append((i % folds + 1, truth, predicted))
    truth = [r[1] for r in rows]
    predicted = [r[2] for r in rows]
    labels = list(range(classes))
    p, r, f, support = precision_recall_fscore_support(truth, predicted, labels=labels, zero_division=0)
    by_fold = [accuracy_score([t for k, t, _ in rows if k == fold], [q for k, _, q in rows if k == fold])
               for fold in range(1, folds + 1)]
    with_support = [c for c in labels if support[c] > 0]
    return {
        "name": name,
        "classes": classes,
        "rows": rows,
        "confusion": confusion_matrix(truth, predicted, labels=labels).tolist(),
        "precision": p.tolist(),
        "recall": r.tolist(),
        "f1": f.tolist(),
        "support": support.tolist(),
        "fold_accuracy": by_fold,
        "accuracy_mean": statistics.fmean(by_fold),
        "accuracy_std": statistics.stdev(by_fold) if folds > 1 else None,
        "accuracy_pooled": accuracy_score(truth, predicted),
        "macro_f1": precision_recall_fscore_support(truth, predicted, labels=with_support, average="macro",
                                                    zero_division=0)[2],
    }


print(json.dumps({
    "scikit_learn": sklearn.__version__,
    "cases": [
        case("seven classes, six folds", 1, 7, 97, 6),
        case("a class that never occurs", 2, 5, 41, 3, absent_truth=(3,)),
        case("a class that is never predicted", 3, 4, 30, 5, absent_prediction=(0,)),
        case("a class that is neither", 4, 4, 23, 2, absent_truth=(2,), absent_prediction=(2,)),
        case("one fold, all wrong", 5, 3, 12, 1, absent_truth=(0,), absent_prediction=(1, 2), skill=0),
    ],
}))
