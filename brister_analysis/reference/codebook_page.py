"""Print the codebook, its rules, the schemes and the crosswalk for people: ``docs/codebook.md``.

Run ``python -m brister_analysis.reference.codebook_page`` after a change of the data: a test holds the page
to it.
"""

from __future__ import annotations

from pathlib import Path

from brister_analysis.language import text
from brister_analysis.reference.codebook import codebook
from brister_analysis.reference.crosswalk import counted_as, crosswalk
from brister_analysis.reference.schemes import scheme_coverage, schemes
from brister_analysis.reference.tables import load_toml

PAGE = Path(__file__).parents[2] / "docs" / "codebook.md"
_SIGNS = {"exact": "=", "broad": "<", "narrow": ">", "related": "~", "none": "–"}
_LEGEND = """\
Labels are kept as their source prints them; the harmonised cause is derived and never written over them. `=`
the same, `<` the label is narrower than the cause, `>` the label holds several causes that cannot be told
apart afterwards, `~` about the same, `–` none. *Counts as* is what one report with the label adds one to. The
table itself, in the Simple Standard for Sharing Ontological Mappings, is
`brister_analysis/reference/data/crosswalk.sssom.tsv`."""


def codebook_page() -> str:
    """Return the page in Markdown, Swedish beside English."""
    made = "Made from the files in `brister_analysis/reference/data`: change those, not this page."
    return "\n\n".join(["# Codebook", made, *_causes(), *_rules(), *_schemes(), *_coverage()]) + "\n"


def _causes() -> list[str]:
    book = codebook()
    causes = book.causes.fillna({"area": ""}).to_dict("records")
    parts = [
        f"## Causes (version {book.version})",
        f"{text('reference.codebook.proposal', 'sv')} *{text('reference.codebook.proposal', 'en')}*",
        "A report gets every cause its text shows. `unclear` stands alone.",
    ]
    for area in [*book.areas.to_dict("records"), None]:
        if area is None:
            parts.append("### Utan område / No area")
        else:
            parts.append(f"### {area['label_sv']} / {area['label_en']} (`{area['area']}`)")
            parts.append(f"{area['definition_sv']} *{area['definition_en']}*")
        columns = ("label_sv", "definition_sv", "label_en", "definition_en")
        rows = [
            (f"`{row['cause']}`", *(row[column] for column in columns))
            for row in causes
            if row["area"] == (area["area"] if area else "")
        ]
        parts.append(_table(("code", "etikett", "betydelse", "label", "meaning"), rows))
    return parts


def _rules() -> list[str]:
    rows = [
        (row["rule"], row["text_sv"], row["text_en"], _codes(row["causes"].split("; ")))
        for row in codebook().rules.to_dict("records")
    ]
    return ["## Decision rules", _table(("", "regel", "rule", "causes"), rows)]


def _schemes() -> list[str]:
    parts = ["## Native schemes and crosswalk", _LEGEND]
    links, labels = crosswalk().fillna({"comment": ""}), schemes().fillna("")
    for scheme in load_toml("schemes")["scheme"]:
        years = ", ".join(str(year) for year in scheme["years"]) or "–"
        place = " ".join(filter(None, (scheme.get("region_code"), scheme.get("area")))) or "–"
        parts.append(f"### `{scheme['id']}`: {scheme['title_sv']}")
        parts.append(f"{scheme['remark_sv']} *{scheme['remark_en']}* Region: {place}. Years: {years}.")
        own = labels[labels["scheme"] == scheme["id"]]
        counts = counted_as(scheme["id"], own["label"]).fillna("").to_dict("records")
        rows = []
        for label, counted in zip(own.to_dict("records"), counts, strict=True):
            link = links[(links["scheme"] == scheme["id"]) & (links["label"] == label["label"])]
            causes = list(link["cause"].dropna())
            unit = counted["cause"] or counted["cause_area"]
            adds_to = _codes([unit]) if unit else "the label only" if causes else ""
            said = (
                f"{label['remark_sv']} *{label['remark_en']}*"
                if label["remark_sv"]
                else link["comment"].iloc[0]
            )
            rows.append((label["label"], _SIGNS[counted["relation"]], _codes(causes), adds_to, said))
        parts.append(_table(("label", "", "causes", "counts as", "remark"), rows))
    return parts


def _coverage() -> list[str]:
    table = scheme_coverage()
    gaps = table[table["status"] != "collected"].astype("str").fillna("–").replace("<NA>", "–")
    gaps["place"] = gaps["area"].where(gaps["area"] != "–", gaps["region_code"])
    gaps["status"] = gaps["status"].str.replace("_", " ")
    key = ["scheme", "place", "year", "status"]
    rows = [
        ("all labels" if place[0] == "–" else ", ".join(group["label"]), *place)
        for place, group in gaps.groupby(key, sort=False)
    ]
    return [
        "## Not counted, or not known",
        "A label named here has no number for that year. That is not zero.",
        _table(("labels", *key), rows),
    ]


def _codes(codes: list[str]) -> str:
    return ", ".join(f"`{code}`" for code in codes)


def _table(heads: tuple[str, ...], rows: list[tuple]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)


if __name__ == "__main__":
    PAGE.write_text(codebook_page(), encoding="utf-8", newline="\n")
