"""What is measured: de-identification, suggested causes, reading of large tables."""
