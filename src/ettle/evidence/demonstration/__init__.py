"""What a demonstration shows of this room: a learner without an organisation, a pool, leave, and a late answer."""
