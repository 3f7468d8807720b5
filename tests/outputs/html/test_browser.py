"""The page in a real browser. Without one these tests are skipped."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from support import browser
from support.pages import HOSTILE, document_note, page_of
from support.reports import TEXT, every_kind, not_applicable, supported

from notelint.note import Note
from notelint.outputs.html.note_text import shown
from notelint.report import Report

pytestmark = pytest.mark.skipif(browser.PROGRAM is None, reason=browser.MISSING)

CONTRASTS = """
(() => {
  const parts = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = ([red, green, blue]) => [red, green, blue].map(part => part / 255)
    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = element => {
    for (let one = element; one; one = one.parentElement) {
      const back = parts(getComputedStyle(one).backgroundColor);
      if (back.length === 3 || back[3] === 1) return back;
    }
    return [255, 255, 255];
  };
  const found = [];
  for (const element of document.body.querySelectorAll('*')) {
    const told = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    const content = getComputedStyle(element, '::before').content;
    const drawn = content && content !== 'none' && content !== 'normal' && content !== '""';
    if (element.tagName === 'SCRIPT' || !(told || drawn)) continue;
    const colour = parts(getComputedStyle(element, told ? null : '::before').color);
    const [low, high] = [light(colour), light(behind(element))].sort((one, other) => one - other);
    found.push([(high + 0.05) / (low + 0.05), `${element.tagName}.${element.getAttribute('class')}`]);
  }
  return found;
})()
"""


@pytest.mark.parametrize("scheme", [browser.LIGHT, browser.DARK], ids=["light", "dark"])
def test_everything_on_the_page_can_be_read(tmp_path, scheme):
    """Each text against what is behind it; also the entries and the words that a link leads to, which are lit."""
    words = [f"n1-w{TEXT.index(one)}-{TEXT.index(one) + len(one)}" for one in ("left iliac crest", "fibula flap")]
    targets = ["n1", "n1-f1", "n1-e20", "n1-decision", *words]
    script = f"{targets}.map(name => (location.hash = name, [document.querySelectorAll(':target').length, {CONTRASTS}]))"
    for name, (count, found) in zip(targets, browser.evaluated(page_of(*every_kind()), script, tmp_path, scheme), strict=True):
        assert count == 1, name
        assert len(found) > 150
        assert [where for ratio, where in found if ratio < 4.5] == [], name


def test_a_browser_reads_the_same_text_and_runs_nothing(tmp_path):
    text = "".join(f"{part} {part}\n" for part in HOSTILE) + TEXT
    page = page_of(Report(Note(text, "".join(HOSTILE)), not_applicable().decision))
    script = "[document.querySelector('.text').textContent, document.scripts.length, document.images.length]"
    assert browser.evaluated(page, script, tmp_path) == [shown(text), 1, 0]  # the script is that of the test


def test_the_page_is_whole_though_no_script_may_run(tmp_path):
    page = page_of(supported()).replace("</body>", "<script>document.title = 'ran'</script></body>")
    dumped = browser.run(page, tmp_path, "--dump-dom")
    assert "<title>notes/mandible.txt – notelint</title>" in dumped
    headings = re.findall(r"<h[12][^>]*>([^<]+)</h[12]>", dumped)
    assert headings == ["notes/mandible.txt", "Findings", "Checklist", "Facts", "Decision, step by step", "Not counted", "Note"]


@pytest.mark.parametrize(
    ("arguments", "beside", "back"),
    [
        ((browser.LIGHT, "--window-size=1440,900"), True, "rgb(247, 246, 243)"),
        ((browser.DARK, "--window-size=700,900"), False, "rgb(18, 21, 24)"),
    ],
    ids=["wide-light", "narrow-dark"],
)
def test_panes_and_scheme(tmp_path, arguments, beside, back):
    """On a wide screen the panes stand beside each other, each with its own scroll bar; on a narrow one below one another."""
    script = """[getComputedStyle(document.documentElement).backgroundColor, ...[...document.querySelectorAll('.pane')].map(
        pane => [Math.round(pane.getBoundingClientRect().left), getComputedStyle(pane).overflowY])]"""
    found, (first, scrolls), (second, scrolls_too) = browser.evaluated(page_of(supported()), script, tmp_path, *arguments)
    assert found == back
    assert (second > first + 400) == beside
    assert {scrolls, scrolls_too} == ({"auto"} if beside else {"visible"})


def test_the_first_sheet_on_paper_is_the_summary(tmp_path):
    first, *others = browser.printed(page_of(replace(supported(), note=document_note(TEXT))), tmp_path)
    for heading in ("20970", "Findings", "Checklist", "Not documented", "The note gives no ischemia time."):
        assert heading in first
    assert "PROCEDURE:" not in first
    assert "Decision, step by step" in others[0]
    assert "PROCEDURE:" in others[-1]
