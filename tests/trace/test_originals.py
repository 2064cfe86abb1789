"""Where originals may be had: what citing texts say of them, put in order, and nothing that may not be shown."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lineage_making import make_text
from sousveil.record import CitedOrigin, Link, Suggestion, Text
from sousveil.trace.citing.originals import MOST, CitingText, suggestions
from sousveil.vocabulary import load

VOCABULARY = load()
NORTH = CitedOrigin(ref="org:stimson", name="38 North (Stimson Center)")
HARBOUR = CitedOrigin(ref="name:harbour institute", name="Harbour Institute")


def citing(
    content: str, passage: str | None = None, links: dict[str, str] | None = None, *, published: str | None = None,
    words: tuple[str, ...] = (), url: str | None = "https://paper.example/a", lang: str = "en",
) -> CitingText:  # fmt: skip
    """A text that cites with the words `passage` (all of it if none), and has links by the words that bear them."""
    text = make_text(content, published=published, url=url, lang=lang)
    made = [(content.index(shown), shown, target) for shown, target in (links or {}).items()]
    text = replace(text, links=tuple(Link(start=at, end=at + len(shown), url=target) for at, shown, target in made))
    start = content.index(passage) if passage else 0
    return CitingText(text=text, passages=((start, start + len(passage or content)),), words=words)


def found(cited: CitedOrigin, *texts: CitingText) -> tuple[Suggestion, ...]:
    return suggestions(cited, texts, VOCABULARY)


def urls(cited: CitedOrigin, *texts: CitingText) -> list[str]:
    return [each.url for each in found(cited, *texts) if each.url]


@pytest.mark.parametrize(
    ("words", "url"),
    [
        ("according to 38 North (doi:10.1177/0002716219879420).", "https://doi.org/10.1177/0002716219879420"),
        ("38 North cited DOI 10.1016/S0140-6736(05)67029-9.", "https://doi.org/10.1016/s0140-6736(05)67029-9"),
        ("38 North said (A/HRC/52/65, para. 4).", "https://undocs.org/A/HRC/52/65"),
        ("38 North said under resolution 2397 (2017) it is banned.", "https://undocs.org/S/RES/2397(2017)"),
        ("38 North, quoting 84 Fed. Reg. 54,002, said so.", "https://www.govinfo.gov/link/fr/84/54002"),
        ("据38 North报道（见10.3969/j.issn.1000-0135）。", "https://doi.org/10.3969/j.issn.1000-0135"),
    ],
)
def test_a_number_in_the_citing_words_comes_first(words: str, url: str) -> None:
    first = found(NORTH, citing(words))[0]
    assert first.url == url
    assert "in the words that cite it" in first.why


def test_a_number_far_from_the_name_is_no_lead() -> None:
    text = citing(
        "Cameras are in schools, 38 North reported.\n\nAnother study, 10.1177/0002716219879420, is on birds.",
        "Cameras are in schools, 38 North reported.",
    )
    assert not any("doi.org" in url for url in urls(NORTH, text))


def test_a_line_of_notes_that_bears_the_name_is_read() -> None:
    text = citing(
        "Cameras are in schools, 38 North reported.\n\n4. 38 North, doi.org/10.1177/0002716219879420, 2024.",
        "Cameras are in schools, 38 North reported.",
    )
    assert urls(NORTH, text)[0] == "https://doi.org/10.1177/0002716219879420"


def test_a_link_that_bears_the_name_with_copies_near_the_day() -> None:
    page = "https://www.38north.org/2024/04/digital-surveillance-in-north-korea/"
    text = citing(
        "A new report by 38 North says that cameras spread.",
        links={"38 North": f"{page}?utm_source=x&fbclid=1#top"},
        published="2024-04-17",
    )
    assert urls(NORTH, text)[:5] == [
        page,
        f"https://web.archive.org/web/202404/{page}",
        f"https://web.archive.org/web/*/{page}",
        f"https://archive.ph/newest/{page}",
        f"http://timetravel.mementoweb.org/list/2024/{page}",
    ]


def test_the_day_of_a_copy_is_the_citations_then_the_addresss_then_the_texts() -> None:
    text = citing(
        "38 North says so.", links={"38 North": "https://38north.org/reports/panopticon"}, published="2024-05-02"
    )
    assert "https://web.archive.org/web/20240502/https://38north.org/reports/panopticon" in urls(NORTH, text)
    dated = replace(NORTH, date="2024-04-16")
    assert "https://web.archive.org/web/20240416/https://38north.org/reports/panopticon" in urls(dated, text)
    undated = citing("38 North says so.", links={"38 North": "https://38north.org/reports/panopticon"})
    assert not any(
        "/20" in url.removeprefix("https://web.archive.org/web") for url in urls(NORTH, undated) if "web/" in url
    )


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("2019/nov/11/cameras", "20191111"),
        ("2018/10/cameras", "201810"),
        ("2018-07-03/cameras", "20180703"),
        ("2018/foo/9", "2024"),
    ],
)
def test_an_address_may_tell_its_day(path: str, day: str) -> None:
    page = f"https://38north.org/{path}"
    assert f"https://web.archive.org/web/{day}/{page}" in urls(
        NORTH, citing("38 North says so.", links={"38 North": page}, published="2024")
    )


def test_an_archived_link_is_shown_with_the_page_inside_it() -> None:
    copy = "https://web.archive.org/web/20200116093015/http://38north.org/2020/01/cameras/?x=1&utm_source=a"
    leads = found(NORTH, citing("38 North says so.", links={"38 North": copy}))
    assert [lead.url for lead in leads[:2]] == [copy, "http://38north.org/2020/01/cameras/?x=1"]
    assert leads[0].what == "an archived copy"


def test_a_copy_whose_address_is_a_code_is_shown_for_itself() -> None:
    text = citing("38 North says so.", links={"38 North": "https://archive.ph/aB3dE"})
    assert urls(NORTH, text) == ["https://archive.ph/aB3dE", "https://38north.org/"]


@pytest.mark.parametrize(
    "wrapped",
    [
        "https://www.google.com/url?sa=t&url=https%3A%2F%2F38north.org%2F2020%2F01%2Fcameras%2F&usg=AOv",
        "https://webcache.googleusercontent.com/search?q=cache:aBcDeFgHiJkL:https://38north.org/2020/01/cameras/&cd=1",
        "https://l.facebook.com/l.php?u=https%3A%2F%2F38north.org%2F2020%2F01%2Fcameras%2F&h=AT0",
        "https://archive.today/20200305012345/https://38north.org/2020/01/cameras/",
        "https://web.archive.org/web/2021/https://web.archive.org/web/2020/https://38north.org/2020/01/cameras/",
    ],
)
def test_addresses_inside_others_are_taken_out(wrapped: str) -> None:
    assert "https://38north.org/2020/01/cameras/" in urls(NORTH, citing("It says so.", links={"It": wrapped}))


def test_a_link_of_another_outlet_in_the_citing_words_is_not_the_original() -> None:
    text = citing(
        "38 North said so, as Reuters and a blog told.",
        links={"Reuters": "https://www.reuters.com/world/x", "a blog": "https://blog.example/38"},
    )
    assert "https://blog.example/38" in urls(NORTH, text)
    assert not any("reuters.com" in url for url in urls(NORTH, text))


def test_the_link_in_the_citing_words_comes_before_others_of_the_house() -> None:
    text = citing(
        "38 North wrote on ships. Cameras are in schools, a report by 38 North says. It also wrote on trains.",
        "Cameras are in schools, a report by 38 North says.",
        links={
            "wrote on ships": "https://38north.org/a-ships",
            "a report by 38 North": "https://38north.org/z-cameras",
            "trains": "https://38north.org/b-trains",
        },
    )
    leads = [lead for lead in found(NORTH, text) if lead.url and lead.url.startswith("https://38north.org/")]
    assert [(lead.url, lead.what) for lead in leads] == [
        ("https://38north.org/z-cameras", "the page"),
        ("https://38north.org/a-ships", "another page on its site"),
        ("https://38north.org/b-trains", "another page on its site"),
        ("https://38north.org/", "its own site"),
    ]


def test_a_link_under_the_name_to_another_outlet_comes_last_and_says_so() -> None:
    text = citing(
        "38 North says so. 38 North Korea analysts agree.",
        "38 North says so.",
        links={"38 North says": "https://www.reuters.com/world/asia/north-korea-cameras"},
    )
    first, *_ = found(NORTH, text)
    assert first.what == "a page that the citing text links to"
    assert "at another outlet" in first.why


def test_links_back_to_the_citing_site_and_to_share_it_are_left_out() -> None:
    text = citing(
        "38 North said so.",
        links={
            "38 North": "https://paper.example/tag/38-north",
            "said": "https://www.facebook.com/sharer/sharer.php?u=x",
        },
    )
    assert not any("paper.example" in url or "facebook" in url for url in urls(NORTH, text))


def test_a_house_that_nobody_knows_is_found_by_its_name_in_a_host() -> None:
    text = citing(
        "A report says so.", "report", links={"says": "https://www.harbour-institute.example/eyes-on-the-yalu"}
    )
    assert urls(HARBOUR, text)[0] == "https://www.harbour-institute.example/eyes-on-the-yalu"
    assert not any("harbour" in url for url in urls(NORTH, citing("A report says so.", "report", links={
        "says": "https://www.harbour-institute.example/eyes-on-the-yalu"})))  # fmt: skip


def test_an_outlet_inside_a_longer_name_is_known() -> None:
    named = CitedOrigin(ref="name:south korea s yonhap news agency", name="South Korea's Yonhap news agency")
    assert "https://yna.co.kr/" in urls(named, citing("It said so."))
    both = CitedOrigin(ref="name:reuters and yonhap", name="Reuters and Yonhap reporters")
    assert urls(both, citing("They said so.")) == []


def test_the_site_of_the_house_and_words_to_type_close_the_list() -> None:
    *_, site, typed = found(NORTH, citing("38 North said so.", words=("Pyongyang", "face recognition")))
    assert site.url == "https://www.38north.org/?s=Pyongyang%20face%20recognition"
    assert (typed.url, typed.words) == (None, "site:38north.org Pyongyang face recognition")
    titled = replace(HARBOUR, title="Eyes on the Yalu")
    assert [each.words for each in found(titled, citing("Harbour Institute said so."))] == [
        '"Harbour Institute" "Eyes on the Yalu"'
    ]


def test_words_come_in_the_language_in_which_most_cite() -> None:
    texts = [
        citing("38노스가 전했다.", words=("평양", "카메라", "학교", "국경"), lang="ko"),
        citing("38 North said so.", words=("Pyongyang", "cameras"), lang="en"),
        citing("38 North reported it.", words=("schools",), lang="en"),
    ]
    assert found(NORTH, *texts)[-1].words == "site:38north.org Pyongyang cameras"


def test_what_more_texts_link_to_comes_before() -> None:
    one = citing("38 North a.", links={"38 North": "https://38north.org/a/one"})
    more = [citing(f"38 North b{n}.", links={"38 North": "https://38north.org/b/two"}) for n in range(3)]
    pages = [url for url in urls(NORTH, one, *more) if url.startswith("https://38north.org/")]
    assert pages[:2] == ["https://38north.org/b/two", "https://38north.org/a/one"]


def test_the_order_of_texts_changes_nothing_but_the_words() -> None:
    texts = [
        citing(
            f"38 North said it, {n}.",
            links={"38 North": f"https://38north.org/p/{n % 4}"},
            published=f"2024-04-0{n + 1}",
        )
        for n in range(8)
    ]
    assert found(NORTH, *texts) == found(NORTH, *reversed(texts))


def test_there_are_never_too_many() -> None:
    content = " ".join(f"38 North, 10.1000/{n}." for n in range(40))
    leads = found(NORTH, citing(content, words=("cameras",)))
    assert len(leads) == MOST
    assert leads[-1].words


@pytest.mark.parametrize(
    "bad",
    [
        "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://38north.org/a", "//38north.org/a",
        "http://localhost/38north", "http://127.0.0.1/x", "http://0x7f.1/x", "http://2130706433/x", "http://[::1]/x",
        "http://169.254.169.254/latest/meta-data", "http://10.0.0.7/x", "http://[fd00::1]/x", "http://router.local/x",
        "http://intranet/x", "https://user:pass@38north.org/x", "http://38north.org/%0d%0aSet-Cookie:x",
        "https://web.archive.org/web/2020/http://192.168.1.1/admin", "https://www.google.com/url?url=http%3A%2F%2F10.1.1.1%2F",
        "https://web.archive.org/web/2020/javascript:alert(1)", "http://38north.org:22/x", "https://38north.org/\u0000x",
    ],
)  # fmt: skip
def test_what_may_not_be_shown_never_is(bad: str) -> None:
    leads = found(replace(NORTH, url=bad), citing("38 North said so.", links={"38 North": bad}))
    assert not [lead.url for lead in leads if lead.url and is_unfit(lead.url)]
    assert bad not in [lead.url for lead in leads]


def is_unfit(url: str) -> bool:
    """Whether anything about an address is not as it must be: written anew here, so that it checks the code."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or parts.username or parts.fragment or not host.isascii():
        return True
    if any(ord(sign) <= 0x20 or ord(sign) >= 0x7F for sign in url) or any(sign in url for sign in '<>"\\^`{|}'):
        return True
    try:
        return not ip_address(host).is_global
    except ValueError:
        return "." not in host or host.rpartition(".")[2].isdigit() or host.endswith((".local", ".internal"))


