"""From a native label to the harmonised causes, by a table in the SSSOM format."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pandas as pd

from brister_analysis.errors import DataError, Fault, UsageError, shape_of
from brister_analysis.reference.codebook import codebook
from brister_analysis.reference.schemes import schemes
from brister_analysis.reference.spelling import key, nearest
from brister_analysis.reference.tables import DATA, checked, read_text_table

HARMONISED = "harmonised"
NO_TERM = "sssom:NoTermFound"
# As in SKOS the word is about the cause seen from the label: "narrow" says that the label holds narrower
# causes.
_RELATIONS = {
    "skos:exactMatch": "exact",
    "skos:broadMatch": "broad",
    "skos:narrowMatch": "narrow",
    "skos:relatedMatch": "related",
}


def crosswalk() -> pd.DataFrame:
    """Return how each native label relates to the harmonised causes.

    Returns
    -------
    pandas.DataFrame
        The columns of the SSSOM table: ``subject_id``, ``subject_label``, ``predicate_id``, ``object_id``,
        ``object_label``, ``mapping_justification``, ``comment``; and ``scheme``, ``label`` (missing where a
        cause has no label in the scheme), ``cause`` (missing where a label has no cause), ``relation``, named
        as in SKOS: exact (the same), broad (the cause is broader than the label), narrow (the cause is one of
        several that the label holds), related (about the same), none; in the order of the file.
    """
    return _crosswalk().copy()


@cache
def _crosswalk() -> pd.DataFrame:
    content = DATA.joinpath("crosswalk.sssom.tsv").read_text(encoding="utf-8")
    table = "".join(line for line in content.splitlines(keepends=True) if not line.startswith("#"))
    frame = checked(read_text_table(table, separator="\t"), "crosswalk")
    missing = (frame["subject_id"] == NO_TERM) | (frame["object_id"] == NO_TERM)
    frame["scheme"] = frame["subject_source"].str.removeprefix("scheme:")
    frame["label"] = frame["subject_label"]
    frame["cause"] = frame["object_id"].str.removeprefix("cause:").where(frame["object_id"] != NO_TERM)
    frame["relation"] = frame["predicate_id"].map(_RELATIONS).mask(missing, "none").astype("str")
    return frame.drop(columns="subject_source")


def to_harmonised(scheme: str, labels: Iterable[str]) -> pd.DataFrame:
    """Return the harmonised causes of native labels.

    Parameters
    ----------
    scheme
        Id of a native scheme, or ``"harmonised"`` when the labels are cause codes or the codebook's own
        labels.
    labels
        As printed; case and spacing do not matter. A label given twice is answered once.

    Returns
    -------
    pandas.DataFrame
        ``label`` (as given), ``cause`` (missing where the label stands for no cause), ``relation`` (as in
        `crosswalk`), ``split`` (False where a label holds several causes that cannot be told apart
        afterwards); a row for each label and cause, labels in the order given, causes in the order of the
        crosswalk.

    Raises
    ------
    UsageError
        There is no such scheme.
    DataError
        A label is not in the scheme; all of them at once.

    Notes
    -----
    Where ``split`` is False the rows name what the label may mean: a report must not be counted once
    for each of them. `counted_as` gives what such a report counts as.
    """
    known = scheme_targets(scheme)
    wanted = list(dict.fromkeys(labels))
    strange = [label for label in wanted if key(str(label)) not in known]
    if strange:
        allowed = tuple(schemes().query("scheme == @scheme")["label"])
        if scheme == HARMONISED:
            allowed = tuple(codebook().causes["cause"])
        raise DataError(
            Fault("reference.label.unknown", (scheme,), shape_of(label), allowed) for label in strange
        )
    rows = [
        (label, cause, relation, len(known[key(str(label))]) == 1)
        for label in wanted
        for cause, relation in known[key(str(label))]
    ]
    frame = pd.DataFrame(rows, columns=["label", "cause", "relation", "split"])
    return frame.astype({"label": "str", "cause": "str", "relation": "str", "split": "bool"})


@cache
def scheme_targets(scheme: str) -> dict[str, list[tuple[str | None, str]]]:
    """Return {key of a label: [(cause or None, relation)]} of one scheme.

    Raises
    ------
    UsageError
        There is no such scheme; the message gives the nearest.
    """
    found: dict[str, list[tuple[str | None, str]]] = {}
    if scheme == HARMONISED:
        for row in codebook().causes.itertuples():
            for spelling in (row.cause, row.label_sv, row.label_en):
                found[key(str(spelling))] = [(str(row.cause), "exact")]
        return found
    table = _crosswalk()
    names = [*table["scheme"].unique(), HARMONISED]
    if scheme not in names:
        near = tuple(nearest(scheme, names))
        raise UsageError(Fault("reference.scheme.unknown", allowed=tuple(names), nearest=near))
    for row in table[(table["scheme"] == scheme) & table["label"].notna()].itertuples():
        cause = row.cause if isinstance(row.cause, str) else None
        found.setdefault(key(str(row.label)), []).append((cause, str(row.relation)))
    return found


def counted_as(scheme: str, labels: Iterable[str]) -> pd.DataFrame:
    """Return what one report with a label counts as, once for each label: many-to-one counts a report once.

    Parameters
    ----------
    scheme, labels
        As in `to_harmonised`.

    Returns
    -------
    pandas.DataFrame
        ``label`` (as given), ``cause`` (missing where the label cannot be split, or stands for several causes
        or none), ``cause_area`` (missing where the causes lie in several areas, or there is none),
        ``relation``; one row a label.

    Notes
    -----
    Two labels may count as the same cause: drop duplicates of report and cause before counting reports.
    """
    targets = to_harmonised(scheme, labels)
    area_of = dict(zip(codebook().causes["cause"], codebook().causes["area"], strict=True))
    rows = []
    for label, found in targets.groupby("label", sort=False):
        areas = found["cause"].map(area_of).dropna().unique()
        one = len(found) == 1 and bool(found["split"].all())
        cause = found["cause"].iloc[0] if one else None
        rows.append((label, cause, areas[0] if len(areas) == 1 else None, found["relation"].iloc[0]))
    return pd.DataFrame(rows, columns=["label", "cause", "cause_area", "relation"], dtype="str")
