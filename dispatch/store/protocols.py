"""The content of protocol versions, by its hash. What is there once is never changed."""

import json
from collections.abc import Mapping
from typing import Any

from dispatch.store.pool import Database


async def keep_content(db: Database, version: str, files: Mapping[str, Any], comments: Mapping[str, str]) -> None:
    """Store a version's content unless it is there.

    Args:
        version: the hash of `files`; whoever reads them computes it again.
        files: plain content by path; comments: what stands at the head of a file, no part of the version.
    """
    await db.execute(
        "INSERT INTO protocol_content (version, files, comments) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        version,
        json.dumps(files, ensure_ascii=False),
        json.dumps(comments, ensure_ascii=False),
    )


async def find_content(db: Database, version: str) -> tuple[dict[str, Any], dict[str, str]] | None:
    """The files and their head comments as stored, or None. They prove nothing before they are hashed."""
    row = await db.find_row("SELECT files, comments FROM protocol_content WHERE version = $1", version)
    return None if row is None else (json.loads(row["files"]), json.loads(row["comments"]))
