"""How the embedded server is configured: on its command line, so that no file in the data folder can weaken it."""

from collections.abc import Mapping
from pathlib import Path

SETTINGS: Mapping[str, str] = {
    # Reached by socket only; the socket's folder admits nobody but the server's account and root.
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    # A call that was answered must survive a power cut.
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "wal_compression": "on",
    # Statements are short; compiling them costs more than running them.
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "cluster_name": "psc119",
}


def command_line(socket_folder: Path, port: int, overrides: Mapping[str, str]) -> list[str]:
    """The server's `-c name=value` arguments."""
    chosen = {**SETTINGS, **overrides, "unix_socket_directories": f'"{socket_folder}"', "port": str(port)}
    return [argument for name, value in chosen.items() for argument in ("-c", f"{name}={value}")]
