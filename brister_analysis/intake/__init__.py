"""A filled-in form becomes a clean, de-identified row with a number of its own."""
