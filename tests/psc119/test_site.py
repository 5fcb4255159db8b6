"""The interface's files: found inside their folder only, compressed where the browser takes it."""

from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from psc119.site import site_router


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    built = tmp_path / "dist"
    (built / "assets").mkdir(parents=True)
    (built / "operator.html").write_text("<p>operator</p>")
    (built / "assets" / "a-1.js").write_text("plain")
    (built / "assets" / "a-1.js.br").write_bytes(b"packed")
    (built / ".built").write_text("mark")
    (tmp_path / "secret.txt").write_text("secret")
    return built


def client(folder: Path | None) -> httpx.AsyncClient:
    app = FastAPI()
    app.include_router(site_router(folder))
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://localhost", headers={"accept-encoding": ""}
    )


async def test_a_surface_is_a_page_of_its_own_and_never_cached(folder: Path) -> None:
    async with client(folder) as browser:
        page = await browser.get("/operator")
        assert (page.status_code, page.text) == (200, "<p>operator</p>")
        assert page.headers["cache-control"] == "no-cache"
        assert (await browser.head("/operator")).status_code == 200


async def test_hashed_files_are_kept_for_ever_and_sent_packed(folder: Path) -> None:
    async with client(folder) as browser:
        packed = await browser.get("/assets/a-1.js", headers={"accept-encoding": "gzip, br"})
        assert packed.headers["content-encoding"] == "br"
        assert "immutable" in packed.headers["cache-control"]
        assert packed.headers["content-type"].startswith("text/javascript")
        assert (await browser.get("/assets/a-1.js")).text == "plain"


@pytest.mark.parametrize(
    "path", ["/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt", "/.built", "/assets", "/tidak-ada"]
)
async def test_nothing_outside_the_folder_is_served(folder: Path, path: str) -> None:
    async with client(folder) as browser:
        assert (await browser.get(path)).status_code == 404


async def test_without_a_built_interface_the_page_says_how_to_build_it() -> None:
    async with client(None) as browser:
        answer = await browser.get("/operator")
        assert answer.status_code == 503
        assert "make run" in answer.text
