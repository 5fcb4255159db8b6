"""A version as a clinician would make it: red from another age on, in few cards so that it is quickly proven."""

import base64
import copy
from functools import cache
from typing import Any

from exchange.content import Content, load_content
from exchange.sheets.export import export_workbook
from tests.exchange.sheets.workbooks import CARD, small

FILE = f"cards/{CARD}.yaml"


@cache
def content_from(years: int) -> Content:
    """The few cards with chest pain red from `years` on; its example with it."""
    files: Any = copy.deepcopy(dict(small()[1].files))
    row = next(row for row in files[FILE]["determinants"] if row["id"] == "ND-M1")
    row["context"]["usia"] = f">={years}"
    row["example"]["context"]["usia"] = str(years)
    return Content(files, small()[1].comments)


@cache
def version_from(years: int) -> str:
    return load_content(content_from(years)).version


@cache
def workbook_from(years: int) -> str:
    """As an upload carries it."""
    return base64.b64encode(export_workbook(content_from(years), version_from(years))).decode()
