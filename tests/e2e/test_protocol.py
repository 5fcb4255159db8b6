"""A clinician's way with a protocol: upload, difference, proof, signature, use; operators' screens follow."""

import base64
from pathlib import Path

import pytest

from dispatch.domain.words import Grade, Role
from tests.dispatch.protocols.edited import version_from, workbook_from
from tests.e2e.people import CONTROL_ROOM, OFFICE, House, expect
from tests.e2e.test_accessibility import CUT_OFF, RUN, axe
from tests.serving import PASSWORD, open_case

__all__ = ["axe"]

pytestmark = [pytest.mark.browser, pytest.mark.database]

GATE = {"sadar": "sadar", "napas": "normal"}
ANSWERS = {"lama": "akut", "menjalar": "tidak"}


async def test_from_a_workbook_to_the_version_in_use(house: House, tmp_path: Path, axe: str) -> None:
    version = version_from(30)
    book, none = tmp_path / "nyeri dada dari 30.xlsx", tmp_path / "bukan.xlsx"
    book.write_bytes(base64.b64decode(workbook_from(30)))
    none.write_bytes(b"bukan lembar kerja")
    begun = await open_case(house.caller)
    told = {"card": "nyeri_dada", "gate": GATE, "answers": ANSWERS, "age_years": 32}
    await house.caller.do(f"/incidents/{begun}/triage", **told)
    operator = await house.operator()
    await operator.click("incident-row", incident=begun)
    await expect(operator.page.locator(".unsigned").first).to_be_visible()
    await operator.mark()

    doctor = await house.open(Role.MEDICAL_DIRECTOR, grade=Grade.DOKTER, size=CONTROL_ROOM)
    await doctor.sees("protocol-state", "BELUM DISAHKAN")
    await doctor.sees("card-determinants", "usia ≥ 35")
    await house.picture(doctor, "protocol-card")
    await doctor.it("protocol-file").set_input_files(none)
    await doctor.sees("protocol-faults", "XLSX")
    await doctor.it("protocol-file").set_input_files(book)
    await doctor.sees("difference", "usia ≥ 30")
    await doctor.sees("changed-call", "menjadi MERAH")
    await house.picture(doctor, "protocol-difference")
    await doctor.click("tab-try")
    await doctor.it("try-age").fill("31")
    await doctor.it("try-card-lama").select_option("akut")
    await doctor.sees("try-result", "ND-M1", priority="merah")
    await house.picture(doctor, "protocol-try")
    await doctor.click("protocol-verify")
    await doctor.sees("findings-clean")
    await doctor.sees("cases-otherwise", "warna: mengharapkan")
    await house.picture(doctor, "protocol-findings")
    await doctor.click("protocol-sign")
    await doctor.sees("sign-dialog", version[:12])
    await doctor.sees("sign-languages", "Mandarin")
    await house.picture(doctor, "protocol-sign")
    if await doctor.it("sign-reason").count():
        await doctor.it("sign-reason").fill("komite klinis memutuskan usia 30")
    await doctor.it("sign-password").fill("bukan-sandi-saya")
    await doctor.click("sign-confirm")
    await expect(doctor.it("sign-dialog").get_by_role("alert")).to_contain_text("Kata sandi salah")
    await expect(doctor.it("sign-password")).to_have_value("")
    await house.picture(doctor, "protocol-sign-wrong")
    await doctor.page.evaluate(axe)
    assert not await doctor.page.evaluate(RUN)
    await doctor.sees_no("protocol-state", state="signed")
    await doctor.it("sign-password").fill(PASSWORD)
    await doctor.press("Enter")
    await doctor.sees_no("sign-password")
    await doctor.sees("protocol-state", state="signed")
    await doctor.click("protocol-use")
    await doctor.click("use-confirm")
    await doctor.sees("protocol-state", state="in_use")
    await doctor.click("tab-card")
    await doctor.sees("card-determinants", "usia ≥ 30")
    await house.picture(doctor, "protocol-in-use")

    new = await open_case(house.caller)
    await operator.click("incident-row", incident=new)
    await expect(operator.page.locator(".unsigned")).to_have_count(0)
    assert await operator.is_marked()
    await operator.click("incident-row", incident=begun)
    await expect(operator.page.locator(".unsigned").first).to_be_visible()
    await house.picture(operator, "operator-after")

    supervisor = await house.open(Role.SUPERVISOR, size=CONTROL_ROOM)
    await supervisor.click("board-incident", incident=begun)
    await supervisor.click("replay")
    await supervisor.sees("replayed", "sama", outcome="equal")
    await house.picture(supervisor, "replay")

    for theme in ("control-room", "daylight"):
        page = await house.open(Role.MEDICAL_DIRECTOR, grade=Grade.DOKTER, query=f"?theme={theme}", size=OFFICE)
        for tab in ("card", "findings", "differences", "try"):
            await page.click(f"tab-{tab}")
            await page.page.evaluate(axe)
            found = await page.page.evaluate(RUN)
            assert not found, f"{theme} {tab}: {found}"
            assert await page.page.evaluate(CUT_OFF) == []
        await house.picture(page, f"protocol-{theme}")
