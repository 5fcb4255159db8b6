"""What can go wrong in routing, as types a caller can tell apart."""

from __future__ import annotations


class RoutingError(Exception):
    """Anything this package refuses or fails at."""


class RoutingInputError(RoutingError, ValueError):
    """A coordinate, instant or edge id that cannot be meant: NaN, outside ±90/±180, without a zone, unknown."""


class NetworkImportError(RoutingError):
    """A source that is not a road network. The text is for the person at the console, in Indonesian."""


class NetworkFileError(RoutingError):
    """A saved network that is missing, of another version, or altered since it was written."""


class CalibrationError(RoutingError):
    """A calibration that is damaged, or of other roads or speeds. The text is in Indonesian, as for imports."""


class TablesFileError(RoutingError):
    """Saved tables that are missing, damaged, or computed from other roads, weights or places."""


class EngineError(RoutingError):
    """The shortest-path library failed; the caller answers with the other engine."""


class ServerError(RoutingError):
    """A routing server did not answer a question; the text says what it did instead."""


class ServerDownError(ServerError):
    """The server is away, slow, failing or talking nonsense: it is left alone for a while."""


class ServerRefusedError(ServerError):
    """The server is well and does not answer this question.

    Args:
        code: the server's own word for the reason.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code


class ClosuresUnsupportedError(RoutingError):
    """Roads cannot be closed here: there is no network of ours that says where an edge lies."""
