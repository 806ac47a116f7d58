"""What we claim about speed, measured. `./ettle bench` runs it."""
