"""What other rooms may hold of search."""
