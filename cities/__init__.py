"""One folder a city, and the schema that validates it.

`load_city("tanjungpinang")` reads a city; every value in it says its source and whether somebody verified it.
"""

from cities.areas import Area, Areas, AreasError, areas_file, import_areas
from cities.city import City
from cities.document import ProfileError
from cities.load import UnknownCityError, list_cities, load_city

__all__ = [
    "Area",
    "Areas",
    "AreasError",
    "City",
    "ProfileError",
    "UnknownCityError",
    "areas_file",
    "import_areas",
    "list_cities",
    "load_city",
]
