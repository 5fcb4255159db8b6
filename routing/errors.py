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
