"""A page printed by a browser: tagged, in its language, with nothing of the machine or the time in it."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from brister_analysis.errors import ReportError
from brister_analysis.reporting import printing
from brister_analysis.reporting.printing import find_browser, pdf, without_chance

printable = pytest.mark.skipif(find_browser() is None, reason="no Chromium, Chrome or Edge to print with")
FILE = "Låt /CreationDate (D:20261123033105+01'00') och /ModDate (D:20261123033105+01'00') /ID [<0aF1> <22>]"


@pytest.fixture(scope="module")
def printed(yearly):
    return pdf(yearly[0])


@printable
def test_the_file_is_tagged_titled_and_in_its_language(printed):
    root = PdfReader(io.BytesIO(printed)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "sv"


@printable
def test_the_file_says_what_it_is_and_nothing_of_the_machine(printed):
    reader = PdfReader(io.BytesIO(printed))
    assert reader.metadata.title == "Påhittat: Kommunikationen brister oftast"
    assert reader.metadata.creator.strip() == "brister"
    said = "".join(page.extract_text() for page in reader.pages)
    addresses = [
        str(one.get_object().get("/A", {}).get("/URI", ""))
        for page in reader.pages
        for one in page.get("/Annots") or []
    ]
    assert "file:" not in said
    assert [one for one in addresses if one.startswith("file:")] == []


@printable
def test_every_sheet_has_its_number(printed):
    pages = PdfReader(io.BytesIO(printed)).pages
    assert [f"{n} / {len(pages)}" in page.extract_text() for n, page in enumerate(pages, start=1)] == [
        True
    ] * len(pages)
    assert all(round(float(side)) == mm for side, mm in zip(pages[0].mediabox[2:], (595, 842), strict=True))


@printable
def test_two_runs_give_the_same_bytes(yearly, printed):
    assert pdf(yearly[0]) == printed


def test_dates_and_numbers_are_fixed_without_moving_a_byte():
    fixed = without_chance(FILE.encode())
    assert len(fixed) == len(FILE.encode())
    assert fixed.decode() == (
        "Låt /CreationDate (D:20190101000000+00'00') och /ModDate (D:20190101000000+00'00') /ID [<0000> <00>]"
    )


def test_without_a_browser_it_says_how_to_print_by_hand(monkeypatch):
    monkeypatch.setattr(printing, "find_browser", lambda: None)
    with pytest.raises(ReportError) as refused:
        pdf("<html></html>")
    assert "Spara som PDF" in str(refused.value)


def test_a_browser_that_prints_nothing_is_told(monkeypatch, tmp_path):
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(printing, "find_browser", lambda: broken)
    with pytest.raises(ReportError) as refused:
        pdf("<html></html>")
    assert refused.value.faults[0].key == "documents.pdf.failed"


def test_browsers_are_looked_for_where_windows_and_macos_have_them(monkeypatch, tmp_path):
    monkeypatch.setattr(printing.shutil, "which", lambda name: None)
    for variable in printing._WINDOWS_FOLDERS:
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(printing.sys, "platform", "win32")
    monkeypatch.setenv("PROGRAMFILES(X86)", str(tmp_path))
    edge = tmp_path / "Microsoft" / "Edge" / "Application" / "msedge.exe"
    edge.parent.mkdir(parents=True)
    assert find_browser() is None
    edge.touch()
    assert find_browser() == edge
