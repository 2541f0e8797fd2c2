"""What is done with files, letterheads and the register of documents."""

from hospitium.documents.actions.files import (
    BEGINNINGS,
    plain_name,
    remove_file,
    store_bytes,
    store_file,
    sweep_files,
    sweep_unnamed,
)
from hospitium.documents.actions.letterheads import add_letterhead, replace_letterhead, set_letterhead_in_use
from hospitium.documents.actions.register import erase_document, erase_documents_about, make_document, read_sealed

__all__ = [
    "BEGINNINGS",
    "add_letterhead",
    "erase_document",
    "erase_documents_about",
    "make_document",
    "plain_name",
    "read_sealed",
    "remove_file",
    "replace_letterhead",
    "set_letterhead_in_use",
    "store_bytes",
    "store_file",
    "sweep_files",
    "sweep_unnamed",
]
