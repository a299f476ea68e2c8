"""Fonts of 20 MiB: what is printed of them is cut out of their files, which are not read whole."""

import subprocess
import sys

import pytest

SHEET = "<article><div>Łódź 日本語 한국어 🚀 <b>bold</b> <i>slanted</i> <code>code</code></div></article>"

PRINT = f"""
import hashlib
from weasyprint.pdf import fonts
from apps.printing.engine import weasyprint_door as pdf

read, sizes = fonts.get_hb_object_data, []

def counted(face):
    data = read(face)
    sizes.append(len(data))
    return data

fonts.get_hb_object_data = counted
if not LEFT_ON_DISK:
    pdf.patch_font_files = lambda *_: None
pdf.prepare()
sizes.clear()
laid = pdf.render(pdf.SheetGroup("Title", "en", "", sheets=[{SHEET!r}]))
print(hashlib.sha256(laid.pdf).hexdigest(), sum(sizes))
"""


def printed(*, left_on_disk):
    """Return the name of the PDF, and how many bytes of fonts were read for it."""
    code = f"LEFT_ON_DISK = {left_on_disk}\n{PRINT}"
    environment = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "0"}
    run = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    name, size = run.stdout.split()
    return name, int(size)


@pytest.mark.slow
def test_files_of_fonts_are_not_read_whole_and_the_same_is_printed():
    name, size = printed(left_on_disk=True)
    name_of_usual, usual_size = printed(left_on_disk=False)
    assert name == name_of_usual
    assert size < usual_size / 4
