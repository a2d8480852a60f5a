"""The page that puts regions side by side: what can be compared is, the rest is refused with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

from brister_analysis.errors import CheckRefused
from brister_analysis.language import catalogue, listed
from brister_analysis.reporting import compared_tables, highlights_compared, volume
from brister_analysis.reporting.compared import Compared, gather_compared, shown_by_year
from brister_analysis.reporting.context import Context
from brister_analysis.reporting.direction import as_shown_before
from brister_analysis.reporting.finding import OTHER
from brister_analysis.reporting.funnel_figure import funnel_part
from brister_analysis.reporting.provenance import data_hash
from brister_analysis.reporting.real_figures import population_is_known, published_count
from brister_analysis.reporting.refused_parts import RefusedPart, placed, refused_parts
from brister_analysis.reporting.region_figure import region_figure
from brister_analysis.reporting.request import ReportRequest
from brister_analysis.reporting.section import Fragment, Head, absent
from brister_analysis.reporting.session import PageSession
from brister_analysis.reporting.side_by_side import SideBySide, Unit, html_table, to_csv
from brister_analysis.reporting.tables_html import download_link, plain_table
from brister_analysis.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

    from brister_analysis.analysis.comparison import Comparison
    from brister_analysis.analysis.protection import DisclosureClass
    from brister_analysis.reporting.compared_tables import RungTables
    from brister_analysis.reporting.real_figures import Counted

SECTIONS = [
    "highlights", "collected", "ladder", "volume", "direction", "target_group", "process_step", "agreement",
    "dialogue", "causes", "breaks", "intervals", "method", "deidentification", "cite", "accessibility",
    "provenance",
]  # fmt: skip
# The tables of a rung: causes are shown cause by cause and, where that is refused, by area of causes.
PARTS = {"dialogue": ("dialogue_held", "answer"), "causes": ("cause", "cause_area")}
# What sets a year apart in every table. Years coded in a group's own names do not set the others apart:
# causes stand side by side in the common codebook only.
LETTERS = {"pandemic": "P", "form": "B"}


def start_comparison(regions: Sequence[str], years: Sequence[int], language: str = "sv") -> ComparisonPage:
    """Return regions side by side with the tools to show them, from the workspace of the current folder.

    Parameters
    ----------
    regions
        Slugs, codes or names; at least two.
    years
        First and last year the reports were received.
    language
        Language of the page.

    Raises
    ------
    UsageError
        Something asked for does not exist.
    """
    workspace = Workspace.find()
    request = ReportRequest(
        "region_comparison",
        language=language,
        regions=tuple(regions),
        years=tuple(years),  # type: ignore[arg-type]
    ).checked(workspace)
    return ComparisonPage(workspace, request, gather_compared(workspace, request))


class ComparisonPage(PageSession):
    """Regions side by side.

    Parameters
    ----------
    workspace, request, compared
        Where, what, and from what.
    """

    def __init__(self, workspace: Workspace, request: ReportRequest, compared: Compared) -> None:
        assert request.years is not None
        first, last = request.years
        period = f"{first}–{last}" if last > first else str(first)
        names = [place.label for place in compared.places.values()]
        synthetic = bool(compared.reports["synthetic"].any())
        context = Context(request.language, listed(names, request.language), period, synthetic, request.place)
        frames = {"reports": compared.reports, "actors": compared.actors, "causes": compared.causes}
        super().__init__(workspace, request, context, SECTIONS, data_hash(frames, {}))
        self.compared, self.regions = compared, dict(zip(compared.places, names, strict=True))
        # What each step shows, for the main points: they are told last.
        self.side_by_side: dict[str, SideBySide] = {}

    @cached_property
    def comparison(self) -> Comparison:
        """What `compare_regions` found."""
        from brister_analysis.analysis.comparison import compare_regions

        assert self.request.years is not None
        first, last = self.request.years
        return compare_regions(
            self.request.regions,
            range(first, last + 1),
            reports=self.compared.reports,
            actors=self.compared.actors,
            causes=self.compared.causes,
            calibrated=self.compared.calibrated,
            workspace=self.workspace,
        )

    @cached_property
    def volume_rows(self) -> tuple[dict[Unit, pd.Series], dict[Unit, pd.Series]]:
        """Protected rows of numbers of reports, and of municipalities that reported, by region and year."""
        return volume.protected_rows(self)

    @cached_property
    def states(self) -> dict[str, str]:
        """For each step whether it is compared, partly or refused: partly where anything is held against it.

        So the head, the table of steps and the sections count alike.
        """
        found = self.comparison.rungs.set_index("rung")["status"].to_dict()
        return {
            str(rung): "partly" if state == "compared" and self.caveats[str(rung)] else str(state)
            for rung, state in found.items()
        }

    @cached_property
    def caveats(self) -> dict[str, list[str]]:
        """For each step, in words, why it is not compared wholly."""
        return {str(row["rung"]): self._caveats(row) for row in self.comparison.rungs.to_dict("records")}

    def _caveats(self, row: Mapping[Any, Any]) -> list[str]:
        say, rung = self.context.say, str(row["rung"])
        if row["status"] == "refused":
            return [say("compared.caveats.nothing")]
        codes = sorted({code for code, _ in _units(row["region_years"])})
        remarks = self.comparison.remarks
        kept = {one.text() for one in remarks if one.kind == "collects" and one.region_code in codes}
        lacks = bool(self.refused(rung)) or (rung == "volume" and bool(volume.refused_rates(self)))
        uncalibrated = any(one.kind == "not_calibrated" and one.region_code in codes for one in remarks)
        found = {
            "differ": len(kept) > 1,
            "one_region": len(codes) == 1,
            "not_calibrated": rung == "causes" and uncalibrated,
            "lacking": lacks,
        }
        region = self.regions[codes[0]]
        return [say(f"compared.caveats.{key}", region=region) for key, holds in found.items() if holds]

    def values(self) -> dict[str, object]:
        """Return what the page's prose takes."""
        rule = self.workspace.settings()["disclosure"]
        return super().values() | {
            "threshold": self.context.number(rule["threshold_detailed"]),
            "regions": self.context.place,
        }

    def head(self) -> Head:
        """Return the page's head; it tells what readers already know before anything here is protected."""
        self._known += shown_by_year(self.workspace, self.compared, self.request.language)
        say, states = self.context.say, list(self.states.values())
        title = say("compared.title", period=self.context.period)
        facts = [
            (self.context.number(len(self.regions)), say("compared.facts.regions")),
        ]
        facts += [
            (self.context.number(states.count(state)), say(f"compared.facts.{state}", all=len(states)))
            for state in ("compared", "partly", "refused")
            if state in states
        ]
        return self.show_head(title, say("compared.lead", regions=self.context.place), facts, [])

    def counted_reports(self) -> tuple[list[Counted], bool]:
        """Return each region's and year's number of reports, and whether any has a population."""
        counted, known = [], False
        for code, place in self.compared.places.items():
            years = [year for one, year in self.compared.units if one == code]
            known = known or population_is_known(code, place.area, years)
            counted += [
                (place.name, code, place.area, year, compared_tables.reports_of(self.compared, (code, year)))
                for year in years
            ]
        return counted, known

    def collects(self) -> Fragment:
        """Return what each region collects, with how much of its place reports."""
        say = self.context.say
        remarks = {one.region_code: one for one in self.comparison.remarks if one.kind == "collects"}
        lines = []
        for code, place in self.compared.places.items():
            years = [year for one, year in self.compared.units if one == code]
            where = say(
                "compared.place",
                place=place.name,
                municipalities=self.context.number(place.municipalities),
                years=placed([(code, year) for year in years], {code: ""}).strip()
                or say("compared.no_years"),
            )
            said = remarks[code].text(self.context.language).partition(": ")[2]
            told = f"{said[:1].upper()}{said[1:]} {where}"
            lines.append(f"<dt>{escape(self.regions[code])}</dt><dd>{escape(told)}</dd>")
        return Fragment(f'<dl class="pairs">{"".join(lines)}</dl>')

    def ladder(self) -> Fragment:
        """Return for each step of the ladder whether it can be compared, and for which regions and years."""
        say = self.context.say
        rows = []
        for row in self.comparison.rungs.to_dict("records"):
            units = _units(row["region_years"])
            state = self.states[str(row["rung"])]
            where = placed(units, self.regions) if state != "refused" else ""
            shown = say(f"compared.states.{state}")
            why = " ".join(self.caveats[str(row["rung"])])
            rows.append([say(f"rungs.{row['rung']}"), shown, where or say("compared.nowhere"), why])
        head = [(say(f"compared.ladder.{key}"), "", False) for key in ("rung", "state", "where", "why")]
        return Fragment(plain_table(say("compared.ladder.caption"), "", head, rows))

    def volume(self) -> Fragment:
        """Return numbers of reports, the municipalities that reported, and rates where there are any."""
        return volume.volume_table(self)

    def funnel(self) -> Fragment:
        """Return the areas within the limits of chance, or why they are not drawn."""
        return funnel_part(self)

    def rung(self, name: str) -> Fragment:
        """Return one step of the ladder: figure and table of what can be compared, then what is refused."""
        own = self.comparison.table[self.comparison.table["rung"] == name]
        shown, refused = [], self.refused(name)
        for part, rows in self._parts(name, own):
            if rows.empty:
                continue
            try:
                table = self._protected(part, rows)
            except CheckRefused:
                say = self.context.say
                why, do = (say(f"refusals.small_number.{key}") for key in ("why", "do"))
                refused.append(RefusedPart(say(f"compared.{part}.caption"), why, do))
                continue
            shown.append(self._side_by_side(part, table))
        return Fragment(
            "".join(part.html for part in shown) + self._refused_table(refused).html,
            tuple(download for part in shown for download in part.downloads),
        )

    def refused(self, rung: str) -> list[RefusedPart]:
        """Return what a step refuses."""
        names = {
            code: label for part in PARTS.get(rung, (rung,)) for code, label in self.labels(part).items()
        }
        names |= catalogue(self.context.language, "comparison")["compared"]["values"]
        own = (self.comparison.refusals, rung, names, self.regions, self.compared.own_names)
        return refused_parts(*own, self.compared.asked, self.context)

    def refused_of_volume(self) -> Fragment:
        """Return which regions and years have no reports, and which have no rate."""
        return self._refused_table([*self.refused("volume"), *volume.refused_rates(self)])

    def break_list(self) -> Fragment:
        """Return what breaks each region's series, in the order of the years."""
        lines = []
        for code, name in self.regions.items():
            own = [one for one in self.comparison.remarks if one.region_code == code and one.year is not None]
            said = "".join(f"<li>{escape(one.text(self.context.language))}</li>" for one in own)
            lines.append(
                f"<h3>{escape(name)}</h3>" + (f"<ul>{said}</ul>" if said else f"<p>{self._no_break()}</p>")
            )
        return Fragment("".join(lines))

    def calibration(self) -> Fragment:
        """Return which groups have not coded the practice cases."""
        names = [
            self.regions[one.region_code]
            for one in self.comparison.remarks
            if one.kind == "not_calibrated" and one.region_code in self.regions
        ]
        if not names:
            return Fragment("")
        said = self.context.say("compared.not_calibrated", regions=listed(names, self.context.language))
        return Fragment(f'<p class="remark">{escape(said)}</p>')

    def highlights(self) -> Fragment:
        """Return the main points, by a reader's questions; called last, since it counts what is hidden."""
        return highlights_compared.comparison_highlights(self)

    def rule(self, *dimensions: str) -> DisclosureClass:
        """Return the disclosure class of counts by these dimensions, region and year."""
        from brister_analysis.analysis.protection import disclosure_class

        return disclosure_class(
            [*dimensions, *compared_tables.WHERE],
            volume.fewest_inhabitants(self.compared),
            min((compared_tables.reports_of(self.compared, unit) for unit in self.compared.units), default=0),
            self.workspace.settings(),
        )

    def marks(self) -> dict[Unit, str]:
        """Return the letters of what sets each region and year apart."""
        found: dict[Unit, str] = {}
        for unit in self.compared.units:
            kinds = {
                one.kind
                for one in self.comparison.remarks
                if one.region_code == unit[0] and one.year in (None, unit[1])
            }
            found[unit] = ", ".join(letter for kind, letter in LETTERS.items() if kind in kinds)
        return found

    def explained(self, marks: dict[Unit, str], units: Sequence[Unit]) -> list[str]:
        """Return what the letters in a table mean."""
        used = {letter for unit in units for letter in marks.get(unit, "").split(", ")}
        return [
            escape(self.context.say(f"compared.letters.{kind}", letter=letter))
            for kind, letter in LETTERS.items()
            if letter in used
        ]

    def labels(self, part: str) -> Mapping[str, str]:
        """Return code to label of a table's values, in their order."""
        from brister_analysis.reference.codebook import codebook
        from brister_analysis.reference.dimensions import dimension

        label = f"label_{self.context.language}"
        if part == "volume":
            return {}
        if part == "cause":
            return _coded(codebook().causes.sort_values("order"), "cause", label)
        if part == "cause_area":
            return _coded(codebook().areas, "area", label)
        if part == "direction":
            named = _coded(dimension("principal"), "code", label)
            together = {f"{OTHER}>{OTHER}": self.context.say("tables.together.label")}
            return {
                f"{one}>{other}": self.context.say(
                    "tables.direction.pair", first=named[one], second=named[other].lower()
                )
                for one in named
                for other in named
            } | together
        if part in ("dialogue_held", "answer"):
            return dict(catalogue(self.context.language, "comparison")["compared"][part]["values"])
        return _coded(dimension(part), "code", label)

    def _parts(self, name: str, own: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
        if name == "dialogue":
            held = own["value"] == "dialogue_held"
            return [("dialogue_held", own[held]), ("answer", own[~held])]
        if name == "causes":
            area = own["value"].isin(self.labels("cause_area"))
            return [("cause", own[~area]), ("cause_area", own[area])]
        return [(name, own)]

    def _protected(self, part: str, rows: pd.DataFrame) -> RungTables:
        table = compared_tables.counted(self.compared, rows, part)
        if part == "direction":
            table = as_shown_before(table, self.shown_tables)
        if part == "dialogue_held":
            table = compared_tables.both_answers(part, table)
        if part == "answer":
            table = compared_tables.answers(self.compared, part, table)
        settings = self.workspace.settings()
        found = compared_tables.protected_rung(self.compared, part, table, settings, self.shown_tables)
        for one in found.parts:
            self.remember(one)
        return found

    def _side_by_side(self, part: str, table: RungTables) -> Fragment:
        frame, dimensions = table.frame, compared_tables.dimensions_of(part)
        values = tuple(">".join(row) for row in frame[dimensions].itertuples(index=False, name=None))
        marks, shown = self.marks(), self.labels(part)
        own = (self.regions, self.context, values, marks, self.published)
        one = SideBySide(part, table, shown, *own)
        self.side_by_side[part] = one
        if not one.shown:
            hidden = self.context.say("tables.all_hidden", rule=table.explain(self.context.language))
            return absent(hidden)
        columns = dict(catalogue(self.context.language, "comparison")["compared"]["file_columns"])
        in_time = columns.pop("share_in_time")
        download = to_csv(one, columns | ({"share_of_reports": in_time} if part == "answer" else {}))
        link = download_link(self.context, download)
        html = html_table(one, [*self.explained(marks, one.units), self.collected(one.units), link])
        return Fragment(region_figure(one).html + html, (download,))

    def _refused_table(self, refused: Sequence[RefusedPart]) -> Fragment:
        if not refused:
            return Fragment("")
        say = self.context.say
        head = [(say(f"compared.refused.{key}"), "", False) for key in ("what", "why", "do")]
        rows = [[one.what, one.why, one.do] for one in refused]
        return Fragment(plain_table(say("compared.refused.caption"), "", head, rows))

    def collected(self, units: Sequence[Unit]) -> str:
        """Return what the regions of a table collect, to stand with its figures."""
        codes = {code for code, _ in units}
        told = [one for one in self.comparison.remarks if one.kind == "collects" and one.region_code in codes]
        remarks = " ".join(one.text(self.context.language) for one in told)
        key = "differ" if len(codes) > 1 else "collects"
        return escape(self.context.say(f"compared.{key}", remarks=remarks))

    @cached_property
    def published(self) -> dict[Unit, int]:
        """Numbers of reports that others have published, where the made-up reports are as many."""
        stated = {
            (code, year): (published_count(code, area, year, self.context.language), count)
            for _, code, area, year, count in self.counted_reports()[0]
        }
        return {unit: count for unit, (found, count) in stated.items() if found and found[0] == count}

    def _no_break(self) -> str:
        return escape(self.context.say("compared.no_break"))


def _units(region_years: str) -> list[Unit]:
    return [(one.split()[0], int(one.split()[1])) for one in region_years.split("; ") if one]


def _coded(listed: pd.DataFrame, code: str, label: str) -> dict[str, str]:
    return dict(zip(listed[code].astype(str), listed[label].astype(str), strict=True))
