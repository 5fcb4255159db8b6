"""A health worker reports: by keys alone to a case that can be sent for; crew and hospital read the same words."""

import pytest

from dispatch.domain.words import Role
from tests.e2e.people import CONTROL_ROOM, OFFICE, House, expect
from tests.serving import open_case

pytestmark = [pytest.mark.browser, pytest.mark.database]


async def test_a_midwifes_report_is_dispatchable_at_once_and_read_by_crew_and_hospital(house: House) -> None:
    operator = await house.operator(size=CONTROL_ROOM)
    crew = await house.crew("psc-1")
    igd = await house.open(Role.HOSPITAL, "rsud-kota")

    await operator.press("n")
    await operator.has_focus("sbar-reporter")
    await operator.type("Bidan Rina, Puskesmas Sei Jang")
    await operator.press("Tab")
    await operator.type("G2P1 34 minggu, perdarahan jalan lahir")
    await operator.it("sbar-from").select_option("pkm-sei-jang")
    await operator.it("sbar-age").fill("31")
    await operator.it("sbar-sex").select_option("P")
    await operator.it("sbar-spo2_pct").fill("89")
    await operator.sees("sbar-because", "Belum diisi")
    await operator.press("Control+Enter")
    await operator.sees("sbar-form")
    await operator.it("sbar-declared-kuning").check()
    await operator.sees("sbar-raised", "MERAH")
    await operator.it("sbar-stable-tidak").check()
    await operator.it("sbar-escort-bidan").check()
    await operator.it("sbar-hospital").select_option("rsud-kota")
    await operator.it("sbar-doctor").fill("dr. Sari, SpOG")
    await house.picture(operator, "sbar-form")
    await operator.press("Control+Enter")
    await operator.sees_no("sbar-form")
    await operator.sees("sbar-card", "Tidak stabil")
    await operator.sees_no("question")
    await operator.sees("recommendation-row", proposed="true")
    await house.picture(operator, "sbar-operator")
    (incident,) = (await house.board())["incident"]
    assert incident["priority"] == "merah"

    task = await house.send("psc-1", incident["id"])
    await crew.sees("sbar-card", "perdarahan jalan lahir")
    await house.picture(crew, "sbar-crew")
    await house.report(task, "transporting", destination_id="rsud-kota")
    await igd.sees("sbar-card", "dr. Sari, SpOG")
    await house.picture(igd, "sbar-hospital")


async def test_who_does_not_breathe_is_asked_the_gate_all_the_same(house: House) -> None:
    operator = await house.operator(size=OFFICE)
    await operator.press("n")
    await operator.has_focus("sbar-reporter")
    await operator.type("Perawat Adi")
    await operator.press("Tab")
    await operator.type("Tidak bernapas di ruang tunggu")
    await operator.it("sbar-from").select_option("pkm-sei-jang")
    await operator.it("sbar-breathing").select_option("tidak")
    await operator.it("sbar-declared-hijau").check()
    await operator.it("sbar-stable-tidak_tahu").check()
    await operator.sees("sbar-gate")
    await house.picture(operator, "sbar-gate")
    await operator.press("Control+Enter")
    await operator.sees("question", kind="gate")
    await house.picture(operator, "sbar-gate-operator")


async def test_a_hospital_asks_for_a_transfer_on_its_own_screen(house: House) -> None:
    operator = await house.operator()
    igd = await house.open(Role.HOSPITAL, "rsud-kota", size=OFFICE)
    await igd.click("professional")
    await igd.has_focus("sbar-reporter")
    await igd.type("dr. Budi, IGD")
    await igd.press("Tab")
    await igd.type("STEMI, perlu kateterisasi")
    await igd.it("sbar-declared-merah").check()
    await igd.it("sbar-stable-ya").check()
    await igd.it("sbar-hospital").select_option(index=1)
    await house.picture(igd, "sbar-transfer")
    await igd.press("Control+Enter")
    await igd.sees("report-sent", "M-")
    await operator.sees("incident-row")
    await operator.click("incident-row")
    await operator.sees("sbar-card", "STEMI")
    (incident,) = (await house.board())["incident"]
    assert (incident["kind"], incident["priority"]) == ("rujukan_antar_faskes", "merah")
    await expect(igd.it("sbar-form")).to_have_count(0)


