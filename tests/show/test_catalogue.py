"""The interface's languages: catalogues, placeholders, particles, and which language a request is answered in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import httpx
import jinja2
import msgspec
import pytest
from babel.messages.catalog import Catalog
from jinja2 import nodes
from markupsafe import Markup
from tools import strings

from show.served import COOKIES, command
from show.test_present import FINDING, POLICE, ZTE
from sousveil.record import Origins, Place, Quantity
from sousveil.show.words import catalogue, particles, present
from sousveil.show.words.catalogue import FOLDER, gettext, languages, linked, ngettext, use
from sousveil.show.words.figures import figure
from sousveil.show.words.patterns import BROKEN, fill, fill_parts

TEMPLATES = FOLDER.parent / "templates"


@pytest.fixture
def korean() -> Iterator[None]:
    use("ko")
    yield
    use("en")


@pytest.mark.parametrize(
    ("word", "forms", "said"),
    [
        ("평양", "이/가", "평양이"), ("카메라", "이/가", "카메라가"), ("서울", "으로/로", "서울로"),
        ("평양", "으로/로", "평양으로"),
        ("지문", "을/를", "지문을"), ("3", "과/와", "3과"), ("2", "과/와", "2와"), ("1,000", "은/는", "1,000은"),
        ("7", "으로/로", "7로"), ("90%", "을/를", "90%를"), ("ZTE", "이/가", "ZTE가"), ("NEC", "은/는", "NEC는"),
        ("DNA", "을/를", "DNA를"), ("FBI", "이/가", "FBI가"), ("CCTV", "이/가", "CCTV가"), ("IBM", "이/가", "IBM이"),
        ("Hikvision", "이/가", "Hikvision이"), ("Huawei", "을/를", "Huawei를"), ("Pyongyang", "은/는", "Pyongyang은"),
        ("Apple", "이/가", "Apple이(가)"), ("Microsoft", "으로/로", "Microsoft(으)로"),
        ("海康威视", "은/는", "海康威视은(는)"), ("하이크비전(Hikvision)", "이/가", "하이크비전(Hikvision)이"),
        ("“감시”", "을/를", "“감시”를"), ("약 8 km", "이/가", "약 8 km가"),
        ("카메라", "~이/가", "가"), ("", "이/가", "이(가)"),
    ],
)  # fmt: skip
def test_a_particle_follows_how_the_word_ends(word: str, forms: str, said: str) -> None:
    assert particles.with_particle(word, forms) == said


def test_placeholders_are_plain_names() -> None:
    assert fill("{a} and {b}", {"a": 1, "b": "<b>"}) == "1 and <b>"
    filled = fill("a < {a} {b}", {"a": Markup("<b>1</b>"), "b": "<i>"})
    assert filled == "a &lt; <b>1</b> &lt;i&gt;"
    assert fill("{a:을/를}", {"a": Markup("<bdi>지문</bdi>")}) == Markup("<bdi>지문</bdi>을")
    for broken in ("{a.__class__}", "{a[0]}", "{0}", "{}", "{a!r}", "{a", "{b}"):
        with pytest.raises(BROKEN):
            fill(broken, {"a": "x"})


def test_parts_without_a_value_are_left_out() -> None:
    pattern = "{what} is used[ in {place}, by {who}| in {place}| by {who}]."
    assert fill_parts(pattern, {"what": "It", "place": "", "who": None}) == "It is used."
    assert fill_parts(pattern, {"what": "It", "place": "A", "who": ""}) == "It is used in A."
    assert fill_parts(pattern, {"what": "It", "place": "A", "who": "B"}) == "It is used in A, by B."
    assert fill_parts(pattern, {"what": "It", "place": "", "who": "B"}) == "It is used by B."


def test_a_link_is_whole_and_escaped(korean: None) -> None:
    assert linked("Remove a filter, or <see all {n}>.", "/drops?a=1&b=2", n="<3>") == Markup(
        '필터를 빼거나 <a href="/drops?a=1&amp;b=2">&lt;3&gt;건 모두 보기</a>.'
    )


@pytest.fixture
def broken_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A catalogue that a translator has not finished, beside the real ones."""
    rule = "A rule forbids {what}[ {where}, by {operator}| {where}| by {operator}]."
    entries = {
        "{n} in all": "{m} en tout", "Remove a filter, or <see all {n}>.": "Voir les {n}", "Undo": "",
        "Copy": "Copier {", rule: "Une règle interdit {quoi}[ {where}].",
    }  # fmt: skip
    (tmp_path / "fr.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n'
        + "".join(f'\nmsgid "{english}"\nmsgstr "{said}"\n' for english, said in entries.items())
        + '\nmsgid "{count} claim"\nmsgid_plural "{count} claims"\nmsgstr[0] "{count} propos"\nmsgstr[1] "{x}"\n',
        "utf-8",
    )
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    catalogue._languages.cache_clear()
    use("fr")
    yield
    use("en")
    catalogue._languages.cache_clear()


