"""The pages of a person's own journey. Nobody else's is ever found here."""
