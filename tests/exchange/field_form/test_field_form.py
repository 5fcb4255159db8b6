"""The field form is one that pyxform takes, with the limits and scores that the program has."""

from __future__ import annotations

import inspect
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert
from typer.testing import CliRunner

from dispatch.domain.words import Outcome, Priority
from exchange.field_form import field_form, form_workbook
from exchange.field_form import vocabulary as words
from exchange.field_form.scores import news2_formula
from psc119.console.triage import app
from triage import load_protocol
from triage.scores import Consciousness, Vitals, be_fast, news2
from triage.scores.vitals import LIMITS

PROTOCOL = load_protocol()
FORM = field_form(PROTOCOL)
ROWS = {row["name"]: row for row in FORM.survey if "name" in row}


class Missing:
    """An unanswered question as XPath compares it: equal to '', and neither above nor below anything."""

    def __eq__(self, other: object) -> bool:
        return other == ""

    def __ne__(self, other: object) -> bool:
        return other != ""

    def __ge__(self, other: object) -> bool:
        return False

    __hash__ = None  # type: ignore[assignment]


def evaluated(formula: str, given: dict[str, Any]) -> int:
    python = re.sub(r"\$\{(\w+)\}", r"given['\1']", formula)
    python = re.sub(r"(?<![!<>])=(?!=)", "==", python).replace("if(", "chosen(")
    scope = {"given": given, "chosen": lambda condition, yes, no: yes if condition else no}
    return int(eval(python, scope))


def test_pyxform_makes_an_xform_of_it(tmp_path: Path) -> None:
    file = tmp_path / "lapangan.xlsx"
    assert CliRunner().invoke(app, ["export", str(file), "--xlsform"]).exit_code == 0
    made = convert(xlsform=BytesIO(file.read_bytes()), validate=False, pretty_print=False)
    assert made.warnings == []
    assert f'version="{PROTOCOL.version}"' in made.xform
    assert made.xform.count("<translation ") == 2
    for card in PROTOCOL.cards.values():
        assert f"<name>{card.id}</name>" in made.xform
    assert file.read_bytes()[:2] == b"PK"


def test_pyxform_refuses_a_form_that_names_nothing() -> None:
    broken = field_form(PROTOCOL)
    rows = [{**row, "relevant": "${tak_ada} = 1"} if row.get("name") == "hamil" else row for row in broken.survey]
    with pytest.raises(Exception, match="tak_ada"):
        convert(xlsform=BytesIO(form_workbook(type(broken)(rows, broken.choices, broken.settings))), validate=False)


def test_every_vital_sign_has_the_limits_of_the_program() -> None:
    for name, limits in LIMITS.items():
        low, high = limits.possible
        assert ROWS[name]["constraint"].startswith(f". >= {low:g} and . <= {high:g}")
        assert (f"{name}_benar" in ROWS) == (limits.usual != limits.possible)
    assert ". < ${systolic_mmhg}" in ROWS["diastolic_mmhg"]["constraint"]


def test_its_words_are_those_of_the_program() -> None:
    assert list(words.OUTCOMES) == [outcome.value for outcome in Outcome]
    assert list(words.COLOURS) == [colour.value for colour in Priority]
    assert list(words.CONSCIOUSNESS) == [one.value for one in Consciousness]
    assert list(words.BE_FAST) == list(inspect.signature(be_fast).parameters)
    assert list(words.VITALS) == list(LIMITS)


def test_everything_a_person_reads_stands_in_both_languages() -> None:
    for row in (*FORM.survey, *FORM.choices):
        for column in ("label", "hint", "constraint_message"):
            assert (f"{column}::Bahasa Indonesia (id)" in row) == (f"{column}::English (en)" in row)
    assert all("label::English (en)" in row for row in FORM.choices)


def measured(name: str) -> st.SearchStrategy[float | None]:
    low, high = LIMITS[name].possible
    return st.none() | st.floats(low, high).map(lambda value: round(value, 1))


@settings(max_examples=300)
@given(
    st.fixed_dictionaries(
        {
            **{
                name: measured(name)
                for name in ("respiratory_rate", "spo2_pct", "systolic_mmhg", "pulse", "temperature_c")
            },
            "on_oxygen": st.sampled_from([None, True, False]),
            "consciousness": st.sampled_from([None, *Consciousness]),
        }
    )
)
def test_the_forms_news2_is_what_the_program_is_sure_of(values: dict[str, Any]) -> None:
    oxygen = {None: Missing(), True: "ya", False: "tidak"}[values["on_oxygen"]]
    given = {name: Missing() if value is None else value for name, value in values.items()} | {"on_oxygen": oxygen}
    assert evaluated(news2_formula(), given) == news2(Vitals(**values)).bounds[0]
