"""Make the binary fixtures of tests/data/readers again: python tests/generate/fixtures.py (needs LibreOffice).

plan.doc, plan.pdf and plan.odt are the plan of documents.py, converted from its .docx form.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from documents import docx, plan

FOLDER = Path(__file__).parent.parent / "data" / "readers"


def main() -> None:
    """Write the fixtures."""
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder, "plan.docx")
        given.write_bytes(docx(plan(), revised=False))
        for form in ("doc", "pdf", "odt"):
            command = ["soffice", "--headless", f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"]
            command += ["--convert-to", form, "--outdir", folder, str(given)]
            subprocess.run(command, check=True, timeout=120)
            shutil.copy(given.with_suffix(f".{form}"), FOLDER)


if __name__ == "__main__":
    main()
