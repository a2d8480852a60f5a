"""``python -m brister_analysis`` is the command ``brister``."""

from brister_analysis.cli import main

if __name__ == "__main__":
    main()
