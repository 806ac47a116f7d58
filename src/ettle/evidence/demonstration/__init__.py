"""What a demonstration shows of this room: a pool, leave, a late answer, invitations, and no organisation."""
