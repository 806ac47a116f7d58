"""Change, review, schedule and publish drafts of frameworks and of the logic model."""
