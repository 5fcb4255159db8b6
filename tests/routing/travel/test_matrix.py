"""Many to many: equal to the question asked target by target, in towns with boats, skeleton and closures."""

from __future__ import annotations

from datetime import datetime

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from routing import Mode, Network, Point, Router, Source
from routing.travel.estimates import KINDS
from tests.routing.worlds import NIGHT, NOON, PLAIN, ferry_service, grids, line_network, node_point

PLACES = [
    *(Point(0.0, 104.0 + 0.01 * n) for n in range(4)),
    Point(0.0, 104.1),  # the island
    Point(0.0, 103.5),  # at sea
    Point(0.02, 104.02),  # off the network, on the skeleton
]


@given(grids(), st.sets(st.integers(0, 5), max_size=2), st.sampled_from([NOON, NIGHT]), st.booleans())
def test_it_equals_the_question_for_each_pair(skeleton: Network, shut: set[int], at: datetime, lights: bool) -> None:
    router = Router(line_network(), speeds=PLAIN, boats=ferry_service(), skeleton=skeleton)
    router.close(edge for edge in shut if edge < router.network.edge_count)
    sources = [Source(point, mode) for mode in Mode for point in PLACES]
    found = router.matrix_with_kinds(sources, PLACES, at=at, lights=lights)
    for column, target in enumerate(PLACES):
        one_by_one = router.travel_times_to(target, sources, at, lights=lights)
        assert found.duration_s[:, column].tolist() == [travel.duration_s for travel in one_by_one]
        assert [KINDS[code] for code in found.kind[:, column].tolist()] == [travel.kind for travel in one_by_one]


def test_nobody_and_nowhere() -> None:
    router = Router(line_network(), speeds=PLAIN)
    here = node_point(router.network, 0)
    assert router.matrix([], [here]).shape == (0, 1)
    assert router.matrix([Source(here, Mode.MOTOR)], []).shape == (1, 0)
    assert np.isfinite(router.matrix([Source(here, Mode.MOTOR)], [here])).all()
