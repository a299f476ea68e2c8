"""What we patch in WeasyPrint and pydyf is still what the patches were written for.

Where one of these fails after an upgrade, read the patch again beside the new code, then update the fingerprint.
"""

import ast
import hashlib
import importlib
import inspect

import pytest

PATCHED = {
    "empty_edges": [("weasyprint", "HTML._ua_stylesheets", "c1580856643f49fd")],
    "page_listing": [("pydyf", "PDF.page_references", "a20cf2c99a477935")],
    "actual_text": [
        ("weasyprint.pdf.stream", "Stream.marked", "21f9b09862d6bf22"),
        ("pydyf", "Stream.begin_marked_content", "6a734fa7e40ef328"),
    ],
    "font_files": [
        ("weasyprint.pdf.fonts", "Font.__init__", "93ee2adf66a0ef1b"),
        ("weasyprint.pdf.fonts", "Font.subset", "c011a0db3807e652"),
    ],
}
CASES = [
    pytest.param(patch, module, name, fingerprint, id=f"{patch} {name}")
    for patch, patched in PATCHED.items()
    for module, name, fingerprint in patched
]


def fingerprint_of(module, name):
    """Return a hash of the code of a function as its file has it, patched or not; comments do not count."""
    body = ast.parse(inspect.getsource(importlib.import_module(module))).body
    for part in name.split("."):
        (found,) = (each for each in body if getattr(each, "name", "") == part)
        body = found.body
    return hashlib.sha256(ast.unparse(found).encode()).hexdigest()[:16]


@pytest.mark.parametrize(("patch", "module", "name", "fingerprint"), CASES)
def test_the_patched_code_is_what_the_patch_was_written_for(patch, module, name, fingerprint):
    assert fingerprint_of(module, name) == fingerprint, f"Read engine/weasyprint_patches/{patch}.py again."
