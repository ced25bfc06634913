"""Flickr: people's photos, by its API with a key, else by the public feed of the newest twenty."""

from functools import partial

from crawlers.families.feed_sites import read_site_feed
from crawlers.families.flickr_api import (
    CREDENTIAL,
    read_known_photo,
    read_lookup,
    read_person,
    read_photos,
)
from crawlers.families.flickr_feed import SHAPE, read_known_page, read_person_page, start_person
from crawlers.families.flickr_urls import recognise_person
from crawlers.platform import Pace, Platform, Route

platform = Platform(
    key="flickr",
    title="Flickr",
    homepage="https://www.flickr.com/",
    family="flickr",
    example="https://www.flickr.com/photos/flickr/",
    recognise=partial(recognise_person, platform="flickr"),
    routes=(
        Route(name="api", sees="all public photos, titles, descriptions, tags, views", credential=CREDENTIAL),
        Route(name="feed", sees="the newest 20 photos; of known ones whether they are still there"),
    ),
    start=start_person,
    readers={
        "lookup": read_lookup,
        "person": read_person,
        "photos": read_photos,
        "photo": read_known_photo,
        "page": read_person_page,
        "known_page": read_known_page,
        "feed": partial(read_site_feed, shape=SHAPE),
    },
    hosts=("www.flickr.com", "flickr.com"),
    credential_hosts=("api.flickr.com",),
    pace=Pace(
        seconds=1.0, concurrency=1, source="flickr.com/services/developer: 3,600 queries an hour a key"
    ),
    imports=(
        (r"method=flickr\.people\.getInfo", "person"),
        (r"method=flickr\.people\.get(Public)?Photos", "photos"),
        (r"method=flickr\.photos\.getInfo", "photo"),
        (r"/services/feeds/photos_public\.gne", "feed"),
    ),
    post_urls=(r"flickr\.com/photos/[^/?#]+/(\d+)",),
    expects="at least one photo",
    evidence="recorded body",
    notes="credential `flickr`: an API key from flickr.com/services/apps; private photos are never seen",
)
