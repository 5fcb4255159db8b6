"""The closed words of triage: colours, dispositions, and what a case needs."""

from __future__ import annotations

from enum import StrEnum


class Priority(StrEnum):
    """Colours a telephone answer can give. `hitam` is not among them: only a person on scene declares it."""

    MERAH = "merah"
    KUNING = "kuning"
    HIJAU = "hijau"

    @property
    def severity(self) -> int:
        """0 for hijau, 2 for merah."""
        return _SEVERITY[self]


_SEVERITY = {Priority.HIJAU: 0, Priority.KUNING: 1, Priority.MERAH: 2}


class Disposition(StrEnum):
    """The three answers of the health office: advice by phone, treatment on scene, evacuation."""

    SARAN = "saran"
    DI_TEMPAT = "di_tempat"
    EVAKUASI = "evakuasi"

    @property
    def effort(self) -> int:
        """0 for advice, 2 for evacuation."""
        return _EFFORT[self]


_EFFORT = {Disposition.SARAN: 0, Disposition.DI_TEMPAT: 1, Disposition.EVAKUASI: 2}


class Transport(StrEnum):
    """Whether the patient has to be carried, apart from how urgent it is: an ankle may wait and still not walk.

    `ya` asks for the ambulance at once, `mungkin` for a team first with the ambulance named as next.
    """

    YA = "ya"
    MUNGKIN = "mungkin"
    TIDAK = "tidak"

    @property
    def need(self) -> int:
        """0 for tidak, 2 for ya."""
        return _NEED[self]


_NEED = {Transport.TIDAK: 0, Transport.MUNGKIN: 1, Transport.YA: 2}


class Capability(StrEnum):
    """What the responders must be able to do or bring."""

    TRC = "trc"
    AMBULANS = "ambulans"
    ALS = "als"
    AED = "aed"
    OKSIGEN = "oksigen"
    PERSALINAN = "persalinan"


class Destination(StrEnum):
    """What the receiving hospital must have."""

    IGD = "igd"
    PCI = "pci"
    STROKE = "stroke"
    TRAUMA = "trauma"
    PONEK = "ponek"
    NICU = "nicu"
    PICU = "picu"
    LUKA_BAKAR = "luka_bakar"


class Safety(StrEnum):
    """Who or what keeps the crew safe on scene."""

    POLISI = "polisi"
    DAMKAR = "damkar"
    PLN = "pln"
    BASARNAS = "basarnas"
    APD = "apd"


class Lifting(StrEnum):
    """What carrying the patient takes."""

    TANDU = "tandu"
    PAPAN_SPINAL = "papan_spinal"
    ALAT_EKSTRIKASI = "alat_ekstrikasi"


class Alert(StrEnum):
    """What the supervisor should know at once."""

    KORBAN_MASSAL = "korban_massal"
