"""The pages of frameworks: reading them, the Codes beside the capabilities, and looking after them."""
