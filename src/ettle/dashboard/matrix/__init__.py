"""What a person's evidence shows, item by item of one framework."""
