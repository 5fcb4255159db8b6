"""A set of rows by kind and id, with the versions they had when they were read."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from dispatch.domain.refusal import Missing
from dispatch.domain.rows import Row

Key = tuple[str, str]


@dataclass(slots=True)
class Board:
    """Rows to decide on, or to project onto. A row that was looked for and is absent counts as version 0.

    Rows are replaced, never changed in place, so a caller may keep the ones it was given.
    """

    rows: dict[Key, Row] = field(default_factory=dict)
    versions: dict[Key, int] = field(default_factory=dict)
    changed: dict[Key, Row | None] = field(default_factory=dict)

    def find(self, kind: str, id_: str) -> Row | None:
        return self.rows.get((kind, id_))

    def get(self, kind: str, id_: str) -> Row:
        row = self.rows.get((kind, id_))
        if row is None:
            raise Missing(kind, id_)
        return row

    def list_kind(self, kind: str) -> Iterator[Row]:
        return (row for (row_kind, _), row in self.rows.items() if row_kind == kind)

    def read(self, kind: str, id_: str, row: Row | None, version: int) -> None:
        """Take in what the tables hold."""
        self.versions[kind, id_] = version
        if row is None:
            self.rows.pop((kind, id_), None)
        else:
            self.rows[kind, id_] = row

    def put(self, kind: str, id_: str, row: Row) -> None:
        self.rows[kind, id_] = row
        self.changed[kind, id_] = row

    def update(self, kind: str, id_: str, **fields: object) -> Row:
        row = {**self.get(kind, id_), **fields}
        self.put(kind, id_, row)
        return row

    def drop(self, kind: str, id_: str) -> None:
        self.rows.pop((kind, id_), None)
        self.changed[kind, id_] = None
