"""Write the demonstration data: ``python -m demo``."""

from __future__ import annotations

from brister_analysis.workspace import Workspace
from demo.decisions import write_decisions
from demo.forms import write_raw
from demo.material import REGION, YEARS
from demo.texts import write_texts


def main() -> None:
    """Write every year's forms, take them in for their numbers, and write what people decided about them."""
    import pandas as pd

    from brister_analysis.intake.take_in import take_in

    workspace = Workspace.find()
    for year in YEARS:
        write_raw(workspace.raw(REGION, year), year)
        decided = workspace.decisions(REGION, year)
        write_texts(decided, year)
        # What an earlier run decided would count as coded; numbers are given anew.
        for name in ("register.csv", "rejected.csv", "corrections.toml", "coding/decisions.csv"):
            (decided / name).unlink(missing_ok=True)
        take_in(workspace, REGION, year)
        register = pd.read_csv(decided / "register.csv", dtype="str", keep_default_na=False)
        write_decisions(decided, register, year)
        # Once more, so that the register knows what was set aside.
        take_in(workspace, REGION, year)


if __name__ == "__main__":
    main()
