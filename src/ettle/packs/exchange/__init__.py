"""Single activities that come from other systems, or go to them."""
