#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes metrics_reference.json: seeded random samples with the figures that scikit-learn, SciPy and statsmodels give.

Needs python3-sklearn, python3-scipy and python3-statsmodels; the tests only need its output.
Usage: make_reference.py > metrics_reference.json
"""
import json
import math
import warnings

import numpy as np
import pandas
import scipy
import scipy.stats
import sklearn
import statsmodels
from sklearn.metrics import (accuracy_score, average_precision_score, balanced_accuracy_score, f1_score,
                             mean_squared_error, multilabel_confusion_matrix, precision_score, recall_score,
                             roc_auc_score)
from statsmodels.formula.api import ols
from statsmodels.stats.anova import anova_lm
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests

warnings.simplefilter("ignore")


def plain(value):
    """JSON without NaN: null stands for "not computed"."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(v) for v in value]
    if isinstance(value, (float, np.floating)):
        return None if math.isnan(value) else float(value)
    return value.item() if isinstance(value, np.generic) else value


def calibration_error(confidence, right, bins=15):
    """Guo et al. 2017, written from the definition: bins (low, high], 0 in the first."""
    edges = np.arange(bins + 1) / bins
    error = 0.0
    for low, high in zip(edges[:-1], edges[1:]):
        inside = (confidence > low) & (confidence <= high) if low > 0 else confidence <= high
        if inside.any():
            error += inside.sum() * abs(right[inside].mean() - confidence[inside].mean())
    return error / len(confidence)


def classification(name, seed, classes, samples, digits=None, absent=()):
    draw = np.random.default_rng(seed)
    present = [c for c in range(classes) if c not in absent]
    truth = draw.choice(present, samples)
    logits = draw.normal(size=(samples, classes))
    logits[np.arange(samples), truth] += 1.2
    p = np.exp(1.7 * logits)
    p /= p.sum(axis=1, keepdims=True)
    if digits is not None:
        p = np.round(p, digits)  # equal scores
    predicted = p.argmax(axis=1)
    subjects = draw.integers(0, 9, samples)
    by_subject = [accuracy_score(truth[subjects == s], predicted[subjects == s]) for s in np.unique(subjects)]
    labels = sorted(set(truth.tolist()))
    average = dict(labels=labels, zero_division=0)
    ap = [average_precision_score(truth == c, p[:, c]) if c in labels else math.nan for c in range(classes)]
    auc = [roc_auc_score(truth == c, p[:, c]) if c in labels else math.nan for c in range(classes)]
    ranked = sorted(range(samples))
    second = [sorted(range(classes), key=lambda c: (-row[c], c))[1] for row in p]
    table = np.zeros((classes, classes), int)
    for i in ranked:
        table[predicted[i], second[i]] += 1
    return {
        "name": name, "classes": classes, "truth": truth, "subjects": subjects, "probabilities": p,
        "accuracy_pooled": accuracy_score(truth, predicted),
        "accuracy_subjects": np.mean(by_subject), "accuracy_subjects_std": np.std(by_subject, ddof=1),
        "balanced_accuracy": balanced_accuracy_score(truth, predicted),
        "macro_precision": precision_score(truth, predicted, average="macro", **average),
        "macro_recall": recall_score(truth, predicted, average="macro", **average),
        "macro_f1": f1_score(truth, predicted, average="macro", **average),
        "weighted_precision": precision_score(truth, predicted, average="weighted", **average),
        "weighted_recall": recall_score(truth, predicted, average="weighted", **average),
        "weighted_f1": f1_score(truth, predicted, average="weighted", **average),
        "map": np.nanmean(ap), "roc_auc": np.nanmean(auc), "ap_by_class": ap, "auc_by_class": auc,
        "ece": calibration_error(p.max(axis=1), predicted == truth),
        "one_vs_rest": multilabel_confusion_matrix(truth, predicted, labels=list(range(classes))).tolist(),
        "next_highest": table,
    }


def multilabel(seed, labels, samples):
    draw = np.random.default_rng(seed)
    rates = draw.uniform(0.03, 0.7, labels)
    rates[2] = 0  # a label that never occurs
    truth = (draw.uniform(size=(samples, labels)) < rates).astype(int)
    p = np.round(1 / (1 + np.exp(-draw.normal(size=(samples, labels)) - 2 * truth + 1)), 2)
    coded = truth.copy()
    coded[draw.uniform(size=coded.shape) < 0.1] = -1  # not coded
    rows = []
    for c in range(labels):
        known = coded[:, c] >= 0
        y, s = coded[known, c], p[known, c]
        answer = s >= 0.5
        both = 0 < y.sum() < len(y)
        rows.append({
            "samples": len(y), "positives": int(y.sum()), "occurrence": y.mean(),
            "majority_baseline": max(y.mean(), 1 - y.mean()),
            "ap": average_precision_score(y, s) if y.sum() else math.nan,
            "auc": roc_auc_score(y, s) if both else math.nan,
            "accuracy": accuracy_score(y, answer),
            "recall": recall_score(y, answer) if y.sum() else math.nan,
            "precision": precision_score(y, answer) if answer.sum() else math.nan,
            "f1": f1_score(y, answer) if y.sum() + answer.sum() else math.nan,
        })
    known = coded >= 0
    return {
        "labels": labels, "truth": coded, "probabilities": p, "by_label": rows,
        "map": np.nanmean([r["ap"] for r in rows]), "without_positives": sum(r["positives"] == 0 for r in rows),
        "micro_recall": recall_score(coded[known], p[known] >= 0.5),
        "micro_precision": precision_score(coded[known], p[known] >= 0.5),
    }


