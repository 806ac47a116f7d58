"""Files that belong to what people write: the recorder in a form, and the files as they are stored."""
