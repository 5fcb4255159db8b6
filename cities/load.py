"""Reading a city: the packaged profile, and over it what the health office keeps in its own data folder."""

from pathlib import Path
from typing import Any

import orjson
from pydantic import ValidationError

from cities.areas import load_areas
from cities.city import City
from cities.document import Document, read_document
from cities.profile import Profile
from cities.references import list_problems

PACKAGED = Path(__file__).resolve().parent
PROFILE_FILE = "profile.yaml"


class UnknownCityError(LookupError):
    """No profile for a city of that id; the message lists the ones there are."""


def list_cities(*, data_dir: Path | None = None) -> list[str]:
    """Ids of the cities that have a profile, packaged or in the data folder."""
    roots = [PACKAGED] + ([data_dir / "cities"] if data_dir is not None else [])
    return sorted({file.parent.name for root in roots for file in root.glob(f"*/{PROFILE_FILE}")})


def load_city(city_id: str, *, data_dir: Path | None = None) -> City:
    """Read and check one city.

    A YAML file in `<data_dir>/cities/<id>/` replaces the packaged profile's sections of the same name as a whole, so
    that a health office keeps its own telephone numbers, units and coordinates outside the program.

    Args:
        city_id: folder name of the city, such as `tanjungpinang`.
        data_dir: the program's data folder; without it only the packaged profile is read.

    Raises:
        UnknownCityError: there is no such city.
        ProfileError: the profile is wrong; it names file, line, field and what to do.
        AreasError: the imported kelurahan polygons were damaged.
    """
    known = list_cities(data_dir=data_dir)
    if city_id not in known:
        raise UnknownCityError(f"no city '{city_id}': the profiles there are: {', '.join(known)}")
    folders = [PACKAGED / city_id] + ([data_dir / "cities" / city_id] if data_dir is not None else [])
    documents = [read_document(files) for folder in folders if (files := sorted(folder.glob("*.yaml")))]
    document = documents[0]
    for overlay in documents[1:]:
        document = document.overlaid(overlay)
    profile = _validated(document)
    areas = load_areas(city_id, profile.kelurahan, data_dir)
    folder = next(folder for folder in folders if (folder / PROFILE_FILE).exists())
    return City.of(profile, areas=areas, folder=folder)


def _validated(document: Document) -> Profile:
    try:
        # Strict JSON mode takes text for enums, times and tuples, and nothing else for anything else.
        profile = Profile.model_validate_json(orjson.dumps(document.data))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise document.error(first["loc"], _advice(first)) from error
    for loc, message in list_problems(profile):
        raise document.error(loc, message)
    return profile


def _advice(error: Any) -> str:
    match error["type"]:
        case "missing":
            return "is missing: add this field"
        case "extra_forbidden":
            return "is no field of a profile: correct its name or remove it"
        case "value_error":
            return str(error["ctx"]["error"])
    return f"{error['msg']}; found {error['input']!r}"
