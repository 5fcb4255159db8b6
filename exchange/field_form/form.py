"""The field form of a TRC crew, made of the protocol's complaints and of the limits that vital signs have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exchange.field_form import vocabulary as words
from exchange.field_form.rows import Row, ask, choices, group, said, within
from exchange.field_form.scores import score_rows
from triage.model import Protocol, Text
from triage.scores.vitals import LIMITS

INTEGERS = frozenset(("gcs_eye", "gcs_verbal", "gcs_motor"))


@dataclass(frozen=True, slots=True)
class Form:
    """The three sheets of an XLSForm, a row a mapping from column to cell."""

    survey: Sequence[Row]
    choices: Sequence[Row]
    settings: Row


def field_form(protocol: Protocol) -> Form:
    """The form for this protocol version, whose hash is the form's version."""
    survey = [
        {"type": "start", "name": "mulai"},
        {"type": "end", "name": "selesai"},
        *_signature_note(protocol),
        *group("kasus", Text("Kasus", "Case"), _case()),
        *group("pasien", Text("Pasien", "Patient"), _patient()),
        *group("tanda_vital", Text("Tanda vital", "Vital signs"), _vitals()),
        *group("skor", Text("Skor", "Scores"), score_rows()),
        *group("temuan", Text("Temuan", "Findings"), _findings()),
        *group("tindakan", Text("Tindakan", "Actions"), _actions()),
        *group("hasil", Text("Hasil", "Outcome"), _outcome()),
    ]
    settings = {
        "form_title": "PSC 119 — Catatan lapangan TRC",
        "form_id": "psc119_trc",
        "version": protocol.version,
        "default_language": "Bahasa Indonesia (id)",
    }
    return Form(survey, _choices(protocol), settings)


def _signature_note(protocol: Protocol) -> list[Row]:
    if protocol.signed:
        return []
    return [ask("note", "belum_disahkan", protocol.labels["belum_disahkan"])]


def _case() -> list[Row]:
    code = Text("Nomor kasus, seperti M-0007", "Case number, such as M-0007")
    form = Text("Contoh: M-0007", "Such as M-0007")
    return [
        ask("text", "nomor_kasus", code, required="yes", constraint="regex(., '^M-[0-9]{4,}$')")
        | said("constraint_message", form),
        ask("text", "unit", Text("Unit", "Unit"), required="yes"),
        ask("dateTime", "tiba", Text("Tiba di lokasi", "Arrived on scene")),
        ask("dateTime", "bertemu_pasien", Text("Bertemu pasien", "With the patient")),
        ask("select_one kartu", "keluhan", Text("Keluhan", "Complaint"), appearance="minimal", required="yes"),
    ]


def _patient() -> list[Row]:
    only = Text(
        "Hanya bila perlu untuk serah terima. NIK dan nomor telepon tidak dicatat di sini.",
        "Only where the handover needs it. No identity or telephone number belongs here.",
    )
    age = Text("Umur dalam tahun; bayi dengan pecahan", "Age in years; babies as a fraction")
    return [
        ask("text", "nama", Text("Nama", "Name"), hint=only),
        ask("decimal", "umur_tahun", age) | within(0, 130),
        ask("select_one jenis_kelamin", "jenis_kelamin", Text("Jenis kelamin", "Sex")),
        ask(
            "select_one ya_tidak",
            "hamil",
            Text("Hamil, atau nifas sampai 42 hari", "Pregnant, or gave birth within 42 days"),
            relevant="${jenis_kelamin} != 'L'",
        ),
    ]


def _vitals() -> list[Row]:
    rows: list[Row] = []
    for name, limits in LIMITS.items():
        kind = "integer" if name in INTEGERS else "decimal"
        bounds = within(*limits.possible)
        if name == "diastolic_mmhg":
            below = "(${systolic_mmhg} = '' or ${systolic_mmhg} = 0 or . < ${systolic_mmhg})"
            bounds["constraint"] += f" and {below}"
            low, high = limits.possible
            bounds |= said(
                "constraint_message",
                Text(
                    f"Antara {low:g} dan {high:g}, dan di bawah sistolik",
                    f"Between {low:g} and {high:g}, and below the systolic",
                ),
            )
        rows.append(ask(kind, name, words.VITALS[name]) | bounds)
        rows += _to_confirm(name)
    rows.append(ask("select_one ya_tidak", "on_oxygen", Text("Diberi oksigen", "On oxygen")))
    rows.append(ask("select_one kesadaran", "consciousness", Text("Kesadaran", "Consciousness")))
    return rows


