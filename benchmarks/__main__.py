"""Run everything that is measured: ``make benchmark``."""

from benchmarks import deidentification, suggestion, table_intake

for measured in (deidentification, suggestion, table_intake):
    measured.main()
    print()
