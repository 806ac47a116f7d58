"""Settings, addresses and the WSGI application of the whole site."""
