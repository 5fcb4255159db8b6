"""Settings of the program, from the environment (`PSC119_…`) and the console."""

from pathlib import Path
from typing import Any, Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What differs from one installation to another. Secrets come only from the environment."""

    model_config = SettingsConfigDict(env_prefix="PSC119_", env_ignore_empty=True, extra="ignore")

    city: str = "tanjungpinang"
    data_dir: Path | None = None
    database_url: str | None = None
    redis_url: str | None = None
    network: Path | None = None
    download_roads: bool = Field(default=True, description="fetch OpenStreetMap's roads where none were imported")
    master_key: str | None = Field(default=None, description="base64 of 32 bytes; else a file in the data folder")
    public_url: str | None = None
    behind_tls: bool = Field(default=False, description="a proxy in front of us speaks TLS")

    routing_url: str | None = Field(default=None, description="a server that is asked for ways over land")
    routing_kind: Literal["osrm", "valhalla"] | None = None
    routing_wait_ms: int = Field(default=300, ge=20, le=5_000, description="then a recommendation goes on without it")
    routing_profiles: dict[str, dict[str, Any]] = Field(
        default_factory=dict, description='over the defaults, as JSON: {"ambulans": {"name": "driving", "factor": 1.2}}'
    )

    bench_streams: int = Field(default=0, ge=0, le=100, description="more streams over the city; only for benches")

    twilio_account_sid: str | None = None
    twilio_auth_token: str | None = None
    twilio_from_number: str | None = None
    twilio_base_url: str | None = None
