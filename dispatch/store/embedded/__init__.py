"""PostgreSQL of our own: started in a data folder when no database URL is given, under the same code as any other.

    with EmbeddedServer(default_data_dir()) as server:
        connection = await asyncpg.connect(server.address.dsn)

The launcher is ours because those shipped with the binaries open folders up to `/` as root and hand out dead servers.
"""

from dispatch.store.embedded.address import ServerAddress
from dispatch.store.embedded.binaries import Binaries, BinariesSource, find_binaries, list_binaries
from dispatch.store.embedded.errors import EmbeddedServerError
from dispatch.store.embedded.folders import default_data_dir
from dispatch.store.embedded.server import EmbeddedServer

__all__ = [
    "Binaries",
    "BinariesSource",
    "EmbeddedServer",
    "EmbeddedServerError",
    "ServerAddress",
    "default_data_dir",
    "find_binaries",
    "list_binaries",
]
