"""The pages of this room: a learner's, and an assessor's."""
