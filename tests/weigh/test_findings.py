"""Which claims are one finding, and what they add up to."""

from __future__ import annotations

import msgspec

from lineage_making import make_claim, make_source, make_text
from sousveil.record.claim import Claim, Organisation, Place
from sousveil.record.finding import Finding
from sousveil.record.text import Text
from sousveil.weigh import weigh

TEXT = make_text(
    "Cameras hang in schools and airports. Cameras hang in schools. No camera hangs in a school. The power supply is "
    "unreliable. There is no money for cables. The cameras will be installed. The cameras were switched off.",
    outlet="A", published="2024-04-16",
)  # fmt: skip


def findings(*claims: Claim, texts: tuple[Text, ...] = (TEXT,)) -> list[Finding]:
    return weigh(list(claims), [], {text.source_id: make_source(text) for text in texts})


def test_one_sentence_about_two_sites_is_one_finding() -> None:
    (finding,) = findings(make_claim(TEXT, "Cameras hang in schools and airports", sites=("school", "airport")))
    assert finding.site_types == ("school", "airport")


def test_two_sites_part_when_another_claim_speaks_of_one_alone() -> None:
    both = make_claim(TEXT, "Cameras hang in schools and airports", sites=("school", "airport"))
    school = make_claim(TEXT, "Cameras hang in schools.", sites=("school",))
    found = {finding.site_types: set(finding.claims) for finding in findings(both, school)}
    assert found == {("school",): {both.id, school.id}, ("airport",): {both.id}}


def test_an_affirmed_and_a_denied_claim_are_one_disputed_finding() -> None:
    (finding,) = findings(
        make_claim(TEXT, "Cameras hang in schools.", sites=("school",)),
        make_claim(
            TEXT, "No camera hangs in a school", sites=("school",), polarity="denied", said_by=(("the ministry", None),)
        ),
    )
    assert finding.disputed
    assert finding.status == "operating"


def test_acts_in_a_row_are_one_finding_with_the_furthest_status() -> None:
    (finding,) = findings(
        make_claim(TEXT, "The cameras will be installed", act="plan"),
        make_claim(TEXT, "Cameras hang in schools.", act="operate"),
    )
    assert finding.acts == ("plan", "operate")
    assert finding.status == "operating"


def test_a_later_end_is_the_status() -> None:
    later = make_text("The cameras were switched off for good.", outlet="B", published="2024-09-01")
    (finding,) = findings(
        make_claim(TEXT, "Cameras hang in schools.", act="operate"),
        make_claim(later, "The cameras were switched off", act="end"),
        texts=(TEXT, later),
    )
    assert finding.status == "ended"


def test_constraints_of_different_natures_are_different_findings() -> None:
    found = findings(
        make_claim(TEXT, "The power supply is unreliable", kind="constraint"),
        make_claim(TEXT, "There is no money for cables", kind="constraint"),
    )
    assert sorted(finding.about for finding in found) == [("money",), ("power",)]


def test_places_and_suppliers_part_findings() -> None:
    quote = "Cameras hang in schools."
    assert len(findings(make_claim(TEXT, quote, place="Hyesan", geonameid=2), make_claim(TEXT, TEXT.content[:36]))) == 2
    one = make_claim(TEXT, quote, kind="supply", supplier=Organisation(name="Hikvision", ref="hikvision"))
    two = make_claim(TEXT, TEXT.content[:36], kind="supply", supplier=Organisation(name="大华", ref="dahua"))
    assert len(findings(one, two)) == 2


def test_a_claim_without_an_operator_joins_the_only_one_that_is_named() -> None:
    police = Organisation(name="State Security", ref="kp-state-security")
    named = make_claim(TEXT, "Cameras hang in schools.", operator=police)
    bare = make_claim(TEXT, "Cameras hang in schools and airports")
    (finding,) = findings(named, bare)
    assert finding.operator == police


def test_the_order_of_claims_changes_nothing() -> None:
    claims = [
        make_claim(TEXT, "Cameras hang in schools and airports", sites=("school", "airport")),
        make_claim(TEXT, "Cameras hang in schools.", sites=("school",)),
        make_claim(TEXT, "The power supply is unreliable", kind="constraint"),
    ]
    assert findings(*claims) == findings(*reversed(claims))


def test_words_for_the_state_name_no_operator() -> None:
    (finding,) = findings(
        make_claim(TEXT, "Cameras hang in schools.", operator=Organisation(name="the government")),
        make_claim(TEXT, "Cameras hang in schools and airports", operator=Organisation(name="당국")),
        make_claim(TEXT, "The cameras will be installed"),
    )
    assert len(finding.claims) == 3


def test_a_finding_is_named_after_a_body_and_not_after_the_authorities() -> None:
    (finding,) = findings(
        make_claim(TEXT, "Cameras hang in schools.", operator=Organisation(name="당국")),
        make_claim(TEXT, "Cameras hang in schools and airports", operator=Organisation(name="the authorities")),
        make_claim(TEXT, "The cameras will be installed", operator=Organisation(name="Ministry of Schools")),
    )
    assert finding.operator == Organisation(name="Ministry of Schools")
    (vague,) = findings(
        make_claim(TEXT, "Cameras hang in schools.", operator=Organisation(name="당국")),
        make_claim(TEXT, "Cameras hang in schools and airports", operator=Organisation(name="the authorities")),
    )
    assert vague.operator is None


def test_a_site_without_a_number_is_one_place_in_every_script() -> None:
    square = Place(name="Kim Il Sung Square", country="KP", lat=39.0195, lon=125.7522, precision="site")
    claims = [
        msgspec.structs.replace(make_claim(TEXT, quote), place=msgspec.structs.replace(square, name=name))
        for quote, name in (("Cameras hang in schools.", square.name), ("The cameras will be installed", "김일성광장"))
    ]
    (finding,) = findings(*claims)
    assert len(finding.claims) == 2
