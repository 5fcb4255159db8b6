"""Which network the city's travel times stand on, and the switch to a better one."""

import asyncio
import sys
from pathlib import Path

import structlog

import routing
from cities.city import City
from cities.profile import Pier
from cities.speeds import ClassSpeed, JunctionDelays, PeriodWindow, TrafficPeriod, Weekday, Yield
from dispatch.core import Core, Roads
from psc119.settings import Settings

log = structlog.get_logger()

OVERPASS = "overpass-api.de"
REACHABLE_WITHIN_S = 3.0


def networks_folder(data_dir: Path) -> Path:
    """Where imported networks are kept."""
    return data_dir / "networks"


def find_imported_network(data_dir: Path) -> Path | None:
    """The network imported last, or None."""
    saved = sorted(networks_folder(data_dir).glob("*.npz"), key=lambda path: (path.stat().st_mtime_ns, path.name))
    return saved[-1] if saved else None


def choose_network(city: City, data_dir: Path, given: Path | None) -> routing.Network:
    """The network to start with: an imported one, the one `PSC119_NETWORK` names, else the schematic main roads.

    Raises:
        routing.RoutingError: the named network cannot be read. A wrong name is an error, not a reason to guess.
    """
    imported = find_imported_network(data_dir)
    if imported is not None:
        return routing.load_network(imported)
    if given is not None:
        return routing.import_network(given)
    return skeleton_of(city)


def calibration_file(data_dir: Path, network: routing.Network) -> Path:
    """Where the calibration of a network is kept."""
    return networks_folder(data_dir) / f"kalibrasi-{network.hash[:16]}.json"


def skeleton_of(city: City) -> routing.Network:
    """The city's hand-made main roads."""
    return routing.import_network(city.main_roads_file)


def router_of(city: City, network: routing.Network, *, data_dir: Path | None = None) -> routing.Router:
    """Travel times over `network`; where it ends, the city's skeleton goes on.

    Args:
        data_dir: where a calibration of the network is looked for.
    """
    skeleton = None if network.schematic else skeleton_of(city)
    return routing.Router(
        network, speeds=_speeds_over(network, city, data_dir), boats=boats_of(city), skeleton=skeleton
    )


def travel_times_of(
    city: City, network: routing.Network, settings: Settings, *, data_dir: Path | None = None
) -> routing.TravelTimes:
    """Travel times from the routing server of the settings, if any, and over `network` where it does not answer.

    Args:
        data_dir: as in `router_of`.

    Raises:
        CannotServe: the settings of the routing server are not complete or not right.
    """
    own = router_of(city, network, data_dir=data_dir)
    if settings.routing_url is None and settings.routing_kind is None:
        return own
    from psc119.routing_server import server_router  # noqa: PLC0415 - who has no server does not load its client

    return server_router(city, own, settings)


def roads_of(city: City, network: routing.Network, settings: Settings, *, data_dir: Path | None = None) -> Roads:
    """The roads the core works with, warm."""
    router = travel_times_of(city, network, settings, data_dir=data_dir)
    router.warm_up()
    return Roads(router, network)


def boats_of(city: City) -> routing.BoatService:
    """The piers and boat legs of a city profile, as routing wants them."""
    legs = [
        routing.BoatLeg(
            id=leg.id,
            origin=leg.from_pier,
            destination=leg.to_pier,
            duration_s=leg.duration_s,
            boarding_s=leg.boarding_s,
            hours=tuple(map(_window_of, leg.hours)),
            kind=routing.BoatKind(leg.service),
            fillings=tuple(routing.Filling(_window_of(filling.window), filling.seconds) for filling in leg.filling),
            capacity=leg.capacity,
            stretcher=leg.stretcher,
            hazards=frozenset(map(str, leg.hazards)),
        )
        for leg in city.boat_legs
    ]
    piers = [routing.Pier(pier.id, pier.name, pier.lat, pier.lon, vehicle=_vehicle(pier)) for pier in city.piers]
    return routing.BoatService.both_ways(piers, legs, city.tz)


def speeds_of(city: City) -> routing.Speeds:
    """The speeds of a city profile, as routing wants them."""
    speeds = city.speeds
    return routing.Speeds(
        car_kmh={_road_class(row): row.car_kmh for row in speeds.classes if row.car_kmh is not None},
        motorcycle_kmh={
            _road_class(row): row.motorcycle_kmh for row in speeds.classes if row.motorcycle_kmh is not None
        },
        lights_factor=speeds.lights.factor,
        foot_kmh=speeds.foot.kmh,
        off_road_kmh=speeds.off_road.kmh,
        straight_kmh=speeds.straight_line.kmh,
        detour_factor=speeds.detour.factor,
        schematic_detour=speeds.schematic_detour.factor,
        schematic_off_road_kmh=speeds.schematic_off_road.kmh,
        boat_kmh=speeds.own_boat.kmh,
        sea_detour=speeds.sea_detour.factor,
        hours=routing.HourTable(tuple(_period_of(period) for period in speeds.periods), city.tz),
        delays=_delays_of(speeds.delays),
        spread=routing.TimeSpread(
            sigma={str(row.kind): row.sigma for row in speeds.spread.kinds},
            short_sigma=speeds.spread.short_trips.sigma,
            short_s=speeds.spread.short_trips.seconds,
        ),
    )


