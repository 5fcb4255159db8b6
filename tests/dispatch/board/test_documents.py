"""What the reading endpoints answer is what their documents say: screens are typed by them."""

from typing import Any

import orjson
import pytest
from pydantic import TypeAdapter

from dispatch.board import schemas
from dispatch.calls.schemas import CallerHistory
from dispatch.domain.rows import IncidentRow, PersonRow
from dispatch.domain.words import Role
from tests.dispatch.live.house import House
from tests.serving import open_case

pytestmark = pytest.mark.database


async def test_answers_have_exactly_the_fields_of_their_documents(house: House) -> None:
    operator = await house.person(Role.OPERATOR)
    incident = await open_case(operator)
    case = await operator.get(f"/incidents/{incident}")
    await operator.do(f"/incidents/{incident}/close", outcome="dibatalkan")
    asked: list[tuple[str, Any]] = [
        ("/city", schemas.CityDocument),
        ("/persons", list[PersonRow]),
        ("/incidents", list[IncidentRow]),
        (f"/incidents/{incident}", schemas.Case),
        (f"/incidents/{incident}/events", list[schemas.EventDocument]),
        (f"/callers?call_id={case['calls'][0]['id']}", CallerHistory),
    ]
    for path, document in asked:
        answer = await operator.get(path)
        shape: TypeAdapter[Any] = TypeAdapter(document)
        # JSON in, as from the wire: dates and enums are text there.
        assert shape.dump_python(shape.validate_json(orjson.dumps(answer)), mode="json") == answer, path
