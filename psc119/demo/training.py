"""Practice: ten scripted callers, one after another, each with something to learn."""

import asyncio
from dataclasses import dataclass

import structlog

from psc119.demo.board import LiveBoard
from psc119.demo.callers import Callers
from psc119.demo.places import spot_in
from psc119.demo.script import COMPLAINTS, NUISANCE, Complaint, Nuisance, NuisanceCall

log = structlog.get_logger()

BETWEEN_S = 15.0
LONGEST_CALL_S = 900.0
"""Our seconds after which the next caller rings although this call is still open."""

PATIENCE_S = 600.0


@dataclass(frozen=True, slots=True)
class Lesson:
    """One practice call: who calls about what, from where, and what is to be learnt."""

    about: Complaint | NuisanceCall
    kelurahan_code: str
    goal: str
    knows_place: bool = True


def _complaint(key: str) -> Complaint:
    return next(complaint for complaint in COMPLAINTS if complaint.key == key)


def _nuisance(kind: Nuisance) -> NuisanceCall:
    return next(call for call in NUISANCE if call.kind is kind)


LESSONS: tuple[Lesson, ...] = (
    Lesson(_complaint("kll_tungkai"), "21.72.04.1004", "Alamat dan patokan dahulu, baru keluhan."),
    Lesson(_complaint("henti_jantung"), "21.72.04.1001", "Kenali henti jantung pada gerbang; pandu RJP."),
    Lesson(_nuisance(Nuisance.GHOST), "21.72.01.1002", "Telepon hantu: tunggu jawaban, tutup dengan satu sentuhan."),
    Lesson(_complaint("asma"), "21.72.02.1004", "KUNING: satu unit terdekat yang mampu; baca alasan usulan."),
    Lesson(_complaint("nyeri_dada_berat"), "21.72.02.1003", "MERAH: kirim sebelum kartu selesai; ambulans dan TRC."),
    Lesson(
        _complaint("persalinan_dekat"), "21.72.03.1004", "Pulau Penyengat: perhatikan perahu, jam, dan ETA laut."
    ),
    Lesson(_complaint("demam_anak"), "21.72.01.1001", "HIJAU: saran lewat telepon, tanpa mengirim unit."),
    Lesson(
        _complaint("stroke"), "21.72.04.1002", "Alamat tidak diketahui: kirim ke kelurahan.", knows_place=False
    ),
    Lesson(_nuisance(Nuisance.INFORMATION), "21.72.02.1002", "Permintaan informasi: singkat dan sopan."),
    Lesson(_complaint("kll_beruntun"), "21.72.02.1005", "Banyak korban: MERAH, unit tambahan, keamanan lokasi."),
)  # fmt: skip


class Lessons:
    """Rings the lessons in order. The next one comes when the call before is closed, or after a long while."""

    def __init__(self, callers: Callers, board: LiveBoard, *, between_s: float = BETWEEN_S) -> None:
        self._callers, self._board, self._between_s = callers, board, between_s
        self.person = callers.person

    async def run(self) -> None:
        """From the first to the tenth."""
        await self._board.until(lambda: self._board.is_live)
        await self._callers.hang_up_old()
        city = self._callers.city
        for number, lesson in enumerate(LESSONS, 1):
            await asyncio.sleep(self._between_s)
            area = city.find_kelurahan(lesson.kelurahan_code)
            spot = spot_in(city, area, self._callers.tempo.random) if area is not None else None
            caller = self._callers.make_caller(
                lesson.about,
                spot=spot,
                goal=f"{number} dari {len(LESSONS)}: {lesson.goal}",
                knows_place=lesson.knows_place,
                patience_s=PATIENCE_S * self._callers.tempo.pace,
            )
            call_id = self._callers.ring(caller)
            await self._wait_closed(call_id)
        log.info("demo.lessons_done")

    async def _wait_closed(self, call_id: str) -> None:
        def is_closed() -> bool:
            call = self._board.find("call", call_id)
            return call is not None and call["state"] == "closed"

        await self._board.until(is_closed, timeout_s=LONGEST_CALL_S)
