"""Interactive activities that lead to a badge: invitations, attempts, responses and completions."""
