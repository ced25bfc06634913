"""Real servers for the tests of this folder, each behind a front of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import PostgresTemplates
from tests.servers import bluesky as bluesky_server
from tests.servers import ghost as ghost_server
from tests.servers import mediawiki as mediawiki_server
from tests.servers import nostr as nostr_server
from tests.servers import wordpress as wordpress_server
from tests.servers.bluesky import Bluesky, run_bluesky
from tests.servers.front import Front, run_front
from tests.servers.ghost import Ghost, run_ghost
from tests.servers.mediawiki import MediaWiki, run_mediawiki
from tests.servers.nostr import Relay, run_relay
from tests.servers.pictures import draw_picture
from tests.servers.researcher import Researcher, employ
from tests.servers.wordpress import WordPress, run_wordpress


@pytest.fixture(scope="module")
def bluesky(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bluesky]:
    """Bluesky's account server and directory, empty."""
    with run_bluesky(tmp_path_factory.mktemp("bluesky")) as running:
        yield running


@pytest.fixture(scope="module")
def bluesky_front(bluesky: Bluesky, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """The servers under their names. Where the AppView's name leads there is none: it refuses."""
    ports = {
        bluesky_server.HOST: bluesky.pds,
        "public.api.bsky.app": bluesky.pds,
        "plc.directory": bluesky.plc,
    }
    with run_front(ports, tmp_path_factory.mktemp("front")) as front:
        yield front


@pytest.fixture
def bluesky_researcher(bluesky_front: Front, tmp_path: Path) -> Researcher:
    """Someone with an empty data folder who reaches the Bluesky servers."""
    return employ(tmp_path / "data", bluesky_front)


@pytest.fixture(scope="module")
def network(
    postgres_server: PostgresTemplates, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bluesky]:
    """Bluesky's servers with an AppView, empty."""
    with postgres_server.fresh_url(migrated=False) as url:
        database = url.replace("postgresql+psycopg://", "postgresql://")
        with run_bluesky(tmp_path_factory.mktemp("network"), database) as running:
            yield running


@pytest.fixture(scope="module")
def network_front(network: Bluesky, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """The servers under their names; pictures come from the AppView."""
    ports = {
        bluesky_server.HOST: network.pds,
        "public.api.bsky.app": network.appview,
        "cdn.bsky.app": network.appview,
        "plc.directory": network.plc,
    }
    with run_front(ports, tmp_path_factory.mktemp("front")) as front:
        yield front


@pytest.fixture
def network_researcher(network_front: Front, tmp_path: Path) -> Researcher:
    """Someone with an empty data folder who reaches all of Bluesky."""
    return employ(tmp_path / "data", network_front)


@pytest.fixture(scope="module")
def wordpress(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WordPress]:
    """A new WordPress site."""
    with run_wordpress(tmp_path_factory.mktemp("wordpress")) as running:
        yield running


@pytest.fixture(scope="module")
def wordpress_front(wordpress: WordPress, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """The site under both its names."""
    ports = {wordpress_server.HOST: wordpress.port, wordpress_server.CLOSED_HOST: wordpress.port}
    with run_front(ports, tmp_path_factory.mktemp("front")) as front:
        yield front


@pytest.fixture
def wordpress_researcher(wordpress_front: Front, tmp_path: Path) -> Researcher:
    """Someone with an empty data folder who reaches the site."""
    return employ(tmp_path / "data", wordpress_front)


@pytest.fixture(scope="module")
def ghost(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ghost]:
    """A new Ghost site, its owner logged in."""
    with run_ghost(tmp_path_factory.mktemp("ghost")) as running:
        yield running


@pytest.fixture(scope="module")
def ghost_front(ghost: Ghost, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """The site under its name."""
    with run_front({ghost_server.HOST: ghost.port}, tmp_path_factory.mktemp("front")) as front:
        yield front


@pytest.fixture
def ghost_researcher(ghost_front: Front, tmp_path: Path) -> Researcher:
    """Someone with an empty data folder who reaches the site."""
    return employ(tmp_path / "data", ghost_front)


@pytest.fixture(scope="module")
def mediawiki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MediaWiki]:
    """A new wiki."""
    with run_mediawiki(tmp_path_factory.mktemp("mediawiki")) as running:
        yield running


@pytest.fixture(scope="module")
def mediawiki_front(mediawiki: MediaWiki, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """The wiki under its name."""
    with run_front({mediawiki_server.HOST: mediawiki.port}, tmp_path_factory.mktemp("front")) as front:
        yield front


@pytest.fixture
def mediawiki_researcher(mediawiki_front: Front, tmp_path: Path) -> Researcher:
    """Someone with an empty data folder who reaches the wiki."""
    return employ(tmp_path / "data", mediawiki_front)


@pytest.fixture(scope="module")
def relay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Relay]:
    """A Nostr relay, empty."""
    with run_relay(tmp_path_factory.mktemp("nostr")) as running:
        yield running


@pytest.fixture(scope="module")
def nostr_front(relay: Relay, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """The relay under the names of all that are asked."""
    ports = dict.fromkeys(nostr_server.RELAYS, relay.port)
    with run_front(ports, tmp_path_factory.mktemp("front")) as front:
        yield front


@pytest.fixture
def nostr_researcher(nostr_front: Front, tmp_path: Path) -> Researcher:
    """Someone with an empty data folder who reaches the relay."""
    return employ(tmp_path / "data", nostr_front)


@pytest.fixture(scope="session")
def picture() -> bytes:
    """A small PNG."""
    return draw_picture()
