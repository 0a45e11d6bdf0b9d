"""The signed minutes attached: told by content, without what a camera adds, only added, shown to the staff alone."""

import contextlib
import hashlib
import http.client
import re
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from ballots.errors import Refused, WrongState
from survey import history, signed
from survey.accounts import Role
from survey.app import LARGEST_REQUEST, create_app
from survey.config import Settings
from survey.database import reading, writing
from survey.errors import HeicNotTaken, NoSuchPage, NothingAttached, ScanNotReadable, ScanTooLarge, TooManyPages
from survey.evening import Evening
from survey.scans import LARGEST_BYTES, LONGEST_SIDE, cleaned
from survey.tables import signed_page
from tests.factories import closed
from tests.survey.minutes.held import hold
from tests.survey.minutes.test_files import run
from tests.survey.visitors import follow, sign_in

PDF = b"%PDF-1.7\n<signed>\n%%EOF\n"
PLACE = b"Jizhou District, 19:42"


def photograph(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **more: object) -> bytes:
    """A picture as a phone sends it: red on its left, turned by its EXIF, with place, device and a comment."""
    image = Image.new("RGB", size, "white")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    exif[0x010F] = PLACE.decode()
    exif.get_ifd(0x8825)[1] = "N"
    target = BytesIO()
    image.save(target, kind, exif=exif, **({"comment": PLACE} if kind == "JPEG" else {}), **more)  # type: ignore[arg-type]
    return target.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photograph_is_drawn_anew_upright_and_without_place_time_and_device(kind: str) -> None:
    sent = photograph(kind)
    assert PLACE in sent
    kept = cleaned(sent)
    assert kept.media_type == f"image/{kind.lower()}"
    assert PLACE not in kept.content
    with Image.open(BytesIO(kept.content)) as found:
        assert (found.format, found.size) == (kind, (40, 60))
        assert dict(found.getexif()) == {}
        assert set(found.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert found.convert("RGB").getpixel((20, 5))[0] > 200  # type: ignore[index]  # red is on top now
        assert found.convert("RGB").getpixel((20, 5))[1] < 60  # type: ignore[index]


def test_a_large_photograph_is_made_smaller() -> None:
    with Image.open(BytesIO(cleaned(photograph(size=(6000, 300))).content)) as found:
        assert max(found.size) <= LONGEST_SIDE


def test_a_pdf_is_kept_byte_for_byte_whatever_it_is_called() -> None:
    assert (cleaned(PDF).media_type, cleaned(PDF).content) == ("application/pdf", PDF)


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"\0\0\0\x18ftypheic" + bytes(40), HeicNotTaken),
        (b"\0\0\0\x18ftypmif1" + bytes(40), HeicNotTaken),
        (b"", ScanNotReadable),
        (b"<script>alert(1)</script>", ScanNotReadable),
        (b"%PDF-1.7 cut short", ScanNotReadable),
        (photograph()[:200], ScanNotReadable),
        (photograph("PNG")[:80], ScanNotReadable),
        (b"GIF89a" + bytes(40), ScanNotReadable),
        (PDF + bytes(LARGEST_BYTES), ScanTooLarge),
    ],
)
def test_what_is_neither_is_refused_by_its_content(content: bytes, refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        cleaned(content)


def test_a_picture_that_would_fill_the_memory_is_refused_by_its_head() -> None:
    bomb = BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
    with pytest.raises((ScanTooLarge, ScanNotReadable)):
        cleaned(bomb.getvalue())


def test_heic_is_told_what_to_do() -> None:
    assert "Most Compatible" in HeicNotTaken.sentence


# Kept


def test_copies_are_kept_in_the_data_folder_for_its_owner_only_and_the_newest_comes_first(evening: Evening) -> None:
    meeting_id = hold(evening)
    signed.attach(evening, meeting_id, [PDF, photograph()])
    signed.attach(evening, meeting_id, [photograph("PNG")])
    with reading(evening.engine) as db:
        copies = signed.copies(db, meeting_id)
        line = history.lines(db)[0]
    assert [(copy.number, [page.media_type for page in copy.pages]) for copy in copies] == [
        (2, ["image/png"]),
        (1, ["application/pdf", "image/jpeg"]),
    ]
    page, content = signed.content(evening, meeting_id, 1, 1)
    assert (content, page.sha256, page.size) == (PDF, hashlib.sha256(PDF).hexdigest(), len(PDF))
    files = [path for path in (evening.folder.root / "signed").rglob("*") if path.is_file()]
    assert len(files) == 3
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert {path.parent.stat().st_mode & 0o777 for path in files} == {0o700}
    assert (line.act, line.about, line.details["pages"]) == ("signed copy attached", meeting_id, 1)


@pytest.mark.parametrize("act", [update(signed_page).values(sha256="0" * 64), delete(signed_page)])
def test_no_copy_is_ever_changed_or_taken_away(evening: Evening, act: object) -> None:
    signed.attach(evening, hold(evening), [PDF])
    with pytest.raises(IntegrityError), writing(evening.engine) as db:
        db.execute(act)  # type: ignore[call-overload]  # both are statements


def test_a_copy_with_one_bad_page_is_refused_whole(evening: Evening) -> None:
    meeting_id = hold(evening)
    with pytest.raises(ScanNotReadable):
        signed.attach(evening, meeting_id, [PDF, b"nothing"])
    with pytest.raises(NothingAttached):
        signed.attach(evening, meeting_id, [])
    with pytest.raises(TooManyPages):
        signed.attach(evening, meeting_id, [PDF] * 13)
    with pytest.raises(NoSuchPage):
        signed.content(evening, meeting_id, 1, 1)
    with pytest.raises(WrongState):
        signed.attach(evening, closed(evening, community="北门社区").id, [PDF])
    assert not (evening.folder.root / "signed").exists()


# Pages, the server, the command


def attached(client: FlaskClient, path: str, *files: tuple[str, bytes]) -> object:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text)
    assert token
    pages = [(BytesIO(content), name) for name, content in files]
    return client.post(path, data={"csrf_token": token[1], "pages": pages}, content_type="multipart/form-data")