def _speeds_over(network: routing.Network, city: City, data_dir: Path | None) -> routing.Speeds:
    """The city's speeds, calibrated where trips over this network were; a calibration that no longer fits is left
    aside, because a server without it still answers."""
    speeds = speeds_of(city)
    file = calibration_file(data_dir, network) if data_dir is not None else None
    if file is None or not file.exists():
        return speeds
    try:
        calibration = routing.load_calibration(file)
        calibration.check(network)
        calibrated = speeds.with_calibration(calibration)
    except routing.CalibrationError as error:
        log.warning("network.calibration_left_aside", reason=str(error))
        return speeds
    log.info("network.calibrated", trips=calibration.report.trips, edges=calibration.report.edges)
    return calibrated


def _road_class(row: ClassSpeed | Yield) -> routing.RoadClass:
    return routing.RoadClass(row.road_class)


def _period_of(period: TrafficPeriod) -> routing.Period:
    return routing.Period(
        name=period.id,
        windows=tuple(map(_window_of, period.windows)),
        car_factor={routing.RoadClass(road_class): factor for road_class, factor in period.car.items()},
        motorcycle_factor={routing.RoadClass(road_class): factor for road_class, factor in period.motorcycle.items()},
        lights_share=period.lights_share,
        sigma=period.sigma,
    )


def _delays_of(delays: JunctionDelays) -> routing.Delays:
    return routing.Delays(
        yield_s={_road_class(row): row.seconds for row in delays.yields},
        equals_s=delays.equals.seconds,
        signal_s=delays.signal.seconds,
        right_turn_s=delays.right_turn.seconds,
        left_turn_s=delays.left_turn.seconds,
        u_turn_s=delays.u_turn.seconds,
        straight_s=delays.straight.seconds,
        lights_share=delays.lights.share,
        motorcycle_share=delays.motorcycle.share,
    )


def _window_of(window: PeriodWindow) -> routing.Window:
    days = list(Weekday)
    weekdays = tuple(days.index(day) for day in window.weekdays)
    return routing.Window(weekdays, window.hours.start_minute, window.hours.end_minute)


def _vehicle(pier: Pier) -> routing.IslandVehicle | None:
    if pier.vehicle is None:
        return None
    return routing.IslandVehicle(pier.vehicle.name, pier.vehicle.speed_kmh, pier.vehicle.wait_s)


async def download_and_switch(core: Core, city: City, data_dir: Path, settings: Settings) -> None:
    """Fetch the city's roads from OpenStreetMap in a process of its own, and switch over when they are ready.

    The server itself never loads the import tools. Without a way to the world nothing happens but a line in the log:
    the city stays on its skeleton.
    """
    if not await _world_is_reachable():
        log.info("network.stays_schematic", reason="OpenStreetMap's Overpass server cannot be reached")
        return
    box = city.bounding_box
    source = f"bbox:{box.west},{box.south},{box.east},{box.north}"
    log.info("network.downloading", city=city.id, hint="the screens switch over when it is ready")
    command = [sys.executable, "-m", "psc119.console", "network", "import", source, "--city", city.id]
    process = await asyncio.create_subprocess_exec(
        *command,
        "--name",
        f"{city.id}-osm",
        "--city",
        city.id,
        "--data-dir",
        str(data_dir),
        stderr=asyncio.subprocess.PIPE,
    )
    _, told = await process.communicate()
    imported = find_imported_network(data_dir)
    if process.returncode != 0 or imported is None:
        log.info("network.stays_schematic", reason=told.decode(errors="replace").strip()[-300:])
        return
    network = routing.load_network(imported)
    better = await asyncio.to_thread(lambda: roads_of(city, network, settings, data_dir=data_dir))
    assert core.closures is not None
    await core.closures.adopt(better.router)
    log.info("network.switched", label=better.network.label)


async def _world_is_reachable() -> bool:
    try:
        async with asyncio.timeout(REACHABLE_WITHIN_S):
            _, writer = await asyncio.open_connection(OVERPASS, 443)
    except (OSError, TimeoutError):
        return False
    writer.close()
    return True
