"""A protocol folder as a workbook, and proof that nothing got lost on the way."""

from __future__ import annotations

from exchange.content import Content
from exchange.sheets.cells import CellError
from exchange.sheets.reading import read_workbook
from exchange.sheets.writing import write_workbook


def export_workbook(content: Content, version: str) -> bytes:
    """The workbook of a protocol's content, read back and compared before it is handed out.

    Raises:
        CellError: something of it would not come back from the workbook as it is.
    """
    data = write_workbook(content, version)
    there = read_workbook(data).content
    lost = sorted(path for path in {*content.files, *there.files} if content.files.get(path) != there.files.get(path))
    if lost or dict(there.comments) != dict(content.comments):
        raise CellError(f"isi {', '.join(lost) or 'catatan penyusun'} tidak muat di lembar kerja")
    return data
