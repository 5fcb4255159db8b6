"""The commands, each loaded only when it is called: `serve` must not pay for what `network import` needs."""

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from psc119.logs import log_plainly

HELP = "PSC 119: pengiriman bantuan medis darurat sebuah kota.\n\nPerintah:"

# name → (module, attribute, what the list of commands says)
COMMANDS = {
    "demo": ("psc119.console.serving", "demo", "Jalankan peragaan dengan penelepon dan kru tiruan."),
    "latihan": ("psc119.console.serving", "latihan", "Buka PSC latihan dengan sepuluh penelepon bernaskah."),
    "serve": ("psc119.console.serving", "serve", "Jalankan server untuk PSC yang sesungguhnya."),
    "db": ("psc119.console.db", "app", "Basis data: naikkan skema."),
    "user": ("psc119.console.user", "app", "Akun: siapa yang boleh masuk."),
    "city": ("psc119.console.city", "app", "Profil kota."),
    "network": ("psc119.console.network", "app", "Jaringan jalan: impor dan lihat."),
    "route": ("psc119.console.network", "route_command", "Hitung perjalanan antara dua titik."),
    "reach": ("psc119.console.reach", "reach_command", "Wilayah dan penduduk yang terjangkau unit-unit."),
    "triage": ("psc119.console.triage", "app", "Protokol triase: coba dan buktikan."),
    "events": ("psc119.console.events", "app", "Catatan kejadian: ikuti dan buktikan."),
    "privacy": ("psc119.console.privacy", "app", "Data pribadi: lupakan seseorang."),
    "bench": ("psc119.console.bench", "app", "Ukur terhadap anggaran waktu."),
}


class LazyGroup(TyperGroup):
    """A group that imports a command's module when the command is called, not to list it."""

    def list_commands(self, _ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        return _command(cmd_name)

    def format_help(self, _ctx: Any, _formatter: Any) -> None:
        typer.echo(HELP)
        width = max(map(len, COMMANDS)) + 2
        for name, (_, _, help_) in COMMANDS.items():
            typer.echo(f"  {name:<{width}}{help_}")
        typer.echo("\nSetiap perintah punya --help, misalnya: psc119 serve --help")


def _command(name: str) -> Any:
    module_name, attribute, help_ = COMMANDS[name]
    module = import_module(module_name)
    found = getattr(module, attribute)
    if isinstance(found, typer.Typer):
        return get_command(found)
    single = typer.Typer()
    settings = getattr(module, "COMMAND_SETTINGS", {})
    single.command(name=name, context_settings=settings, short_help=help_)(found)
    return get_command(single)


main = typer.Typer(cls=LazyGroup, no_args_is_help=True, add_completion=False)


@main.callback()
def _root() -> None:
    """PSC 119: pengiriman bantuan medis darurat sebuah kota."""
    log_plainly()
