"""What a learner says their answers show: items of frameworks and nodes of the logic model. Nobody else sees it."""
