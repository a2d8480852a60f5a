"""Write the demonstration data: ``python -m demo``."""

from __future__ import annotations

from brister_analysis.workspace import Workspace
from demo import forms, stockholm, vastra_gotaland
from demo.decisions import write_decisions
from demo.material import REGION, REGION_YEARS
from demo.texts import write_texts

WRITERS = {REGION: forms, stockholm.REGION: stockholm, vastra_gotaland.REGION: vastra_gotaland}


def main() -> None:
    """Write every year's forms, take them in for their numbers, and write what people decided about them."""
    import pandas as pd

    from brister_analysis.intake.take_in import take_in

    workspace = Workspace.find()
    for region, years in REGION_YEARS.items():
        for year in years:
            WRITERS[region].write_raw(workspace.raw(region, year), year)
            decided = workspace.decisions(region, year)
            write_texts(decided, year, region)
            # What an earlier run decided would count as coded; numbers are given anew.
            for name in ("register.csv", "rejected.csv", "corrections.toml", "coding/decisions.csv"):
                (decided / name).unlink(missing_ok=True)
            take_in(workspace, region, year)
            register = pd.read_csv(decided / "register.csv", dtype="str", keep_default_na=False)
            write_decisions(decided, register, year, region)
            # Once more, so that the register knows what was set aside.
            take_in(workspace, region, year)


if __name__ == "__main__":
    main()
