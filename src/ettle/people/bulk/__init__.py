"""People in bulk: a spreadsheet of people is checked, shown, and imported by the queue after a yes."""
