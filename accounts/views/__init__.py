"""Pages about accounts: one module a thing; `pages` says how all of them answer."""
