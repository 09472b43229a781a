"""The crawler of the proof, for tests."""

from wiki.proof.crawl import PER_RESPONSE, crawl, essence, url_names

__all__ = ["PER_RESPONSE", "crawl", "essence", "url_names"]
