"""The schema's revisions. A running server asks with a plain query; only an upgrade loads Alembic."""

from pathlib import Path
from typing import Any

from dispatch.store.pool import Database

HERE = Path(__file__).parent
REVISION_TABLE = "schema_revision"


class SchemaOutdated(Exception):  # noqa: N818
    """The database's schema is not the one this program was written for."""


def newest_revision() -> str:
    """The revision this program expects: the highest numbered file in `versions/`."""
    return max(path.name.split("_")[0] for path in (HERE / "versions").glob("[0-9]*_*.py"))


async def find_revision(database: Database) -> str | None:
    """The revision the database is at, or None when it has never been upgraded."""
    if not await database.value("SELECT to_regclass($1) IS NOT NULL", REVISION_TABLE):
        return None
    revision: str | None = await database.value("SELECT version_num FROM schema_revision")
    return revision


async def check(database: Database) -> None:
    """Raise `SchemaOutdated` unless the database is at this program's revision."""
    found, wanted = await find_revision(database), newest_revision()
    if found != wanted:
        raise SchemaOutdated(
            f"Skema basis data ada di revisi {found or 'kosong'}, program ini memerlukan {wanted}. "
            "Jalankan: psc119 db upgrade"
        )


def upgrade(dsn: str) -> str:
    """Bring the database at `dsn` to the newest revision and return it. Blocking; loads Alembic when called."""
    import asyncio  # noqa: PLC0415
    import threading  # noqa: PLC0415

    failures: list[BaseException] = []

    def work() -> None:
        try:
            asyncio.run(_upgrade(dsn))
        except BaseException as error:
            failures.append(error)

    # A thread of its own: callers may already be inside an event loop.
    thread = threading.Thread(target=work, name="schema-upgrade")
    thread.start()
    thread.join()
    if failures:
        raise failures[0]
    return newest_revision()


async def _upgrade(dsn: str) -> None:
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from asyncpg import connect  # noqa: PLC0415
    from sqlalchemy.ext.asyncio import create_async_engine  # noqa: PLC0415
    from sqlalchemy.pool import NullPool  # noqa: PLC0415

    engine = create_async_engine("postgresql+asyncpg://", async_creator=lambda: connect(dsn), poolclass=NullPool)

    def run(connection: Any) -> None:
        config = Config()
        config.set_main_option("script_location", str(HERE))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")

    async with engine.begin() as connection:
        await connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext('psc119-schema'))")
        await connection.run_sync(run)
        for path in sorted((HERE.parent / "sql").glob("*.sql")):
            await connection.exec_driver_sql(path.read_text(encoding="utf-8"))
    await engine.dispose()
