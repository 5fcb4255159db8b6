"""The form's sheets as an XLSX file."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from exchange.field_form.form import Form
from exchange.field_form.rows import Row


def form_workbook(form: Form) -> bytes:
    """The XLSForm, each cell a text."""
    from openpyxl import Workbook  # noqa: PLC0415 - only when it is asked for
    from openpyxl.worksheet.worksheet import Worksheet  # noqa: PLC0415

    book = Workbook()
    book.remove(book.worksheets[0])
    sheets: tuple[tuple[str, Sequence[Row]], ...] = (
        ("survey", form.survey),
        ("choices", form.choices),
        ("settings", [form.settings]),
    )
    for title, rows in sheets:
        sheet: Worksheet = book.create_sheet(title)
        columns = list(dict.fromkeys(name for row in rows for name in row))
        sheet.append(columns)
        for row in rows:
            sheet.append([row.get(name) for name in columns])
        for cells in sheet.iter_rows():
            for cell in cells:
                # No program makes a formula or a number of it.
                cell.number_format = "@"
                if cell.value is not None:
                    cell.data_type = "s"
    out = BytesIO()
    book.save(out)
    return out.getvalue()
