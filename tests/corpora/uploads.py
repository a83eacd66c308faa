"""Files that people, phones and attackers send, each made here, each with its verdict: kept as what, or refused why."""

import io
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from tests.incubator.files import samples
from tests.incubator.files.samples import PDF

MB = 1_000_000
SCAN, DECK = "identite", "presentation"  # PDF or photo of 2 MB; PDF, ODP or PPTX of 5 MB
WAY_OUT = {
    SCAN: "Prenez une photo, ou envoyez un PDF de 2~Mo au plus.",
    DECK: "Envoyez un fichier PDF, ODP ou PPTX de 5~Mo au plus.",
}
ODP = "application/vnd.oasis.opendocument.presentation"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


@dataclass(frozen=True)
class Kept:
    """The verdict on a good file: its name and type afterwards; its size where nothing in it is redone."""

    name: str
    content_type: str = "application/pdf"
    size: int | None = None


@dataclass(frozen=True)
class Case:
    """One file as it is sent, and the verdict: Kept, or the words of the refusal."""

    name: str
    make: Callable[[], bytes]
    verdict: Kept | str
    slug: str = SCAN
    sent_as: str = "application/pdf"
    shown: str = ""  # the name in the refusal, where it is not the one that was sent


def sentence(case: Case) -> str:
    """The whole refusal as the person reads it."""
    name = case.shown or case.name
    told = f"«~{name}~» n’a pas été ajouté~: {case.verdict}. {WAY_OUT[case.slug]} Vos autres fichiers sont bien enregistrés."
    return told.replace("~", "\u00a0")


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def huge_png(side: int = 12_000) -> bytes:
    """A white PNG of 144 million pixels in a few hundred kilobytes."""
    line = zlib.compressobj(9)
    packed = b"".join(line.compress(bytes(1 + side // 8)) for _row in range(side)) + line.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def many_frames() -> bytes:
    out = io.BytesIO()
    pages = [Image.new("RGB", (40, 30), color) for color in ("green", "white", "black")]
    pages[0].save(out, "PNG", save_all=True, append_images=pages[1:])
    return out.getvalue()


def office_bomb(mimetype: str | None, part: str, kind: str = "") -> Callable[[], bytes]:
    """A document of 250 MB once opened, in a few kilobytes."""

    def make() -> bytes:
        entries = {part: "<x/>"} | {f"media/{n}.bin": b"\0" * 50_000_000 for n in range(5)}
        if not mimetype:
            entries["[Content_Types].xml"] = samples.CONTENT_TYPES.format(kind)
        return samples.packed(entries, first=mimetype)

    return make


def many_entries() -> bytes:
    return samples.packed({f"{n}.xml": b"" for n in range(4_001)}, first=ODP)


def xlsm() -> bytes:
    return samples.packed(
        {"[Content_Types].xml": "application/vnd.ms-excel.sheet.macroEnabled.main+xml", "xl/workbook.xml": "<x/>",
         "xl/vbaProject.bin": "x"}
    )  # fmt: skip


def padded(size: int) -> bytes:
    return PDF[:-7] + bytes(size - len(PDF)) + PDF[-7:]


LOCKED = PDF.replace(b"trailer<<>>", b"trailer<</Encrypt 5 0 R>>")
SCRIPTED = PDF.replace(b"1 0 obj<<>>", b"1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>")
DOUBLE = "il contient deux fichiers en un"
NOT_OPENED = "cette image ne s’ouvre pas"
BOMB = "une fois ouvert, il pèserait beaucoup trop"

CASES: dict[str, Case] = {
    # --- the type is read in the content, not in the name nor in the header ------------------------------------------
    "a plain PDF": Case("carte.pdf", lambda: PDF, Kept("carte.pdf", size=len(PDF))),
    "wrong header, right content": Case("carte.pdf", lambda: PDF, Kept("carte.pdf", size=len(PDF)), sent_as="text/html"),
    "header with a line break": Case("carte.pdf", lambda: PDF, Kept("carte.pdf"), sent_as="text/html; x=é"),
    "a PDF named as a photo": Case("carte.jpg", lambda: PDF, Kept("carte.pdf", size=len(PDF))),
    "double extension, a PDF": Case("carte.pdf.exe", lambda: PDF, Kept("carte.pdf.pdf")),
    "double extension, a program": Case("carte.pdf", lambda: b"MZ" + bytes(500), "c’est un programme"),
    "a Word document named PDF": Case("carte.pdf", samples.docx, "c’est un document Word"),
    "a script named PDF": Case("carte.pdf", lambda: b"#!/bin/sh\nrm -rf /\n", "c’est un programme"),
    "a plain text": Case("carte.pdf", lambda: "Bonjour à tous".encode(), "c’est un texte brut"),
    "noise": Case("carte.pdf", lambda: b"\x01\x02\x03\xff", "son type n’est pas reconnu"),
    "a GIF": Case("carte.gif", lambda: b"GIF89a" + bytes(50), "c’est une image d’un autre type"),
    "a film": Case("film.mp4", lambda: samples.MP4, "c’est une vidéo", sent_as="video/mp4"),
    "a compressed folder": Case("lot.zip", lambda: samples.packed({"a.pdf": PDF}), "c’est un dossier compressé"),
    "an old Word document": Case("vieux.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "c’est un document d’une ancienne version d’Office"),
    "a photo where none is wanted": Case("photo.jpg", samples.image, "c’est une photo", DECK),
    "a spreadsheet as slides": Case("deck.pptx", lambda: samples.office("xl/workbook.xml", "spreadsheetml.sheet"), "c’est un tableur Excel", DECK),
    "an Excel workbook with macros": Case("budget.xlsm", xlsm, "c’est un document qui contient un programme (macros)", DECK),
    "a Word document with macros": Case("macro.docx", samples.docm, "c’est un document qui contient un programme (macros)", DECK),
    # --- two files in one --------------------------------------------------------------------------------------------
    "PDF and HTML": Case("carte.pdf", lambda: b"%PDF-1.7 <script>alert(1)</script>\n%%EOF", DOUBLE),
    "PDF and ZIP": Case("carte.pdf", samples.polyglot, DOUBLE),
    "GIF and JavaScript": Case("a.gif", lambda: b"GIF89a=1;alert(document.domain);//" + bytes(20), "c’est une image d’un autre type"),
    "JPEG and ZIP": Case("photo.jpg", lambda: samples.image() + samples.packed({"a": "b"}), DOUBLE),
    "JPEG and HTML": Case("photo.jpg", lambda: samples.image()[:20] + b"<script>alert(1)</script>" + samples.image()[20:], DOUBLE),
    "ZIP and PDF": Case("deck.odp", lambda: samples.packed({"%PDF-1.4": "x"}), DOUBLE, DECK),
    "a PDF that holds a script": Case("carte.pdf", lambda: SCRIPTED, Kept("carte.pdf", size=len(SCRIPTED))),
    "SVG": Case("logo.svg", lambda: b"<svg xmlns='x'><script>alert(1)</script></svg>", "c’est un dessin SVG", sent_as="image/svg+xml"),
    "SVG named PNG": Case("logo.png", lambda: b"<?xml version='1.0'?><svg onload='alert(1)'/>", "c’est un dessin SVG", sent_as="image/png"),
    "HTML": Case("carte.jpg", lambda: b"<!DOCTYPE html><script>alert(1)</script>", "c’est une page web", sent_as="text/html"),
    # --- names -------------------------------------------------------------------------------------------------------
    "name with a path": Case("../../etc/passwd.pdf", lambda: PDF, Kept("passwd.pdf")),
    "name from the root": Case("/etc/shadow.pdf", lambda: PDF, Kept("shadow.pdf")),
    "name with backslashes": Case("C:\\Users\\Afi\\carte.pdf", lambda: PDF, Kept("carte.pdf")),
    "name of a device": Case("CON.pdf", lambda: PDF, Kept("_CON.pdf")),
    "name with NUL": Case("carte\x00.exe.pdf", lambda: PDF, Kept("carte.exe.pdf")),
    "name of 300 characters": Case("a" * 300 + ".pdf", lambda: PDF, Kept("a" * 116 + ".pdf")),
    "name of 300 characters, refused": Case("b" * 300 + ".txt", lambda: b"bonjour", "c’est un texte brut", shown="b" * 116 + ".txt"),
    "name written backwards": Case("facture\u202efdp.exe", lambda: PDF, Kept("facturefdp.pdf")),
    "name with markup": Case("<img src=x onerror=alert(1)>.pdf", lambda: PDF, Kept("<img src=x onerror=alert(1)>.pdf")),
    "name with accents and emoji": Case("pièce d’identité 😀.pdf", lambda: PDF, Kept("pièce d’identité 😀.pdf")),
    "name without an ending": Case("carte", lambda: PDF, Kept("carte.pdf")),
    "name of spaces and dots": Case(" .. carte .pdf", lambda: PDF, Kept("carte .pdf")),
    # --- sizes -------------------------------------------------------------------------------------------------------
    "0 bytes": Case("carte.pdf", lambda: b"", "il est vide"),
    "exactly 2 MB": Case("carte.pdf", lambda: padded(2 * MB), Kept("carte.pdf", size=2 * MB)),
    "a byte over 2 MB": Case("carte.pdf", lambda: padded(2 * MB + 1), "il pèse 2~Mo"),
    "a PDF of 6 MB": Case("deck.pdf", lambda: padded(6 * MB), "il pèse 6~Mo", DECK),
    "a photo of 11 MB": Case("photo.jpg", lambda: b"\xff\xd8\xff" + bytes(11 * MB), "il pèse 11~Mo"),
    "a heavy photo": Case("IMG_0001.JPG", lambda: samples.image(size=(3200, 2400), noise=True), Kept("IMG_0001.JPG", "image/jpeg")),
    # --- bombs and damage --------------------------------------------------------------------------------------------
    "ODP bomb": Case("deck.odp", office_bomb(ODP, "content.xml"), BOMB, DECK),
    "PPTX bomb": Case("deck.pptx", office_bomb(None, "ppt/presentation.xml", "presentationml.presentation"), BOMB, DECK),
    "DOCX bomb": Case("deck.docx", office_bomb(None, "word/document.xml", "wordprocessingml.document"), BOMB, DECK),
    "ODP of 4 001 entries": Case("deck.odp", many_entries, BOMB, DECK),
    "an image of 144 million pixels": Case("photo.png", huge_png, NOT_OPENED),
    "a cut JPEG": Case("photo.jpg", lambda: samples.image()[:200], NOT_OPENED),
    "a cut PNG": Case("photo.png", lambda: samples.image("PNG", noise=True)[:600], NOT_OPENED),
    "a cut HEIC": Case("photo.heic", lambda: samples.heic()[:150], NOT_OPENED),
    "a cut PDF": Case("carte.pdf", lambda: PDF[:20], "la fin du fichier manque"),
    "a cut ODP": Case("deck.odp", lambda: samples.odp()[:80], "la fin du fichier manque", DECK),
    "a PDF under a password": Case("carte.pdf", lambda: LOCKED, "il est protégé par un mot de passe ou une restriction"),
    # --- good files --------------------------------------------------------------------------------------------------
    "an iPhone's photo": Case("IMG_1.HEIC", samples.heic, Kept("IMG_1.jpg", "image/jpeg")),
    "a WebP": Case("photo.webp", lambda: samples.image("WEBP"), Kept("photo.jpg", "image/jpeg")),
    "a moving PNG": Case("photo.png", many_frames, Kept("photo.png", "image/png")),
    "ODP slides": Case("deck.odp", samples.odp, Kept("deck.odp", ODP), DECK),
    "PPTX named ZIP": Case("deck.zip", samples.pptx, Kept("deck.pptx", PPTX), DECK),
}  # fmt: skip
