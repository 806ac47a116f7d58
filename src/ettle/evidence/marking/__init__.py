"""Second marking: what is marked twice, how far assessors agree, who drifts, and practice before a first review."""
