"""Puts the built interface into the wheel, so that a wheel's user needs no Node.js."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class InterfaceHook(BuildHookInterface):  # type: ignore[type-arg]  # a hook of any builder
    """Builds `callcenter_ui/dist` and includes it as `psc119/interface`; an editable install serves it from there."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        subprocess.run([sys.executable, str(root / "callcenter_ui" / "build.py")], check=True)  # noqa: S603
        build_data["force_include"][str(root / "callcenter_ui" / "dist")] = "psc119/interface"
