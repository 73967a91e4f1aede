"""Writes statistics.json: what SciPy and NumPy say of the statistics of a comparison.

    python3 -m venv .venv && .venv/bin/pip install scipy==1.17.1 && .venv/bin/python test/compare/statistics.py
"""

import json
import pathlib

import numpy
import scipy
from scipy.stats import binom, binomtest

COUNTS = [
    (0, 1), (1, 1), (0, 10), (1, 10), (5, 10), (9, 10), (0, 672), (1, 672), (3, 672), (61, 672), (336, 672), (608, 611),
    (671, 672), (672, 672), (7, 100_000), (99_000, 100_000),
]
PAIRS = [(0, 0), (1, 0), (0, 5), (1, 5), (3, 1), (2, 12), (10, 10), (25, 9), (59, 6), (121, 86), (400, 300)]
SAMPLES = [[5.0], [1.0, 2.0], [3.0, 1.0, 2.0], [0.3, 0.9, 2.1, 0.1, 0.4, 0.4, 7.5], list(numpy.arange(1, 673) ** 1.5)]

document = {
    "made_with": {"scipy": scipy.__version__, "numpy": numpy.__version__},
    "wilson": [
        {"count": k, "n": n, "low": interval.low, "high": interval.high}
        for k, n in COUNTS
        for interval in [binomtest(k, n).proportion_ci(0.95, "wilson")]
    ],
    "mcnemar": [
        {"only_first": b, "only_second": c, "p": binomtest(b, b + c, 0.5).pvalue if b + c else 1.0} for b, c in PAIRS
    ],
    "upper_limit": [
        {"count": k, "n": n, "upper": binomtest(k, n, alternative="less").proportion_ci(0.95, "exact").high}
        for k, n in COUNTS
    ],
    "binomial_cdf": [
        {"count": k, "n": n, "p": p, "cdf": binom.cdf(k, n, p)}
        for k, n in [(0, 5), (2, 5), (4, 5), (3, 672), (30, 672), (600, 672), (50_000, 100_000)]
        for p in [0.001, 0.05, 0.5, 0.9]
    ],
    "quantiles": [
        {"numbers": sample, "p50": numpy.quantile(sample, 0.5), "p95": numpy.quantile(sample, 0.95)} for sample in SAMPLES
    ],
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(document, indent=2) + "\n")
