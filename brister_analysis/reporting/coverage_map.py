"""A map and a table of where reports can be made: never where deficiencies are, and never who reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from brister_analysis.language import format_number, listed, text
from brister_analysis.reference.outlines import corners, municipality_outlines
from brister_analysis.reference.places import areas, municipalities, region
from brister_analysis.reporting.figures import INK, LINE
from brister_analysis.reporting.tables_html import plain_table

# Everything the map measures is in the steps of its outlines, half a kilometre.
SIDE, RADIUS, NUMBER_SIZE, LEADER = 190, 52, 66, 100
BORDER = "#6b7a83"
COLUMNS = ("place", "county", "years", "count", "names")


@dataclass(frozen=True)
class Place:
    """An area or region with pages: those who work in its municipalities can report.

    Parameters
    ----------
    name, county
        As printed: "Nordvästra Skåne", "Skåne län".
    years
        Years with a page, oldest first.
    codes, names
        Its municipalities in the order of the alphabet.
    """

    name: str
    county: str
    years: tuple[int, ...]
    codes: tuple[str, ...]
    names: tuple[str, ...]


def place(region_slug: str, place_slug: str, years: Sequence[int]) -> Place:
    """Return the place of a page, by the slug of its region and of its area (the region's own for a whole
    region)."""
    found, listed = region(region_slug), municipalities()
    if place_slug == region_slug:
        name, own = found.name, listed[listed["region_code"] == found.code]
    else:
        area = areas().query("region_code == @found.code and area == @place_slug")
        name = str(area["area_name"].iloc[0])
        own = listed[listed["municipality_code"].isin(area["municipality_code"])]
    own = own.sort_values("municipality", key=lambda names: names.map(_alphabetic))
    codes, names = own["municipality_code"], own["municipality"]
    return Place(name, found.county, tuple(sorted(set(years))), tuple(codes), tuple(names))


def coverage_figure(places: Sequence[Place], language: str, made_up: bool = False) -> str:
    """Return the map as a figure with its description in words; where the compilations are made up it says
    what could be."""
    covered = sorted({code for one in places for code in one.codes})
    total = len(municipality_outlines())
    counts = {
        "covered": format_number(len(covered), language=language),
        "all": format_number(total, language=language),
    }
    parts = [text("site.map.part", language, name=one.name, municipalities=len(one.codes)) for one in places]
    message = text("site.map.message_made_up" if made_up else "site.map.message", language, **counts)
    words = [
        text("site.map.words", language, number=number, name=one.name, names=listed(one.names, language))
        for number, one in enumerate(places, start=1)
    ]
    key = "".join(f"<li>{escape(part)}</li>" for part in parts)
    shown = "".join(f"<li>{escape(sentence)}</li>" for sentence in words)
    return (
        f'<figure class="map"><figcaption><span class="message">{escape(message)}</span>'
        f'<span class="what">{escape(text("site.map.what", language))}</span></figcaption>'
        f"{_svg(places, set(covered), _alt(message, parts))}"
        f'<ol class="key">{key}</ol>'
        f'<p class="under">{escape(text("site.map.signs", language))}</p>'
        f'<details class="words"><summary>{escape(text("page.figure.words", language))}</summary>'
        f"<ul>{shown}</ul></details></figure>"
    )


def coverage_table(places: Sequence[Place], language: str) -> str:
    """Return the same as a table: each place with its municipalities by name."""
    head = [(text(f"site.map.columns.{key}", language), "", key == "count") for key in COLUMNS]
    body = [
        [
            f"{number} {one.name}",
            one.county,
            _span(one.years),
            format_number(len(one.codes), language=language),
            ", ".join(one.names),
        ]
        for number, one in enumerate(places, start=1)
    ]
    caption = text("site.map.caption", language)
    return plain_table(caption, text("site.map.caption_what", language), head, body)


def _alt(message: str, parts: Sequence[str]) -> str:
    """Return the message and as many of the places as 150 characters hold."""
    alt = f"{message}."
    for part in parts:
        if len(alt) + len(part) + 2 > 150:
            break
        alt += f" {part}."
    return alt


def _svg(places: Sequence[Place], covered: set[str], alt: str) -> str:
    outlines = municipality_outlines()
    paths = dict(zip(outlines["municipality_code"], outlines["path"], strict=True))
    spread = [corner for path in paths.values() for corner in corners(path)]
    width, height = max(x for x, _ in spread), max(y for _, y in spread)
    others = "".join(path for code, path in paths.items() if code not in covered)
    own = "".join(path for code, path in paths.items() if code in covered)
    hatch = (
        '<pattern id="map-hatch" width="16" height="16" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><path d="M0 0h16v16h-16z" style="fill: {LINE}"/>'
        '<path d="M0 4h16" style="stroke: #ffffff; stroke-width: 3"/></pattern>'
    )
    marks, lowest = _marks(places, paths, spread)
    box = f"{-SIDE} -10 {width + 2 * SIDE} {max(height, lowest) + 20}"
    return (
        f'<svg class="map" viewBox="{box}" role="img" aria-label="{escape(alt)}" focusable="false">'
        f"<defs>{hatch}</defs>"
        f'<path d="{others}" style="fill: #ffffff; stroke: {BORDER}; stroke-width: 2.5"/>'
        f'<path d="{own}" style="fill: url(#map-hatch); stroke: {INK}; stroke-width: 4"/>{marks}</svg>'
    )


def _marks(
    places: Sequence[Place], paths: dict[str, str], spread: Sequence[tuple[int, int]]
) -> tuple[str, int]:
    """Return each place's number in a circle beside the country, with a line to the place, and how far down
    they go."""
    taken: dict[bool, list[float]] = {True: [], False: []}
    drawn = []
    centres = []
    for one in places:
        own = [corner for code in one.codes for corner in corners(paths[code])]
        centres.append(tuple(sum(values) / len(own) for values in zip(*own, strict=True)))
    # From the north, so that a number that has to give way moves south and few lines cross.
    for number in sorted(range(len(places)), key=lambda place: centres[place][1]):
        x, y = centres[number]
        beside = [corner_x for corner_x, corner_y in spread if abs(corner_y - y) < LEADER]
        left = x - min(beside) <= max(beside) - x
        at_x = min(beside) - LEADER if left else max(beside) + LEADER
        at_y = y
        while any(abs(at_y - other) < 2.4 * RADIUS for other in taken[left]):
            at_y += RADIUS
        taken[left].append(at_y)
        drawn.append(
            f'<path d="M{at_x:.0f} {at_y:.0f}L{x:.0f} {y:.0f}" style="stroke: {INK}; stroke-width: 5"/>'
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="11" style="fill: {INK}"/>'
            f'<circle cx="{at_x:.0f}" cy="{at_y:.0f}" r="{RADIUS}" '
            f'style="fill: #ffffff; stroke: {INK}; stroke-width: 6"/>'
            f'<text x="{at_x:.0f}" y="{at_y + NUMBER_SIZE * 0.35:.0f}" text-anchor="middle" '
            f'style="fill: {INK}; font-size: {NUMBER_SIZE}px; font-weight: 650">{number + 1}</text>'
        )
    lowest = max((at for side in taken.values() for at in side), default=0.0)
    return "".join(drawn), round(lowest) + RADIUS


def _span(years: Sequence[int]) -> str:
    """Write years as a span where none is missing, else one by one."""
    whole = len(years) > 1 and years[-1] - years[0] == len(years) - 1
    return f"{years[0]}–{years[-1]}" if whole else ", ".join(map(str, years))


def _alphabetic(name: str) -> str:
    """Return a name as it is sorted in Swedish: å, ä and ö last, whatever the machine's locale."""
    return name.lower().translate(str.maketrans("åäöé", "{|}e"))