def test_what_is_missing_or_broken_is_said_in_english(broken_catalogue: None) -> None:
    assert [(one.code, one.name, one.direction) for one in languages()] == [
        ("en", "English", "ltr"), ("fr", "français", "ltr"),
    ]  # fmt: skip
    assert gettext("{n} in all", n=3) == "3 in all"
    assert linked("Remove a filter, or <see all {n}>.", "/x", n=3) == 'Remove a filter, or <a href="/x">see all 3</a>.'
    assert gettext("Undo") == "Undo"
    assert gettext("never seen: {a}", a=1) == "never seen: 1"
    assert ngettext("{count} claim", "{count} claims", 1) == "1 propos"
    assert ngettext("{count} claim", "{count} claims", 1234) == "1\u202f234 claims"
    law = msgspec.structs.replace(FINDING, kind="law", status="banned", place=None)
    assert present.finding_sentence(law) == "A rule forbids cameras."


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.po")), ids=lambda path: path.stem)
def test_a_catalogue_is_whole_and_up_to_date(path: Path) -> None:
    assert strings.faults_of(path.stem, strings.read(path), strings.extracted()) == []


@pytest.mark.parametrize(
    ("english", "said", "fault"),
    [
        ("{n} of {m}", "{n}", "the placeholders"), ("{n} of {m}", "{n} {m} {k}", "the placeholders"),
        ("{n}", "{n", "is broken"), ("see <all>", "alle sehen", "the link"), ("a[ in {b}]", "a in {b}", "leaves out"),
        ("It", "", "is not translated"), ("gone", "weg", "nothing says"),
    ],
)  # fmt: skip
def test_the_check_finds_faults(english: str, said: str, fault: str) -> None:
    code_says, held = Catalog(), Catalog()
    held.add(english, said)
    if english != "gone":
        code_says.add(english)
    (found,) = strings.faults_of("ko", held, code_says)
    assert fault in found
    assert strings.faults_of("ko", Catalog(), code_says) != [] or english == "gone"


def test_sentences_in_korean(korean: None) -> None:
    def said(**values: object) -> str:
        return present.finding_sentence(msgspec.structs.replace(FINDING, **values))

    assert said() == "북한 평양에 감시 카메라가 설치되어 있습니다."
    assert said(place=None, site_types=("school", "border")) == "학교 및 국경에 감시 카메라가 설치되어 있습니다."
    assert said(technology=("face-recognition",), status="operating", site_types=("station",), operator=POLICE) == (
        "북한 평양의 역에서 The city police이(가) 운용하는 얼굴 인식이 사용되고 있습니다."
    )
    assert said(kind="supply", status="procured", operator=None, supplier=ZTE) == (
        "북한 평양에서 중싱통신으로부터 감시 카메라를 구매했습니다."
    )
    assert said(kind="constraint", status="suspended", about=("power",)) == (
        "북한 평양에서 제약(전력 공급) 때문에 감시 카메라가 중단되었습니다."
    )
    assert said(kind="human-surveillance", technology=(), site_types=("nationwide",), status="operating") == (
        "북한 평양 전역에서 인적 감시가 사용되고 있습니다."
    )


def test_dates_numbers_and_quantities_in_korean(korean: None) -> None:
    assert present.date_phrase("2024-04-16") == "2024년 4월 16일"
    assert present.date_phrase("2024-04~") == "2024년 4월경"
    assert present.date_phrase("2019/..") == "2019년부터"
    assert (present.date_phrase("199X"), present.date_phrase("2024-21")) == ("1990년대", "2024년 봄")
    assert present.quantity_phrase(Quantity(value=1500, unit="camera", approximate=True)) == "약 카메라 1,500대"
    assert present.origins_phrase(Origins(min=1, max=3, named=())) == "원출처 1–3곳"
    assert present.place_phrase(Place(name="Pyongyang", geonameid=1871859, country="KP")) == "북한 평양"
    assert figure(1_234_567) == "123.5만"


# What a template shows beside the catalogue. Names of programs, formats and files are the same in every language.
_SAME = {
    "sousveil", "SHA-256", "GeoNames", "Wikidata", "WARC", "JSON", "CSV", "ID", "URL", "UTC", "BibTeX", "CSL-JSON",
}  # fmt: skip
_SHOWN = {"title", "aria-label", "placeholder", "alt", "label", "data-label"}
_CODE = {"code", "kbd", "pre", "script", "style", "samp"}


