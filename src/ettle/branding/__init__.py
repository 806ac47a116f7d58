"""The operator's name, logo and colours, with their contrast computed."""
