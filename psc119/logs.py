"""How the program logs: one line an event, no local variables in tracebacks, because they may hold a person's words."""

import logging
import sys
from typing import Any

import structlog


def log_plainly() -> None:
    """Write log lines to standard error, as `key=value`."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.LogfmtRenderer(key_order=("timestamp", "level", "event")),
        ],
        logger_factory=_on_standard_error,
    )


def _on_standard_error(*_: Any) -> structlog.WriteLogger:
    """Standard error as it is when the line is written: who captured it meanwhile may have closed it."""
    return structlog.WriteLogger(sys.stderr)
