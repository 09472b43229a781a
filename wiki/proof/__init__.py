"""The proof that nothing private reaches a reader: a crawl before and after a canary, on a private copy of the data."""
