"""The pages of a 360: of the person it is about, of those who are asked, of the report, of what is shared."""
