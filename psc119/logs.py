"""How the program logs: one line an event, no local variables in tracebacks, because they may hold a person's words."""

import logging
import sys

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
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )
