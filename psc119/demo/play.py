"""The demo and the practice as companions of a running server."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from functools import partial

import httpx
from rich.console import Console

from dispatch.core import Core, Psc
from psc119.demo.callers import Callers
from psc119.demo.cast import Cast, keep_acting
from psc119.demo.director import IDLE_S, Director
from psc119.demo.printed import print_caller, print_welcome
from psc119.demo.reception import receiving
from psc119.demo.tempo import Tempo
from psc119.demo.training import BETWEEN_S, LESSONS, Lessons

Act = Callable[[], Awaitable[None]]

TRAINING_PREFIX = "latihan-"


class Demo:
    """A living city beside the server at `url`.

    Args:
        autopilot: simulated operators answer and dispatch too.
        training: open the practice PSC as well.
        calls_per_hour: how often the phone rings.
        tempo: the clock of the actors; tests make it fast.
        seed: the same seed draws the same city.
        idle_s: our seconds without a tap after which the actors take over from somebody who practises.
    """

    def __init__(
        self,
        url: str,
        *,
        autopilot: bool = False,
        training: bool = False,
        calls_per_hour: float = 20.0,
        tempo: Tempo | None = None,
        seed: int = 119,
        console: Console | None = None,
        idle_s: float = IDLE_S,
    ) -> None:
        self._idle_s = idle_s
        self.url, self.autopilot, self.training, self.calls_per_hour = url, autopilot, training, calls_per_hour
        self._tempo = tempo or Tempo(random=random.Random(seed))
        self._console = console or Console()

    async def run(self, core: Core) -> None:
        """Act until cancelled."""
        async with _shared_connections() as transport:
            cast = Cast(
                self.url,
                _find_psc(core, training=False),
                self._tempo,
                transport,
                for_people=not self.autopilot,
            )
            practice = _practice(self.url, core, self._tempo, transport) if self.training else None
            casts = [cast] if practice is None else [cast, practice]
            await _announce(core, self.url, casts, self._console, tries=self._tries())
            callers = cast.make_callers(calls_per_hour=self.calls_per_hour, autopilot=self.autopilot)
            directors = [Director(cast, callers, idle_s=self._idle_s)]
            acts = [*cast.list_fleet(), callers.run]
            if self.autopilot:
                acts += cast.list_autopilot()
            else:
                _let_hear(cast, self._console)
            if practice is not None:
                _let_hear(practice, self._console)
                lesson_callers = practice.make_callers(calls_per_hour=0, autopilot=False)
                directors.append(Director(practice, lesson_callers))
                acts += _practice_acts(practice, lesson_callers)
            async with receiving(core, directors):
                await _play(casts, core, acts)

    def _tries(self) -> list[str]:
        if self.autopilot:
            return [
                "Semua berjalan sendiri: buka /supervisor sebagai pengawas, atau /operator dan ikuti satu kejadian.",
                "Jawab sendiri telepon yang berdering: siapa cepat, dia yang memegang.",
                "Masuk di /crew sebagai kru-psc-1: tugas yang Anda terima tidak diambil aktor.",
            ]
        return [
            "Masuk di /operator sebagai operator1: sebuah telepon sedang menunggu. Ucapan penelepon tercetak di sini.",
            "Di jendela lain masuk di /crew sebagai kru-psc-1 dan kirim PSC 1 ke kejadian itu.",
            "Tanpa operator: jalankan dengan --autopilot, kota hidup sendiri.",
        ]


class Training:
    """The practice PSC alone, beside the server at `url`. Arguments as for `Demo`; `between_s` from call to call."""

    def __init__(
        self,
        url: str,
        *,
        tempo: Tempo | None = None,
        seed: int = 119,
        console: Console | None = None,
        between_s: float = BETWEEN_S,
    ) -> None:
        self.url, self._between_s = url, between_s
        self._tempo = tempo or Tempo(random=random.Random(seed))
        self._console = console or Console()

    async def run(self, core: Core) -> None:
        """Act until cancelled."""
        async with _shared_connections() as transport:
            practice = _practice(self.url, core, self._tempo, transport)
            goals = [f"{number}. {lesson.goal}" for number, lesson in enumerate(LESSONS, 1)]
            tries = ["LATIHAN: masuk di /operator sebagai latihan-operator1. Sepuluh penelepon, satu per satu:", *goals]
            await _announce(core, self.url, [practice], self._console, tries=tries)
            _let_hear(practice, self._console)
            callers = practice.make_callers(calls_per_hour=0, autopilot=False)
            async with receiving(core, [Director(practice, callers)]):
                await _play([practice], core, _practice_acts(practice, callers, self._between_s))


def _shared_connections() -> httpx.AsyncHTTPTransport:
    """One pool for all actors; each keeps cookies of its own."""
    return httpx.AsyncHTTPTransport(limits=httpx.Limits(max_connections=40, max_keepalive_connections=40))


def _practice(url: str, core: Core, tempo: Tempo, transport: httpx.AsyncBaseTransport) -> Cast:
    return Cast(url, _find_psc(core, training=True), tempo, transport, prefix=TRAINING_PREFIX)


def _practice_acts(practice: Cast, callers: Callers, between_s: float = BETWEEN_S) -> list[Act]:
    return [*practice.list_fleet(), Lessons(callers, practice.board, between_s=between_s).run]


async def _announce(core: Core, url: str, casts: list[Cast], console: Console, *, tries: list[str]) -> None:
    """Make the accounts and say who they are."""
    for cast in casts:
        await cast.make_accounts(core)
    core.demo_accounts[:] = [seat.document(cast.psc.key) for cast in casts for seat in cast.listed]
    if len(casts) > 1:
        tries = [
            *tries,
            f"LATIHAN: akun yang sama dengan awalan {TRAINING_PREFIX}, misalnya {TRAINING_PREFIX}operator1.",
        ]
    print_welcome(console, core, url, casts[0].listed, tries=tries)


def _let_hear(cast: Cast, console: Console) -> None:
    """A person who answers hears the caller: in the terminal, because no audio passes through the program."""
    cast.line.listeners.append(lambda caller: print_caller(console, caller))


async def _play(casts: list[Cast], core: Core, acts: list[Act]) -> None:
    for cast in casts:
        await keep_acting(partial(cast.register_staff, core))
    async with asyncio.TaskGroup() as group:
        for act in acts:
            group.create_task(keep_acting(act))


def _find_psc(core: Core, *, training: bool) -> Psc:
    return next(psc for psc in core.streams.values() if psc.training is training)
