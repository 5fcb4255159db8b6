"""What every endpoint shares: problem documents, strict bodies, limits, headers, and the proof that all are guarded."""

from fastapi import FastAPI

from dispatch.http.documented import PROBLEMS, document_problems
from dispatch.http.faults import FaultBarrier
from dispatch.http.handlers import install_handlers
from dispatch.http.headers import SecurityHeaders
from dispatch.http.limits import BodyLimit

__all__ = ["PROBLEMS", "install"]


def install(app: FastAPI) -> None:
    """Give `app` the shared handlers and middleware; call it once, before the first request."""
    install_handlers(app)
    document_problems(app)
    # The last one added is the outermost: an answer to a fault or to a body too large carries the headers too.
    app.add_middleware(BodyLimit)
    app.add_middleware(FaultBarrier)
    app.add_middleware(SecurityHeaders)
