"""One reader per format. They run in a limited child process only, and know neither Django nor the database."""

from minga.ingest.readers.opening import read

__all__ = ["read"]
