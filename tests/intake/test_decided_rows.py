"""Files of decisions come back whichever way a spreadsheet program saved them."""

from __future__ import annotations

import pytest

from brister_analysis.errors import DataError
from brister_analysis.intake.decided_rows import decided_rows

ROWS = [
    (2, {"report_id": "skane-2023-001", "reason": "duplicate", "note": "Samma som 2, å ä ö"}),
    (4, {"report_id": "skane-2023-004", "reason": "other", "note": ""}),
]
PLAIN = 'report_id,reason,note\nskane-2023-001,duplicate,"Samma som 2, å ä ö"\n\nskane-2023-004,other,\n'
SAVED = {
    "as written": PLAIN.encode(),
    "with a byte order mark and Windows line ends": PLAIN.replace("\n", "\r\n").encode("utf-8-sig"),
    "by Swedish Excel, as CSV": (
        "report_id;reason;note\r\n"
        "skane-2023-001;duplicate;Samma som 2, å ä ö\r\n;;\r\nskane-2023-004;other;\r\n"
    ).encode("cp1252"),
    "by Swedish Excel, opened as one column": (
        "report_id,reason,note\r\n"
        '"skane-2023-001,duplicate,""Samma som 2, å ä ö"""\r\n\r\nskane-2023-004,other,\r\n'
    ).encode("cp1252"),
    "by Swedish Excel, a row added beside one column": (
        "report_id,reason,note;;\r\n"
        '"skane-2023-001,duplicate,""Samma som 2, å ä ö""";;\r\n;;\r\nskane-2023-004;other;\r\n'
    ).encode("cp1252"),
    "as Unicode text": PLAIN.replace(',"Samma som 2, å ä ö"', "\tSamma som 2, å ä ö")
    .replace(",", "\t")
    .replace("som 2\t", "som 2,")
    .encode("utf-16"),
}


@pytest.mark.parametrize("way", SAVED)
def test_rows_come_back_however_they_were_saved(tmp_path, way):
    path = tmp_path / "rejected.csv"
    path.write_bytes(SAVED[way])
    assert decided_rows(path, ("report_id", "reason")) == ROWS


def test_an_empty_file_holds_no_decision(tmp_path):
    (tmp_path / "rejected.csv").write_bytes(b"\xef\xbb\xbf\r\n")
    assert decided_rows(tmp_path / "rejected.csv", ("report_id",)) == []


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"nummer;orsak\r\nOrvar Planterad;x\r\n", "columns"),
        (b"PK\x03\x04 Orvar Planterad", "binary"),
    ],
)
def test_what_is_no_such_table_is_told_and_not_used(tmp_path, content, key):
    path = tmp_path / "rejected.csv"
    path.write_bytes(content)
    with pytest.raises(DataError, match=r"^rejected\.csv: ") as raised:
        decided_rows(path, ("report_id",))
    assert [fault.key for fault in raised.value.faults] == [f"files.{key}"]
    assert "Orvar" not in str(raised.value)