def test_the_organizer_attaches_and_the_staff_see_what_is_there(client: FlaskClient, evening: Evening) -> None:
    meeting_id = hold(evening)
    path = f"/desk/meetings/{meeting_id}/signed"
    assert client.get(path).location.startswith("/sign-in")
    sign_in(client, evening)
    assert "Nothing is attached yet." in client.get(path).text
    refused = attached(client, path, ("scan.pdf", b"no pdf"))
    assert refused.status_code == 422  # type: ignore[attr-defined]
    assert "neither a PDF nor" in refused.text  # type: ignore[attr-defined]
    page = follow(client, attached(client, path, ("a.exe", PDF), ("b.pdf", photograph())))  # type: ignore[arg-type]
    assert hashlib.sha256(PDF).hexdigest() in page
    answer = client.get(f"{path}/1/1")
    assert (answer.data, answer.mimetype) == (PDF, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert client.get(f"{path}/1/2").mimetype == "image/jpeg"
    assert client.get(f"{path}/1/3").status_code == 404


def test_officials_look_and_do_not_attach(client: FlaskClient, evening: Evening) -> None:
    meeting_id = hold(evening)
    signed.attach(evening, meeting_id, [PDF])
    sign_in(client, evening, Role.OFFICIAL)
    path = f"/desk/meetings/{meeting_id}/signed"
    assert "<form class" not in client.get(path).text
    assert f'href="{path}"' in client.get(f"/district/meetings/{meeting_id}").text
    assert client.get(f"{path}/1/1").data == PDF


def test_only_that_page_and_only_the_staff_may_send_more_than_a_ballot(site: str, evening: Evening) -> None:
    meeting_id = hold(evening)
    app = create_app(evening, Settings())
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # Flask's own interface
    ours = signer.dumps({"token": "of somebody who signed in"})
    page, other = f"/desk/meetings/{meeting_id}/signed", f"/desk/meetings/{meeting_id}/corrections"
    assert answered(site, page, "forged") == answered(site, other, ours) == 413
    assert answered(site, page, ours) == 400  # read to its end: what is missing is our token


def answered(site: str, path: str, session: str) -> int:
    """The status of the answer to a file larger than any other page takes; a refusal comes before it is sent."""
    head = b'--x\r\nContent-Disposition: form-data; name="pages"; filename="scan.pdf"\r\n\r\n'
    body = head + b"x" * (3 * LARGEST_REQUEST) + b"\r\n--x--\r\n"
    connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=60)
    connection.putrequest("POST", path)
    connection.putheader("Cookie", f"session={session}")
    connection.putheader("Content-Type", "multipart/form-data; boundary=x")
    connection.putheader("Content-Length", str(len(body)))
    connection.endheaders()
    with contextlib.suppress(OSError):
        connection.send(body)
    status = connection.getresponse().status
    connection.close()
    return status


def test_the_command_attaches_and_lists(evening: Evening, tmp_path: object) -> None:
    hold(evening)
    scan = tmp_path / "scan.pdf"  # type: ignore[operator]
    scan.write_bytes(PDF)
    done = run(evening, "minutes", "attach", "长岗路社区", str(scan), str(scan))
    assert done.output == "Copy 1 of the signed minutes is kept, 2 pages.\n"
    listed = run(evening, "minutes", "copies", "长岗路社区", "--format", "csv").output.splitlines()
    assert listed[0] == "copy,page,media_type,sha256,size,by,at"
    assert listed[1].startswith(f"1,1,application/pdf,{hashlib.sha256(PDF).hexdigest()},{len(PDF)},")
