"""What the FHIR endpoints take."""

from dispatch.commands import CommandBody
from dispatch.http.fields import Text


class ExportTriage(CommandBody):
    """Hand the answers of a case out. The log keeps why, and who."""

    reason: Text
