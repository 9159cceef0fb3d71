"""YAML 1.2 scalars, no key twice, and the place of every key and value kept."""

from basinsim.located_yaml.document import Document, read_document, read_text, scan_document

__all__ = ["Document", "read_document", "read_text", "scan_document"]
