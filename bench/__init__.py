"""Benchmarks: `python -m bench` prints ratios against the bars of the project."""
