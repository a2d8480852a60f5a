"""A region's profile: one TOML file that says how its forms look, so that a region can be added without code.

``profiles/<region>.toml`` in the package, or ``<data>/regions/<region>.toml`` for a region people add
themselves, names the sub-areas, the versions of the form with their labels, the coding scheme of each year
and the sections of the report. Everything wrong in the file is told at once, with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from brister_analysis.errors import Fault, UsageError
from brister_analysis.reference.checked_toml import CheckedTable, read_checked
from brister_analysis.reference.form_versions import FormVersion, profile_words, read_form_versions

HARMONISED = "harmonised"


@dataclass(frozen=True)
class Area:
    """A sub-area of the region.

    Parameters
    ----------
    slug
        As in `reference.areas`, or the region's own.
    id_part
        Its part of report numbers (``skane-nordvastra-2023-007``).
    answer_within
        Time within which an answer is due there, such as ``60 days`` or ``2 months``; None when not set.
    """

    slug: str
    id_part: str
    answer_within: str | None


@dataclass(frozen=True)
class RegionProfile:
    """What a region's TOML file says.

    Parameters
    ----------
    slug, region_code
        Of the region, as in `reference.regions`.
    areas
        Sub-areas that report.
    forms
        Versions of the form, in the file's order.
    schemes
        Year → scheme the working group coded in.
    sections
        Sections of the yearly report, in order.
    titles
        Language → title of the yearly report; ``{year}`` stands for the year.
    contact
        Who answers for the report, None when not said.
    answer_days
        Days within which an answer is due, None when the region has set no time.
    """

    slug: str
    region_code: str
    areas: tuple[Area, ...]
    forms: tuple[FormVersion, ...]
    schemes: Mapping[int, str]
    sections: tuple[str, ...]
    titles: Mapping[str, str]
    contact: str | None
    answer_days: int | None

    def scheme(self, year: int) -> str:
        """Return the scheme of a year; the harmonised codebook where the profile names none."""
        return self.schemes.get(year, HARMONISED)

    def deadlines(self) -> dict[str, str]:
        """Return area → time within which an answer is due, as `analysis.time_to_answer` takes it.

        An area without a time of its own has the region's; without either it is left out.
        """
        common = f"{self.answer_days} days" if self.answer_days else None
        return {one.slug: due for one in self.areas if (due := one.answer_within or common)}


def load_profile(slug: str, extra_folder: Path | None = None) -> RegionProfile:
    """Read a region's profile.

    Parameters
    ----------
    slug
        Slug of the region, for example ``"skane"``.
    extra_folder
        Folder of profiles people added (``<data>/regions``); one found there is taken before the package's
        own.

    Returns
    -------
    RegionProfile

    Raises
    ------
    UsageError
        There is no such profile; the message names those there are.
    DataError
        The file is at fault: every fault with line number and what is allowed.
    """
    found = dict(_profiles(extra_folder))
    if slug not in found:
        raise UsageError(Fault("forms.profile.missing", got=slug, allowed=tuple(sorted(found))))
    top = read_checked(found[slug])
    profile = _profile(top, slug)
    top.close()
    return profile


def _profiles(extra_folder: Path | None) -> Iterator[tuple[str, Path]]:
    """Yield slug and file of every profile; later ones win."""
    own = Path(str(files("brister_analysis.reference").joinpath("profiles")))
    for folder in (own, extra_folder):
        if folder is not None and folder.is_dir():
            yield from ((path.stem, path) for path in sorted(folder.glob("*.toml")))


def _profile(top: CheckedTable, slug: str) -> RegionProfile:
    from brister_analysis.reference.places import areas, regions

    region_rows = regions()
    codes = dict(zip(region_rows["slug"], region_rows["region_code"], strict=True))
    region = top.table("region", required=True)
    code = codes.get(region.text("slug", required=True, allowed=(slug,)), "")
    if slug not in codes:
        region.fault("slug", "slug", allowed=tuple(sorted(codes)), written=slug)
    rows = areas()
    known_areas = tuple(sorted(set(rows.loc[rows["region_code"] == code, "area"])))
    report = top.table("report", required=True)
    own_areas = tuple(
        Area(
            one.text("slug", required=True, allowed=known_areas),
            one.text("id_part", required=True, pattern=r"[a-z]+"),
            one.text("answer_within", pattern=r"[1-9]\d* (?:days|months)") or None,
        )
        for one in top.tables("area")
    )
    return RegionProfile(
        slug=slug,
        region_code=code,
        areas=own_areas,
        forms=read_form_versions(top.tables("form", required=True), tuple(one.slug for one in own_areas)),
        schemes=_schemes(top.table("scheme")),
        sections=report.texts(
            "sections", required=True, allowed=tuple(profile_words()["allowed"]["sections"])
        ),
        titles={kind: report.text(f"title_{kind}", required=True) for kind in ("sv", "en")},
        contact=region.text("contact") or None,
        answer_days=region.whole("answer_days"),
    )


def _schemes(table: CheckedTable) -> Mapping[int, str]:
    from brister_analysis.reference.schemes import schemes

    allowed = (HARMONISED, *dict.fromkeys(schemes()["scheme"]))
    found = {}
    for year in table.values:
        if re.fullmatch(r"[12]\d{3}", year):
            found[int(year)] = table.text(year, allowed=allowed)
    return found
