"""A health worker's urgency is the floor: measurements raise it, and what was not measured changes nothing."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from triage import Context, Priority
from triage.professional import judge_report
from triage.scores import Consciousness, Vitals
from triage.scores.vitals import LIMITS

COLOURS = st.sampled_from(list(Priority))
BREATHING = st.sampled_from([None, True, False])
CONTEXTS = st.builds(
    Context,
    age_years=st.none() | st.floats(0, 100),
    sex=st.sampled_from([None, "L", "P"]),
    pregnant=st.sampled_from([None, True, False]),
)
INTEGERS = ("gcs_eye", "gcs_verbal", "gcs_motor")


def values(name: str) -> st.SearchStrategy[float | None]:
    low, high = LIMITS[name].possible
    return st.none() | (st.integers(int(low), int(high)) if name in INTEGERS else st.floats(low, high))


@st.composite
def vital_signs(draw: st.DrawFn) -> Vitals:
    given = {name: draw(values(name)) for name in LIMITS if name != "diastolic_mmhg"}
    given["on_oxygen"] = draw(st.sampled_from([None, True, False]))
    given["consciousness"] = draw(st.none() | st.sampled_from(list(Consciousness)))
    return Vitals(**given)  # type: ignore[arg-type]


@given(COLOURS, vital_signs(), CONTEXTS, BREATHING)
def test_never_below_what_was_declared(
    declared: Priority, vitals: Vitals, context: Context, breathing: bool | None
) -> None:
    found = judge_report(declared, vitals, context, breathing=breathing)
    assert found.priority.severity >= declared.severity
    assert found.raised == (found.priority is not declared)
    if found.judged.priority is not None:
        assert found.priority.severity >= found.judged.priority.severity
    if found.asks_gate:
        assert found.priority is Priority.MERAH


@given(COLOURS, vital_signs(), CONTEXTS, BREATHING, st.data())
def test_what_is_missing_never_makes_it_worse_nor_better_than_knowing(
    declared: Priority, vitals: Vitals, context: Context, breathing: bool | None, data: st.DataObject
) -> None:
    left_out = data.draw(st.sets(st.sampled_from([*LIMITS, "on_oxygen", "consciousness"])))
    fewer = replace(vitals, **dict.fromkeys(left_out))
    known = judge_report(declared, vitals, context, breathing=breathing)
    unknown = judge_report(declared, fewer, context, breathing=breathing)
    assert declared.severity <= unknown.priority.severity <= known.priority.severity
    silent = judge_report(declared, vitals, context, breathing=None)
    assert silent.priority.severity <= known.priority.severity


@given(COLOURS, CONTEXTS)
def test_nothing_measured_leaves_the_colour_as_declared(declared: Priority, context: Context) -> None:
    found = judge_report(declared, Vitals(), context, breathing=None)
    assert (found.priority, found.raised, found.asks_gate) == (declared, False, False)


def test_not_conscious_or_not_breathing_asks_the_gate() -> None:
    def asks(vitals: Vitals, breathing: bool | None = None) -> bool:
        return judge_report(Priority.HIJAU, vitals, Context(), breathing=breathing).asks_gate

    assert asks(Vitals(), breathing=False)
    assert asks(Vitals(respiratory_rate=0), breathing=True)
    assert asks(Vitals(consciousness=Consciousness.UNRESPONSIVE))
    assert asks(Vitals(consciousness=Consciousness.PAIN))
    assert asks(Vitals(gcs_eye=1, gcs_verbal=2, gcs_motor=5))
    assert not asks(Vitals(gcs_eye=2, gcs_verbal=2, gcs_motor=5))
    assert not asks(Vitals(gcs_eye=1, gcs_motor=5)), "a part that was not looked at is no coma"
    assert not asks(Vitals(consciousness=Consciousness.VOICE, respiratory_rate=30), breathing=True)
