"""Recordings of speech: read what is in the file, and write it into a new file that has nothing else."""