ADDRESSES = st.one_of(
    st.text(max_size=80),
    st.builds(
        "{}://{}{}/{}?{}#{}".format,
        st.sampled_from(["http", "https", "HTTP", "ftp", "javascript"]),
        st.sampled_from(["", "a@", "www."]),
        st.one_of(
            st.ip_addresses().map(str), st.text(max_size=20), st.sampled_from(["38north.org", "localhost", "[::1]"])
        ),
        st.text(max_size=30),
        st.text(max_size=20),
        st.text(max_size=5),
    ),
    st.text(max_size=40).map("https://web.archive.org/web/2020/{}".format),
    st.text(max_size=40).map("https://www.google.com/url?q=http{}".format),
)


@given(
    address=ADDRESSES, name=st.text(max_size=30), title=st.none() | st.text(max_size=60), words=st.text(max_size=200)
)
def test_any_words_give_well_formed_public_addresses_only(
    address: str, name: str, title: str | None, words: str
) -> None:
    content = f"38 North 10.1000/{words} {address} A/HRC/{words}"
    text = Text(
        capture_sha256="0" * 64, content=content, extractor="test/1", lang="en", paragraphs=(), segments=(),
        links=(Link(start=0, end=8, url=address),),
    )  # fmt: skip
    for cited in (replace(NORTH, url=address, title=title, date=words), CitedOrigin(ref=f"name:{name}", name=name)):
        leads = suggestions(cited, [CitingText(text=text, passages=((0, len(content)),), words=(words,))], VOCABULARY)
        assert len(leads) <= MOST
        assert not [lead.url for lead in leads if lead.url and is_unfit(lead.url)]
        assert all((lead.url is None) != (lead.words is None) for lead in leads)
