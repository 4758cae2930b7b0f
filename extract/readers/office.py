"""LibreOffice as a converter for what no reader here knows: headless, with a profile of its own and bounded time."""

from __future__ import annotations

import dataclasses
import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path

from ..source import Source
from .errors import ReadError
from .limits import Limits

_PROGRAMS = ("soffice", "libreoffice")
_SETTINGS = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value>'
        "</prop></item>"
        for path, name, value in (
            ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
            ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
            ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
            ("Common/Security/Scripting", "DisableActiveContent", "true"),
            ("Writer/Content/Update", "Link", "0"),
        )
    )
    + "</oor:items>\n"
)
REMEDY = "install LibreOffice (Debian: libreoffice-writer-nogui), or save it as .docx"


def program() -> str | None:
    """Where LibreOffice is, or None."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


def read_office(data: bytes, *, name: str, limits: Limits) -> Source:
    """A Word, RTF or OpenDocument file as LibreOffice reads it, for callers who ask for that."""
    return converted(data, name=name, limits=limits, what="a file to be read by LibreOffice")


def converted(data: bytes, *, name: str, limits: Limits, what: str) -> Source:
    """A file that LibreOffice reads, as a `Source` by way of .docx; `what` says in messages what kind it is.

    Raises ReadError where LibreOffice is missing, fails, or takes longer than `limits.seconds`.
    """
    office = program()
    if office is None:
        raise ReadError(name, what, REMEDY, code="no-tool")
    from .docx import read_docx

    with tempfile.TemporaryDirectory(prefix="cancu-") as folder:
        given = Path(folder, "document.doc")
        given.write_bytes(data)
        profile = _profile(Path(folder, "profile"))
        command = [office, "--headless", "--norestore", f"-env:UserInstallation={profile}"]
        command += ["--convert-to", "docx", "--outdir", str(Path(folder, "made")), str(given)]
        try:
            subprocess.run(command, capture_output=True, timeout=limits.seconds, check=True, stdin=subprocess.DEVNULL)
            made = Path(folder, "made", "document.docx").read_bytes()
        except subprocess.TimeoutExpired as error:
            reason = f"{what}, on which LibreOffice took longer than {limits.seconds:.0f} s"
            raise ReadError(name, reason, "save it as .docx", code="too-big") from error
        except (subprocess.CalledProcessError, OSError) as error:
            raise ReadError(name, f"{what}, which LibreOffice could not read", "save it as .docx") from error
    source = read_docx(made, name=name, limits=limits)
    digest = hashlib.sha256(data).hexdigest()
    reader = f"office 1, {version(office)}, {source.reader}"
    return dataclasses.replace(source, sha256=digest, media_type="application/msword", reader=reader)


def _profile(folder: Path) -> str:
    """A fresh profile that runs no macro and follows no link, as an address."""
    folder.joinpath("user").mkdir(parents=True)
    folder.joinpath("user", "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    return folder.as_uri()


def version(office: str) -> str:
    """LibreOffice's own version: another one may convert otherwise."""
    said = subprocess.run([office, "--version"], capture_output=True, text=True, timeout=60, check=False)
    return " ".join(said.stdout.split()[:2]) or "LibreOffice"
