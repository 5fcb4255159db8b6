"""Which policy decided: kept with every decision, and the key of the simulator's compile cache."""

import hashlib
from functools import cache
from pathlib import Path


@cache
def policy_version() -> str:
    """Hash of the policy's own sources, the first 16 hex digits: any edit is another version."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
