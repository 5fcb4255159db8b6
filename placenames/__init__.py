"""How Indonesians write the names of places; knows no city and no map."""

from placenames.spelling import normalised

__all__ = ["normalised"]
