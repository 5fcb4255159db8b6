"""Others who work in the same PSC, as far as a command needs to name them."""

from dispatch.domain.refusal import Missing
from dispatch.domain.rows import Actor
from dispatch.domain.words import Role
from dispatch.store.pool import Database


async def find_colleague(db: Database, account_id: str, *, psc: str, role: Role) -> Actor:
    """The active account `account_id` that holds `role` in `psc`; raises `Missing` where there is none."""
    row = await db.find_row(
        """SELECT a.id, a.name FROM account a JOIN account_role r ON r.account_id = a.id
            WHERE a.id::text = $1 AND a.active AND r.psc = $2 AND r.role = $3""",
        account_id,
        psc,
        role,
    )
    if row is None:
        raise Missing("account", account_id)
    return {"id": str(row["id"]), "name": row["name"]}


async def list_colleagues(db: Database, *, psc: str, role: Role) -> list[Actor]:
    """Everybody active who holds `role` in `psc`, by name."""
    rows = await db.fetch(
        """SELECT DISTINCT a.id, a.name FROM account a JOIN account_role r ON r.account_id = a.id
            WHERE a.active AND r.psc = $1 AND r.role = $2 ORDER BY a.name""",
        psc,
        role,
    )
    return [{"id": str(row["id"]), "name": row["name"]} for row in rows]
