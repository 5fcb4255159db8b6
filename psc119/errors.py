"""Why the program cannot do what it was started for."""


class CannotServe(Exception):  # noqa: N818
    """The server cannot start; the message says why and what to do."""
