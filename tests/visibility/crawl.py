"""The crawler of the proof, for tests."""

from functools import lru_cache

from wiki.proof import crawl as crawler
from wiki.proof.crawl import PER_RESPONSE, crawl, essence, url_names

__all__ = ["PER_RESPONSE", "crawl", "essence", "url_names"]

crawler.Addresses = lru_cache(400)(crawler.Addresses)  # crawls that are compared read the same pages again and again
