"""Run everything that is measured without a package index: ``make benchmark``, some minutes.

On request only: ``python -m benchmarks.volume 1000000`` (an hour) and ``python -m benchmarks.install``.
"""

from benchmarks import build, deidentification, suggestion, table_intake, volume

for measured in (build, deidentification, suggestion, table_intake, volume):
    measured.main()
    print()
