"""`minxin paper`: ballots on paper from the terminal."""

from pypdf import PdfReader

from tests.factories import draft, make_evening


def test_a_paper_ballot_is_written_in_the_size_and_language_asked_for(done, data, tmp_path):
    evening = make_evening(data)
    draft(evening)
    evening.engine.dispose()
    said = done("paper", "print", "长岗路社区", "--size", "large", "--language", "zh-CN", "--out", tmp_path / "b.pdf")
    assert said.startswith("The paper ballot is in ")
    pages = [page.extract_text() for page in PdfReader(tmp_path / "b.pdf").pages]
    assert len(pages) > 1
    assert "社区民主测评表" in pages[0]
