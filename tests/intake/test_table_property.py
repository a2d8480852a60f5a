"""Whatever stands in the cells and however they are written, they are read back right or refused."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from brister_analysis.intake.answers import is_missing
from brister_analysis.intake.forms import FormRecord
from brister_analysis.intake.listed import split_values
from brister_analysis.intake.table_file import read_table
from brister_analysis.intake.table_rows import table_words
from brister_analysis.intake.word_text import clean
from brister_analysis.reference.profiles import load_profile
from tests.intake.table_files import VASTRA_GOTALAND, row_of, write_xlsx

WEST = load_profile("vastra-gotaland")
FREE = {
    "Händelse": "description",
    "Åtgärd": "measures",
    "Konsekvens": "consequence",
    "Uppföljning": "follow_up",
}
STEADY = settings(
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

cells = st.lists(
    st.sampled_from(
        ["a", "Å", "ö", "é", "1", " ", ";", ",", "\t", "|", '"', "'", "\\", "\n", "\r\n", '""', "''", "ord"]
    ),
    max_size=6,
).map("".join)
tables = st.lists(st.lists(cells, min_size=4, max_size=4), min_size=1, max_size=5)
dialects = st.fixed_dictionaries(
    {
        "delimiter": st.sampled_from(";,\t|"),
        "lineterminator": st.sampled_from(["\r\n", "\n", "\r"]),
        "marks": st.sampled_from(
            [
                {"quotechar": '"', "quoting": csv.QUOTE_MINIMAL},
                {"quotechar": '"', "quoting": csv.QUOTE_ALL},
                {"quotechar": '"', "quoting": csv.QUOTE_NONNUMERIC},
                {"quotechar": "'", "quoting": csv.QUOTE_MINIMAL},
                {"quotechar": "'", "quoting": csv.QUOTE_ALL},
                {"quotechar": '"', "quoting": csv.QUOTE_MINIMAL, "doublequote": False, "escapechar": "\\"},
                {"quotechar": '"', "quoting": csv.QUOTE_ALL, "doublequote": False, "escapechar": "\\"},
                {"quotechar": "'", "quoting": csv.QUOTE_ALL, "doublequote": False, "escapechar": "\\"},
                {"quoting": csv.QUOTE_NONE, "escapechar": "\\", "quotechar": '"'},
            ]
        ),
    }
)
encodings = st.sampled_from(
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman", "cp850"]
)


def rows_of(table: list[list[str]]) -> list[list[str]]:
    rows = [row_of(VASTRA_GOTALAND, **dict(zip(FREE, row, strict=True))) for row in table]
    return [[f"2023-{at}", *row[1:]] for at, row in enumerate(rows)]


def written(table: list[list[str]], dialect: dict) -> str:
    """Write a table as programs do: a cell with any kind of line break is marked, whatever ends the rows."""
    lines = []
    for row in [list(VASTRA_GOTALAND), *rows_of(table)]:
        stream = io.StringIO()
        options = {"delimiter": dialect["delimiter"], "lineterminator": "\r\n", **dialect["marks"]}
        csv.writer(stream, **options).writerow(row)
        lines.append(stream.getvalue().removesuffix("\r\n") + dialect["lineterminator"])
    return "".join(lines)


def expected(row: list[str]) -> dict[str, str]:
    named = zip(FREE.values(), map(clean, row), strict=True)
    return {column: cell for column, cell in named if not is_missing(cell)}


def free(record: FormRecord) -> dict[str, str]:
    return {column: cell for column, cell in record.texts.items() if column in FREE.values()}


@settings(STEADY, max_examples=120)
@given(table=tables, dialect=dialects, encoding=encodings)
def test_cells_are_read_back_right_or_refused(
    table: list[list[str]], dialect: dict, encoding: str, tmp_path: Path
) -> None:
    if dialect["marks"]["quotechar"] == "'":
        # A cell that looks quoted as usual is taken to be so: nothing in the file tells otherwise.
        assume(not any(re.fullmatch(r'\s*"(?:[^"]|"")*"\s*', cell) for row in table for cell in row))
    try:
        text = written(table, dialect)
    except csv.Error:
        assume(False)
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding))
    by_case = {f"2023-{at}": row for at, row in enumerate(table)}
    read = read_table(path, WEST, 2023)
    for record in read:
        if record.readable:
            assert free(record) == expected(by_case[record.case_number])
        else:
            assert record.faults
    numbers = [record.case_number for record in read if record.readable]
    assert len(set(numbers)) == len(numbers)


@settings(STEADY, max_examples=60)
@given(
    table=tables,
    delimiter=st.sampled_from(";,\t|"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_what_spreadsheet_programs_write_is_read_whole(
    table: list[list[str]], delimiter: str, quoting: int, tmp_path: Path
) -> None:
    plain = [[cell.replace("'", "").replace("\\", "") for cell in row] for row in table]
    marks = {"quotechar": '"', "quoting": quoting}
    path = tmp_path / "a.csv"
    path.write_bytes(
        written(plain, {"delimiter": delimiter, "lineterminator": "\r\n", "marks": marks}).encode("cp1252")
    )
    assert [free(one) for one in read_table(path, WEST, 2023)] == list(map(expected, plain))


@settings(STEADY, max_examples=25)
@given(table=tables)
def test_a_spreadsheet_says_the_same_as_the_text_file(table: list[list[str]], tmp_path: Path) -> None:
    plain = [[cell.replace("\r", "") for cell in row] for row in table]
    path = write_xlsx(tmp_path / "a.xlsx", [list(VASTRA_GOTALAND), *rows_of(plain)])
    assert [free(one) for one in read_table(path, WEST, 2023)] == list(map(expected, plain))


@settings(STEADY, max_examples=40)
@given(table=tables, order=st.randoms())
def test_the_order_of_rows_changes_the_order_of_records_only(
    table: list[list[str]], order: object, tmp_path: Path
) -> None:
    rows = rows_of([[cell.replace("'", "").replace("\\", "") for cell in row] for row in table])

    def read(ordered: list[list[str]]) -> dict[str, tuple]:
        stream = io.StringIO()
        csv.writer(stream, delimiter=";").writerows([list(VASTRA_GOTALAND), *ordered])
        (tmp_path / "a.csv").write_bytes(stream.getvalue().encode())
        records = read_table(tmp_path / "a.csv", WEST, 2023)
        assert [one.case_number for one in records] == [row[0] for row in ordered]
        return {one.case_number: (one.texts, one.values, one.actors, one.missing) for one in records}

    shuffled = list(rows)
    order.shuffle(shuffled)
    assert read(shuffled) == read(rows)


@settings(STEADY, max_examples=80)
@given(content=st.binary(max_size=300))
def test_any_bytes_are_told(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    (record,) = read_table(tmp_path / "a.csv", WEST, 2023)
    assert not record.readable
    assert record.faults


CODES = {
    "kommunikation/information": "1",
    "SIP": "2",
    "rutiner": "3",
    "helhetssyn": "4",
    "kompetens och förståelse": "5",
}


@settings(STEADY, max_examples=200)
@given(
    labels=st.lists(st.sampled_from(sorted(CODES)), unique=True),
    separators=st.lists(st.sampled_from(table_words()["separators"]), min_size=5, max_size=5),
    spaced=st.booleans(),
)
def test_several_values_in_a_cell_with_any_separator(
    labels: list[str], separators: list[str], spaced: bool
) -> None:
    cell = "".join(
        label + (f" {between} " if spaced and between.strip() else between)
        for label, between in zip(labels, separators, strict=False)
    )
    found, unknown = split_values(cell.upper(), CODES)
    assert (found, unknown) == ([CODES[label] for label in labels], [])


@pytest.mark.parametrize("between", table_words()["separators"])
def test_what_is_no_value_is_kept(between: str) -> None:
    assert split_values(f"rutiner{between}något{between}SIP", CODES) == (["3", "2"], ["något"])
