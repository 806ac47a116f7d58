"""Words of a query and of the site: stems, English words, spelling and excerpts. Pure functions."""
