"""The rows, a subject a file; importing one declares its rows."""
