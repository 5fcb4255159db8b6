"""Scores as formulas of a form. A missing value counts as its best, as in `triage.scores`, and the form says so."""

from __future__ import annotations

from exchange.field_form.rows import Row, ask, calculated
from triage.model import Text
from triage.scores.early_warning import NEWS2_CUTS, NEWS2_FROM_YEARS, Cuts

GCS = ("gcs_eye", "gcs_verbal", "gcs_motor")


def score_rows() -> list[Row]:
    """GCS, shock index and NEWS2, each calculated and shown where it is valid."""
    gcs_known = " and ".join(f"${{{name}}} != ''" for name in GCS)
    shock_known = "${pulse} != '' and ${systolic_mmhg} > 0"
    return [
        calculated("gcs", f"if({gcs_known}, {' + '.join(f'${{{name}}}' for name in GCS)}, '')"),
        ask("note", "gcs_tampil", Text("GCS ${gcs}"), relevant="${gcs} != ''"),
        calculated("indeks_syok", f"if({shock_known}, round(${{pulse}} div ${{systolic_mmhg}}, 2), '')"),
        ask(
            "note",
            "indeks_syok_tampil",
            Text("Indeks syok ${indeks_syok}", "Shock index ${indeks_syok}"),
            relevant="${indeks_syok} != ''",
        ),
        calculated("news2", news2_formula()),
        ask(
            "note",
            "news2_tampil",
            Text("NEWS2 paling sedikit ${news2}", "NEWS2 at least ${news2}"),
            hint=Text("Yang belum diukur dihitung nol.", "What was not measured counts as none."),
            relevant=f"${{umur_tahun}} >= {NEWS2_FROM_YEARS} and (${{hamil}} = '' or ${{hamil}} = 'tidak')",
        ),
    ]


def news2_formula() -> str:
    """The points of NEWS2 that are certain: its sum with what is missing at its best."""
    parts = [_by_cuts(name, cuts) for name, cuts in NEWS2_CUTS.items()]
    parts.append("if(${on_oxygen} = 'ya', 2, 0)")
    parts.append("if(${consciousness} != '' and ${consciousness} != 'alert', 3, 0)")
    return " + ".join(parts)


def _by_cuts(name: str, cuts: Cuts) -> str:
    """From a value on (included) these points."""
    lowest, *rising = cuts
    formula = str(lowest[1])
    for least, points in rising:
        formula = f"if(${{{name}}} >= {least:g}, {points}, {formula})"
    return f"if(${{{name}}} = '', 0, {formula})"
