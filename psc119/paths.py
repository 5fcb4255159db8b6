"""Where the built interface lies: beside the sources in a checkout, inside the package in a wheel."""

from pathlib import Path

HERE = Path(__file__).parent


def find_interface() -> Path | None:
    """The folder with the built interface, or None when it has not been built."""
    for folder in (HERE / "interface", HERE.parent / "callcenter_ui" / "dist"):
        if (folder / "operator.html").is_file():
            return folder
    return None