class _Visible(HTMLParser):
    """Text and shown attributes of a template in which every expression became `¤`."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # What names its language is in that language for a reason: an example, a quote.
        named = tag != "html" and any(name == "lang" and "¤" not in (value or "") for name, value in attrs)
        if tag in _CODE or named:
            self._inside.append(tag)
        self.found += [value for name, value in attrs if name in _SHOWN and value]

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.found.append(data)


def _texts(path: Path) -> list[str]:
    tree = jinja2.Environment(autoescape=True).parse(path.read_text("utf-8"))
    whole = "".join(
        each.data if isinstance(each, nodes.TemplateData) else "¤"
        for output in tree.find_all(nodes.Output)
        for each in output.nodes
    )
    parser = _Visible()
    # A name of a tag that is an expression would hide where the tag ends.
    parser.feed(re.sub(r"<(/?)h?¤", r"<\1h3", whole))
    words = [text.strip() for text in (*parser.found, *_constants(tree))]
    return [text for text in words if set(re.findall(r"[A-Za-z][\w-]+", text)) - _SAME and not text.startswith("/")]


def _constants(node: nodes.Node) -> Iterator[str]:
    """Constants within expressions that look like words for people: several words, or one with a capital."""
    for call in node.find_all(nodes.Call):
        name = getattr(call.node, "name", getattr(call.node, "attr", ""))
        if name in {"_", "ngettext", "pgettext", "linked", "code", "address", "changed"}:
            continue
        for each in (*call.args, *(word.value for word in call.kwargs)):
            if (
                isinstance(each, nodes.Const)
                and isinstance(each.value, str)
                and re.match(r"[A-Z]\w+|\w+ \w+", each.value)
            ):
                yield each.value
    for choice in node.find_all(nodes.CondExpr):
        for one in (choice.expr1, choice.expr2):
            if (
                isinstance(one, nodes.Const)
                and isinstance(one.value, str)
                and re.match(r" ?[A-Za-z]\w+ \w+", one.value)
            ):
                yield one.value


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.stem)
def test_what_a_template_shows_comes_from_the_catalogue(path: Path) -> None:
    assert _texts(path) == []


def test_a_reader_chooses_a_language(address: str) -> None:
    with httpx.Client(base_url=address, cookies=COOKIES[address], trust_env=False) as client:
        english = client.get("/findings?kind=law")
        assert '<html lang="en" dir="ltr">' in english.text
        assert english.headers["content-language"] == "en"
        assert {"Accept-Language", "Cookie"} <= set(re.split(", *", english.headers["vary"]))
        assert 'href="/findings?kind=law&amp;interface=ko" lang="ko" hreflang="ko">한국어</a>' in english.text
        wished = client.get("/findings", headers={"accept-language": "fr, ko-KR;q=0.8, en;q=0.5"})
        assert '<html lang="ko" dir="ltr">' in wished.text
        assert 'lang="en"' in client.get("/", headers={"accept-language": "de;q=x, *;q=0.1"}).text[:60]
        switched = client.get("/findings?kind=law&interface=ko")
        assert (switched.status_code, switched.headers["location"]) == (303, "/findings?kind=law")
        cookie = switched.headers["set-cookie"]
        assert "sousveil-language=ko" in cookie
        assert "SameSite=lax" in cookie
        assert "HttpOnly" in cookie
        korean = client.get("/findings?kind=law", headers={"accept-language": "en"})
        assert "<h1>조사 결과</h1>" in korean.text
        assert client.get("/nothing").text.count("여기에는 아무것도 없습니다") == 2
        assert client.get("/?interface=xx").headers.get("set-cookie") is None
        assert "\\ubcf5\\uc0ac\\ub428" in korean.text or "복사됨" in korean.text  # Copied, for the scripts
        assert 'id="strings"' not in english.text
        wrong = client.get("/api/v1/findings", params={"wrong": "1"})
        assert (wrong.status_code, wrong.json()["title"]) == (400, "That cannot be done so")


def test_a_language_leads_nowhere_else(address: str) -> None:
    with httpx.Client(base_url=address, cookies=COOKIES[address], trust_env=False) as client:
        answer = client.send(client.build_request("GET", f"{address}//evil.example/?interface=ko"))
        assert answer.headers["location"] == "/"


def test_strangers_choose_a_language_too(small_case: Path) -> None:
    with command(small_case) as printed, httpx.Client(trust_env=False, follow_redirects=True) as client:
        address = printed.partition("/?")[0]
        closed = client.get(f"{address}/findings?interface=ko")
        assert closed.status_code == 401
        assert '<html lang="ko"' in closed.text
        assert "터미널에 표시된 주소를 여십시오" in closed.text
        refused = client.get(f"{address}/api/v1/findings")
        assert refused.json()["title"] == "Nobody has signed in"