def _to_confirm(name: str) -> list[Row]:
    """A value that hardly can be is asked again, as on every other screen."""
    limits = LIMITS[name]
    if limits.usual == limits.possible:
        return []
    low, high = limits.usual
    text = words.VITALS[name]
    question = Text(f"{text.id}: sangat tidak biasa. Ukur ulang.", f"{text.en}: most unusual. Measure again.")
    unusual = f"${{{name}}} != '' and (${{{name}}} < {low:g} or ${{{name}}} > {high:g})"
    return [ask("select_one benar", f"{name}_benar", question, relevant=unusual, required="yes")]


def _findings() -> list[Row]:
    law = Text("Kriteria gawat darurat", "Criteria of an emergency")
    stroke = Text("Tanda stroke mendadak (BE-FAST)", "Sudden signs of a stroke (BE-FAST)")
    return [
        ask("select_multiple kriteria", "kriteria_gawat_darurat", law),
        ask("select_multiple be_fast", "be_fast", stroke),
        ask(
            "dateTime",
            "terakhir_normal",
            Text("Terakhir terlihat normal", "Last seen normal"),
            relevant="count-selected(${be_fast}) > 0",
        ),
        ask("text", "temuan_lain", Text("Temuan lain", "Other findings"), appearance="multiline"),
        ask(
            "select_one warna",
            "warna",
            Text("Warna menurut petugas", "Colour as the crew sees it"),
            hint=Text("Hitam hanya oleh petugas di lokasi.", "Black only by a person on scene."),
            required="yes",
        ),
    ]


def _actions() -> list[Row]:
    proposal = Text("Daftar ini usulan, perlu tanda tangan.", "This list is a proposal and needs a signature.")
    return [
        ask("select_multiple tindakan", "tindakan_dilakukan", Text("Yang dilakukan", "Done"), hint=proposal),
        ask(
            "text",
            "obat_dosis",
            Text("Obat, dosis, cara, jam", "Medicine, dose, route, time"),
            relevant="selected(${tindakan_dilakukan}, 'obat') or selected(${tindakan_dilakukan}, 'infus')",
            required="yes",
        ),
        ask(
            "text",
            "tindakan_lain",
            Text("Tindakan lain", "Other actions"),
            relevant="selected(${tindakan_dilakukan}, 'lain')",
            required="yes",
        ),
    ]


def _outcome() -> list[Row]:
    return [
        ask("select_one hasil", "hasil_akhir", Text("Hasil", "Outcome"), required="yes"),
        ask("text", "tujuan", Text("Faskes tujuan", "Facility"), relevant="${hasil_akhir} = 'dibawa'", required="yes"),
        ask(
            "text",
            "dinyatakan_oleh",
            Text("Dinyatakan meninggal oleh", "Declared dead by"),
            relevant="${hasil_akhir} = 'meninggal'",
            required="yes",
        ),
        ask("text", "catatan", Text("Catatan", "Note"), appearance="multiline"),
    ]


def _choices(protocol: Protocol) -> list[Row]:
    lists = {
        "kartu": {card.id: card.title for card in sorted(protocol.cards.values(), key=lambda card: card.number)},
        "ya_tidak": words.YES_NO,
        "benar": words.RIGHT,
        "jenis_kelamin": words.SEX,
        "kesadaran": words.CONSCIOUSNESS,
        "kriteria": words.EMERGENCY_CRITERIA,
        "be_fast": words.BE_FAST,
        "tindakan": words.ASSUMED_ACTIONS,
        "warna": words.COLOURS,
        "hasil": words.OUTCOMES,
    }
    return [row for name, offered in lists.items() for row in choices(name, offered)]
