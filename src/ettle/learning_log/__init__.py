"""The private learning log: entries, attachments and links."""
