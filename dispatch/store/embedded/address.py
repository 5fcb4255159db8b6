"""Where a server is reached."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self
from urllib.parse import quote

DATABASE = "psc119"
USER = "psc119"
PORT = 5432


@dataclass(frozen=True)
class ServerAddress:
    """A server behind a Unix socket.

    The port is only part of the socket's file name: nothing listens on the network.
    """

    host: Path
    port: int = PORT
    user: str = USER
    database: str = DATABASE

    @property
    def dsn(self) -> str:
        """The URL asyncpg takes; SQLAlchemy takes it too with the scheme `postgresql+asyncpg`."""
        return f"postgresql://{self.user}@/{self.database}?host={quote(str(self.host))}&port={self.port}"

    @property
    def socket(self) -> Path:
        """The socket itself."""
        return self.host / f".s.PGSQL.{self.port}"

    def with_database(self, database: str) -> Self:
        """The same server, another database."""
        return replace(self, database=database)