def concordance(x, y):
    """Lin 1989, population moments."""
    return 2 * np.cov(x, y, ddof=0)[0, 1] / (x.var() + y.var() + (x.mean() - y.mean()) ** 2)


def regression(seed, samples, batch):
    draw = np.random.default_rng(seed)
    truth = np.clip(np.cumsum(draw.normal(size=samples)) / 10, -1, 1)
    predicted = 0.6 * truth + 0.1 + 0.2 * draw.normal(size=samples)
    parts = [slice(i, i + batch) for i in range(0, samples, batch)]
    return {
        "truth": truth, "predicted": predicted, "batch": batch,
        "rmse": math.sqrt(mean_squared_error(truth, predicted)), "ccc": concordance(predicted, truth),
        "pcc": scipy.stats.pearsonr(predicted, truth)[0],
        "batch_rmse": np.mean([math.sqrt(mean_squared_error(truth[s], predicted[s])) for s in parts]),
        "batch_ccc": np.mean([concordance(predicted[s], truth[s]) for s in parts]),
    }


def intraclass(seed, targets, judges):
    """Mean squares by statsmodels, then the formulas of Shrout & Fleiss 1979."""
    draw = np.random.default_rng(seed)
    table = draw.normal(size=(targets, 1)) * 2 + draw.normal(size=judges) + draw.normal(size=(targets, judges))
    long = pandas.DataFrame([(i, j, table[i, j]) for i in range(targets) for j in range(judges)], columns=list("tjx"))
    anova = anova_lm(ols("x ~ C(t) + C(j)", long).fit())
    b, j, e = (anova["mean_sq"][k] for k in ("C(t)", "C(j)", "Residual"))
    w = (anova["sum_sq"]["C(j)"] + anova["sum_sq"]["Residual"]) / (targets * (judges - 1))
    k, n = judges, targets
    return {
        "ratings": table, "icc11": (b - w) / (b + (k - 1) * w),
        "icc21": (b - e) / (b + (k - 1) * e + k * (j - e) / n), "icc31": (b - e) / (b + (k - 1) * e),
        "icc1k": (b - w) / b, "icc2k": (b - e) / (b + (j - e) / n), "icc3k": (b - e) / b,
    }


def resampled_t(seed, folds, ratio):
    draw = np.random.default_rng(seed)
    d = draw.normal(0.03, 0.05, folds)
    t = d.mean() / math.sqrt((1 / folds + ratio) * d.var(ddof=1))
    return {"differences": d, "ratio": ratio, "t": t, "p": 2 * scipy.stats.t.sf(abs(t), folds - 1)}


def main():
    pairs = [(0, 0), (1, 7), (7, 1), (5, 5), (12, 30), (0, 9), (3, 200), (480, 520), (9000, 9400)]
    p_values = [0.01, 0.04, 0.03, 0.005, 0.8]
    print(json.dumps(plain({
        "scikit_learn": sklearn.__version__, "scipy": scipy.__version__, "statsmodels": statsmodels.__version__,
        "classification": [
            classification("seven classes", 11, 7, 120),
            classification("scores to one digit", 12, 4, 90, digits=1),
            classification("a class that never occurs", 13, 5, 60, absent=(1,)),
            classification("two classes", 14, 2, 40, digits=2),
        ],
        "multilabel": multilabel(21, 6, 150),
        "regression": [regression(31, 250, 64), regression(32, 40, 7)],
        "intraclass": [intraclass(41, 20, 2), intraclass(42, 7, 5)],
        "mcnemar": [{"b": b, "c": c, "p": min(1.0, mcnemar([[3, b], [c, 2]], exact=True).pvalue),
                     "mid_p": min(1.0, 2 * scipy.stats.binom.cdf(min(b, c), b + c, 0.5)
                                  - scipy.stats.binom.pmf(min(b, c), b + c, 0.5))} for b, c in pairs],
        "resampled_t": [resampled_t(51, 6, 0.2), resampled_t(52, 10, 1 / 9), resampled_t(53, 2, 1),
                        resampled_t(54, 118, 1 / 117)],
        "holm": {"p": p_values, "adjusted": multipletests(p_values, method="holm")[1]},
        "student": [{"t": t, "df": df, "p": 2 * scipy.stats.t.sf(t, df)}
                    for df in (1, 2, 3, 5, 10, 31, 200) for t in (0.0, 1e-3, 0.5, 1.0, 2.0, 4.5, 12.0, 60.0)],
        "binomial": [{"k": k, "n": n, "tail": scipy.stats.binom.cdf(k, n, 0.5), "mass": scipy.stats.binom.pmf(k, n, 0.5)}
                     for n in (1, 2, 7, 30, 400, 5000) for k in sorted({0, 1, n // 3, n // 2, n - 1, n})],
    })))


main()