async def test_a_coordinator_adds_to_the_case_of_their_own_unit_and_opens_one_for_a_patient_without(
    house: House,
) -> None:
    coordinator = await house.open(Role.COORDINATOR, "pkm-sei-jang", size=OFFICE)
    incident_id = await open_case(house.caller)
    await house.caller.do(f"/incidents/{incident_id}/triage", gate={"sadar": "sadar", "napas": "normal"}, answers={})
    await house.send("trc-sei-jang", incident_id)
    await coordinator.sees("own-task")
    await coordinator.press("n")
    await coordinator.has_focus("sbar-reporter")
    await coordinator.it("sbar-case").select_option(index=1)
    await coordinator.it("sbar-reporter").fill("Perawat Dewi")
    await coordinator.it("sbar-situation").fill("Keluarga menelepon: makin sesak")
    await coordinator.it("sbar-declared-merah").check()
    await coordinator.it("sbar-stable-tidak").check()
    await house.picture(coordinator, "sbar-coordinator")
    await coordinator.press("Control+Enter")
    await coordinator.sees("report-sent", "ditambahkan ke kasus M-")
    (incident,) = (await house.board())["incident"]
    assert (incident["id"], incident["priority"]) == (incident_id, "merah")

    await coordinator.click("professional")
    await coordinator.has_focus("sbar-reporter")
    await coordinator.type("Bidan Rina")
    await coordinator.press("Tab")
    await coordinator.type("Inpartu, butuh PONEK")
    await coordinator.it("sbar-declared-kuning").check()
    await coordinator.it("sbar-stable-ya").check()
    await coordinator.press("Control+Enter")
    await coordinator.sees("report-sent", "dibuka di PSC 119")
    assert sorted(row["kind"] for row in (await house.board())["incident"]) == [
        "gawat_darurat",
        "rujukan_antar_faskes",
    ]


async def test_a_crews_report_waits_for_a_signal_and_joins_its_own_case(house: House) -> None:
    operator = await house.operator(size=OFFICE)
    crew = await house.crew("trc-sei-jang")
    incident_id = await open_case(house.caller)
    await house.caller.do(f"/incidents/{incident_id}/triage", gate={"sadar": "sadar", "napas": "normal"}, answers={})
    task_id = await house.send("trc-sei-jang", incident_id)
    await house.report(task_id, "with_patient")
    await crew.sees("crew-task", state="with_patient")
    # The ranges of vital signs are on the tablet by then: the form asks again without a signal, too.
    await crew.page.wait_for_function("localStorage.getItem('psc119-crew-limits') !== null")
    await crew.page.context.set_offline(True)
    await crew.click("professional")
    await crew.sees("sbar-send", "Tambahkan ke M-")
    await crew.it("sbar-situation").fill("Sianosis, saturasi turun")
    await crew.it("sbar-pulse").fill("240")
    await crew.it("sbar-declared-merah").check()
    await crew.it("sbar-stable-tidak").check()
    await crew.sees("sbar-because", "Ukur ulang")
    await house.picture(crew, "sbar-crew-form-low")
    await crew.it("sbar-case").scroll_into_view_if_needed()
    await house.picture(crew, "sbar-crew-form")
    await crew.it("sbar-confirm-pulse").check()
    await crew.click("sbar-send")
    await crew.sees_no("sbar-form")
    await crew.sees("report-queued", "menunggu sinyal", phase="waiting")
    await crew.it("report-queued").first.scroll_into_view_if_needed()
    await house.picture(crew, "sbar-crew-waiting")
    (incident,) = (await house.board())["incident"]
    assert incident["priority"] != "merah"

    await crew.page.context.set_offline(False)
    await crew.sees("sbar-card", "Sianosis")
    await operator.click("incident-row", incident=incident_id)
    await operator.sees("sbar-card", "Sianosis")
    (incident,) = (await house.board())["incident"]
    assert (incident["id"], incident["priority"]) == (incident_id, "merah")
