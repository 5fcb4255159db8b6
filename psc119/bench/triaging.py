"""Triage: one evaluation over the interviews of all worked cases, and the whole protocol from its files."""

import time
from collections.abc import Callable
from statistics import median, quantiles

from psc119.bench.rows import BenchFailed, Row, Unit
from triage import Case, Protocol, evaluate, load_cases, load_protocol, run_cases
from triage.load import PACKAGED

LOADS = 5
ROUNDS = 20


def measure(progress: Callable[[str], None]) -> list[Row]:
    """Median and 99th percentile of one evaluation in µs, median time to load the protocol in s.

    Every worked case is a whole interview, so the evaluations are as long as they get, on every card in proportion.

    Raises:
        BenchFailed: a case does not come out; a wrong answer has no time worth telling.
    """
    progress("protokol dari berkasnya")
    loads_s = [_timed_s(lambda: load_protocol(PACKAGED)) for _ in range(LOADS)]
    protocol = load_protocol()
    cases = load_cases(protocol)
    wrong = [one.where for one in run_cases(protocol, cases) if one.faults]
    if wrong:
        raise BenchFailed(f"{len(wrong)} worked cases do not come out, the first in {wrong[0]}")
    progress("penilaian")
    interviews = [case for group in cases.values() for case in group]
    times_us = [_evaluate_us(protocol, case) for _ in range(ROUNDS) for case in interviews]
    note = f"{len(interviews)} whole interviews on {len(protocol.cards)} cards, {ROUNDS} times each"
    return [
        Row("evaluate_p50", median(times_us), Unit.MICROSECONDS, note),
        Row("evaluate_p99", quantiles(times_us, n=100)[-1], Unit.MICROSECONDS, note),
        Row("protocol_load", median(loads_s), Unit.SECONDS, f"median of {LOADS}, checked and hashed"),
    ]


def _evaluate_us(protocol: Protocol, case: Case) -> float:
    began = time.perf_counter_ns()
    evaluate(protocol, card_id=case.card_id, gate=case.gate, answers=case.answers, context=case.context)
    return (time.perf_counter_ns() - began) / 1000


def _timed_s(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
