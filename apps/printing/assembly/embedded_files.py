"""Files that a PDF carries: how they are written, and where its catalog lists them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from apps.printing.assembly.pdf_writer import PdfWriter, reference_array


@dataclass(frozen=True)
class EmbeddedFile:
    """A file that a PDF carries."""

    name: str
    description: str
    content_type: str
    relationship: str  # to the pages: "Source" or "Data"
    file: BinaryIO
    size: int  # of the file
    unpacked_size: int | None = None  # of its contents, where the file is compressed


def put_embedded_files(writer: PdfWriter, files: Iterable[EmbeddedFile]) -> bytes:
    """Write the files; return the entries of the catalog that list them."""
    named = sorted((each.name, _put(writer, each)) for each in files)
    if not named:
        return b""
    names = b" ".join(b"(%s) %d 0 R" % (name.encode(), number) for name, number in named)
    listed = reference_array(number for _, number in named)
    return b" /AF %s /Names << /EmbeddedFiles << /Names [%s] >> >>" % (listed, names)


def _put(writer: PdfWriter, each: EmbeddedFile) -> int:
    content_type = each.content_type.replace("/", "#2F").encode()
    is_packed = each.unpacked_size is not None
    size, filters = each.unpacked_size or each.size, b" /Filter /FlateDecode" if is_packed else b""
    entries = b"/Type /EmbeddedFile /Subtype /%s /Params << /Size %d >>%s" % (content_type, size, filters)
    file = writer.put_file(entries, each.file, each.size)
    name, relationship = each.name.encode(), each.relationship.encode()
    description = each.description.encode("utf-16-be").hex().encode()
    specification = b"/F (%s) /UF (%s) /Desc <feff%s> /AFRelationship /%s" % (name, name, description, relationship)
    return writer.put(b"<< /Type /Filespec %s /EF << /F %d 0 R /UF %d 0 R >> >>" % (specification, file, file))
