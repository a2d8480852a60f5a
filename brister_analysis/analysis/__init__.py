"""Coded rows become measures with intervals, permitted comparisons and protected tables."""
