"""The routing server that the settings name, before the city's own roads."""

import routing
from cities.city import City
from psc119.errors import CannotServe
from psc119.settings import Settings
from routing.remote.osrm import Osrm
from routing.remote.profiles import (
    Profiles,
    ServerProfile,
    osrm_profiles,
    osrm_profiles_of_one_server,
    valhalla_profiles,
)
from routing.remote.router import RemoteRouter
from routing.remote.server import RoadServer
from routing.remote.valhalla import Valhalla


def server_router(city: City, own: routing.Router, settings: Settings) -> RemoteRouter:
    """Travel times from the server of the settings; `own` answers when it does not.

    Raises:
        CannotServe: an address, a kind or a profile that is missing or none.
    """
    if settings.routing_url is None or settings.routing_kind is None:
        raise CannotServe("PSC119_ROUTING_URL dan PSC119_ROUTING_KIND (osrm atau valhalla) harus diisi bersama.")
    try:
        server = _client(settings.routing_url, settings.routing_kind)
    except routing.RoutingError as error:
        raise CannotServe(
            f"PSC119_ROUTING_URL={settings.routing_url} bukan alamat server rute; contoh: http://localhost:5000"
        ) from error
    return RemoteRouter(
        server,
        _profiles(settings, own.speeds),
        home=routing.Point(city.psc.lat, city.psc.lon),
        speeds=own.speeds,
        boats=own.boats,
        fallback=own,
        times_s=settings.routing_wait_ms / 1000,
    )


def _client(url: str, kind: str) -> RoadServer:
    return Osrm(url) if kind == "osrm" else Valhalla(url)


def _profiles(settings: Settings, speeds: routing.Speeds) -> Profiles:
    profiles = dict(_default_profiles(settings, speeds))
    for name, given in settings.routing_profiles.items():
        try:
            profiles[routing.Profile(name)] = ServerProfile(**{**given, "exclude": tuple(given.get("exclude", ()))})
        except (TypeError, ValueError) as error:
            raise CannotServe(
                f"PSC119_ROUTING_PROFILES: {name!r} tidak dapat dipakai ({error}). Nama: "
                f"{', '.join(routing.Profile)}; isi: name, factor, speed_kmh, exclude."
            ) from error
    return profiles


def _default_profiles(settings: Settings, speeds: routing.Speeds) -> Profiles:
    if settings.routing_kind == "valhalla":
        return valhalla_profiles(speeds)
    # One osrm-routed has the data of one profile; only behind `{profile}` is there one for people on foot.
    several = "{profile}" in (settings.routing_url or "")
    return osrm_profiles(speeds) if several else osrm_profiles_of_one_server(speeds)
