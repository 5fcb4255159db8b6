"""Protocol versions over HTTP: for supervisors to look at, for the medical director to sign."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi import Path as PathParam

import triage
from dispatch.accounts import Viewer, confirm_password, require
from dispatch.commands import ANSWER, CommandBody, command_of
from dispatch.core import Core
from dispatch.domain.rows import ProtocolRow
from dispatch.domain.words import Grade, Role
from dispatch.guards import InCore
from dispatch.http.problems import Forbidden
from dispatch.protocols import schemas, service
from dispatch.protocols.past_calls import compare_calls

router = APIRouter(prefix="/api/protocols", tags=["triage"])

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HASH = r"^[0-9a-f]{64}$"

Clinician = Annotated[Viewer, Depends(require(Role.SUPERVISOR, Role.MEDICAL_DIRECTOR))]
Version = Annotated[str, PathParam(pattern=HASH)]


@router.get("", responses={200: {"model": list[ProtocolRow]}})
async def list_versions(core: InCore, _: Clinician) -> list[dict[str, Any]]:
    """Every version this installation ever stored: the one in use first, then the newest."""
    return await service.list_versions(core)


@router.post("/drafts", responses={200: {"model": schemas.DraftAnswer}})
async def upload(body: schemas.Upload, core: InCore, viewer: Clinician) -> dict[str, Any]:
    """Take a workbook in as a draft. What does not fit is refused with sheet and cell; the version in use goes on."""
    _expect_real(core, viewer, Role.SUPERVISOR, Role.MEDICAL_DIRECTOR)
    return (await service.upload(core, command_of(core, viewer, body), body)).document()


@router.get("/{version}/workbook", response_class=Response, responses={200: {"content": {XLSX: {}}}})
async def download(version: Version, core: InCore, _: Clinician) -> Response:
    data = await service.workbook_of(core, version)
    name = f"protokol-{version[:12]}.xlsx"
    return Response(data, media_type=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@router.get("/{version}/differences", responses={200: {"model": schemas.DifferencesDocument}})
async def differences(
    version: Version, core: InCore, viewer: Clinician, against: Annotated[str | None, Query(pattern=HASH)] = None
) -> dict[str, Any]:
    """What a version says otherwise than another, or than the one in use, and whose colour that changes."""
    old, new = await core.protocol_of(against), await core.protocol_of(version)
    said = [
        {
            "subject": one.subject,
            "part": one.part,
            "words": {"id": one.words.id, "en": one.words.in_language("en")},
        }
        for one in triage.describe_difference(old, new)
    ]
    seen = [key for key in core.streams if viewer.has_role(key, Role.SUPERVISOR, Role.MEDICAL_DIRECTOR)]
    calls = await compare_calls(core, old, new, psc_keys=seen)
    return {"version": new.version, "against": old.version, "differences": said, **calls}


@router.post("/{version}/verify", responses=ANSWER)
async def verify(version: Version, body: CommandBody, core: InCore, viewer: Clinician) -> dict[str, Any]:
    """Prove the version, in a process of its own; the answer comes when that is done."""
    _expect_real(core, viewer, Role.SUPERVISOR, Role.MEDICAL_DIRECTOR)
    return (await service.verify(core, command_of(core, viewer, body), version)).document()


@router.post("/{version}/sign", responses=ANSWER)
async def sign(
    version: Version, body: schemas.Sign, core: InCore, viewer: Clinician, request: Request
) -> dict[str, Any]:
    """Sign the version: a medical director who is a doctor, of a real PSC, and who gives their password again."""
    _expect_real(core, viewer, Role.MEDICAL_DIRECTOR)
    if viewer.grade is not Grade.DOKTER:
        raise Forbidden("protocol_signer")
    await confirm_password(request, viewer, body.password.get_secret_value())
    return (await service.sign(core, command_of(core, viewer, body), body, version)).document()


@router.post("/{version}/use", responses=ANSWER)
async def put_in_use(version: Version, body: CommandBody, core: InCore, viewer: Clinician) -> dict[str, Any]:
    """Triage new calls with a signed version; open calls keep the one they began with."""
    _expect_real(core, viewer, Role.SUPERVISOR, Role.MEDICAL_DIRECTOR)
    return (await service.put_in_use(core, command_of(core, viewer, body), version)).document()


def _expect_real(core: Core, viewer: Viewer, *roles: Role) -> None:
    """A role in practice changes nothing that real calls are triaged with."""
    real = [psc.key for psc in core.streams.values() if not psc.training]
    if any(viewer.has_role(key, *roles) for key in real):
        return
    raise Forbidden("protocol_practice" if viewer.has_role_anywhere(*roles) else "protocol_signer")
