"""Office files with the same bytes each time: a zip without the time of writing."""

from __future__ import annotations

import io
import re
import zipfile

FIXED_TIME = (2019, 1, 1, 0, 0, 0)
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def fixed_package(content: bytes) -> bytes:
    """Return an xlsx or docx file with fixed times, uncompressed, since compression differs between builds of
    zlib.
    """
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as read,
        zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as written,
    ):
        for name in read.namelist():
            part = read.read(name)
            if name == "docProps/core.xml":
                part = _STAMP.sub(rb"\g<1>2019-01-01T00:00:00Z", part)
            entry = zipfile.ZipInfo(name, FIXED_TIME)
            entry.create_system, entry.external_attr = 0, 0
            written.writestr(entry, part)
    return out.getvalue()
