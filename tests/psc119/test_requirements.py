"""What runs needs only what `make run` installs: nothing is borrowed from the tools for testing."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOADED = """
import sys
from importlib.metadata import packages_distributions
from dispatch.store.migrations import upgrade
upgrade(sys.argv[1])
import psc119.app, psc119.demo, psc119.console.network, twilio.rest, osmnx, osmium
owners = packages_distributions()
loaded = {name.partition(".")[0] for name in sys.modules}
print("\\n".join(sorted({owner for name in loaded for owner in owners.get(name, ())})))
"""


@pytest.mark.database
def test_everything_loaded_at_run_time_is_installed_by_make_run(empty_database_url: str) -> None:
    command = [sys.executable, "-W", "ignore", "-c", LOADED, empty_database_url]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    run = re.findall(r"^([A-Za-z0-9._-]+)==", (ROOT / "requirements" / "run.txt").read_text(), re.MULTILINE)
    installed = {_normal(name) for name in run} | {"psc119", "pip", "setuptools"}
    assert {_normal(name) for name in done.stdout.split()} - installed == set()


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
