"""Carries out what clinicians do with protocol versions."""

import asyncio
from typing import Any

import orjson

from dispatch.core import Core
from dispatch.domain import protocol as decisions
from dispatch.domain.command import Command
from dispatch.domain.protocol import STREAM
from dispatch.domain.rows import Row
from dispatch.domain.words import ProtocolOrigin
from dispatch.http import problems
from dispatch.protocols.proving import prove
from dispatch.protocols.schemas import Sign, Upload
from dispatch.protocols.versions import get_content, load_checked, load_with_in_use
from dispatch.store.ledger import Answer, CommandReused, Decide, Decision, TooContended
from dispatch.store.protocols import keep_content
from dispatch.store.reader import Reader

_ALL = """
    SELECT data FROM protocol WHERE stream = $1
     ORDER BY (data->>'in_use')::boolean DESC, data->>'drafted_at' DESC, id
"""


async def list_versions(core: Core) -> list[Row]:
    """Every version, the one in use first, then the newest."""
    return [orjson.loads(row["data"]) for row in await core.db.fetch(_ALL, STREAM)]


async def upload(core: Core, command: Command, body: Upload) -> Answer:
    """Take a workbook in as a draft.

    Raises:
        Invalid: it does not fit, each mistake with its sheet and cell; nothing of it is kept.
    """
    imported = await asyncio.to_thread(_import, body.workbook)
    protocol, content = imported.protocol, imported.content
    await keep_content(core.db, protocol.version, content.files, content.comments)

    async def decide(reader: Reader) -> Decision:
        board = await reader.load(("protocol", protocol.version))
        events = decisions.draft(
            board,
            command,
            version=protocol.version,
            title=protocol.title.id,
            title_en=protocol.title.in_language("en"),
            cards=len(protocol.cards),
            origin=ProtocolOrigin.LEMBAR_KERJA,
            made_from=imported.made_from or None,
            file_name=body.file_name,
        )
        return Decision(events, {"version": protocol.version, "known_already": not events})

    return await _run(core, command, {"version": protocol.version, "file_name": body.file_name}, decide)


async def verify(core: Core, command: Command, version: str) -> Answer:
    """Let the verifier look at a version, and keep what it finds.

    Raises:
        NotFound, Refused: there is no such version, its content is not its own, or the verifier did not finish.
    """
    content = await get_content(core.db, version)
    await asyncio.to_thread(load_checked, version, content)
    found: Any = await prove(content)

    async def decide(reader: Reader) -> Decision:
        board = await reader.load(("protocol", version))
        events = decisions.take_verification(board, command, version=version, found=found)
        return Decision(events, {"version": version, "found": found})

    return await _run(core, command, {"verify": version}, decide)


async def sign(core: Core, command: Command, body: Sign, version: str) -> Answer:
    """Sign a version, after the signatory's password was confirmed; who comes second is told who signed."""
    await asyncio.to_thread(load_checked, version, await get_content(core.db, version))

    async def decide(reader: Reader) -> Decision:
        board = await reader.load(("protocol", version))
        events = decisions.sign(board, command, version=version, cases_accepted=body.cases_accepted, reason=body.reason)
        before = board.get("protocol", version)["signature"]
        signed_by = before["by"] if before is not None else command.actor
        return Decision(events, {"version": version, "signed_by": signed_by})

    asked = {name: value for name, value in body.asked().items() if name != "password"}
    return await _run(core, command, {**asked, "sign": version}, decide)


async def put_in_use(core: Core, command: Command, version: str) -> Answer:
    """Triage new calls with a signed version, in every process."""
    await asyncio.to_thread(load_checked, version, await get_content(core.db, version))

    async def decide(reader: Reader) -> Decision:
        await load_with_in_use(core, reader, version)
        return Decision(decisions.put_in_use(reader.board, command, version=version), {"version": version})

    return await _run(core, command, {"use": version}, decide)


async def workbook_of(core: Core, version: str) -> bytes:
    """A version as XLSX."""
    content = await get_content(core.db, version)
    return await asyncio.to_thread(_export, content, version)


async def _run(core: Core, command: Command, asked: Any, decide: Decide) -> Answer:
    """Run a command on the installation's stream, and answer when this process follows it."""
    try:
        done = await core.ledger.run(STREAM, command, asked, decide)
    except CommandReused as error:
        raise problems.CommandReused from error
    except TooContended as error:
        raise problems.Contended from error
    if core.versions is not None:
        await core.versions.settled(done.seq)
    return done


def _import(data: bytes) -> Any:
    from exchange.sheets.checking import import_workbook  # noqa: PLC0415 - openpyxl is for workbooks alone
    from exchange.sheets.faults import WorkbookRefused  # noqa: PLC0415

    try:
        return import_workbook(data)
    except WorkbookRefused as refusal:
        raise problems.Invalid([{"field": "workbook", "message": str(fault)} for fault in refusal.faults]) from refusal


def _export(content: Any, version: str) -> bytes:
    from exchange.sheets.export import export_workbook  # noqa: PLC0415 - as above

    return export_workbook(content, version)
