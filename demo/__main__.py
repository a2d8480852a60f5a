"""Write the demonstration data: ``python -m demo``."""

from __future__ import annotations

from brister_analysis.workspace import Workspace
from demo.forms import write_raw
from demo.material import REGION, YEARS


def main() -> None:
    """Write every year's forms and decisions into the workspace."""
    workspace = Workspace.find()
    for year in YEARS:
        write_raw(workspace.raw(REGION, year), year)


if __name__ == "__main__":
    main()
