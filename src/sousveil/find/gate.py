"""What is kept: surveillance by or for the state, or at a public place; never a technology word alone."""

from __future__ import annotations

from sousveil.find.acts import Act
from sousveil.find.families import BARRIERS, DEALS, OF_A_BODY, PUBLIC_BODIES
from sousveil.find.tables import Mention

__all__ = ["is_kept", "is_refused", "is_single_use"]

_ENDURING = {"install", "procure", "supply", "expand", "ban", "plan", "end", "suspend", "research"}
_PUBLIC_SITES = {
    "school", "airport", "station", "port", "border", "street", "road", "prison", "checkpoint", "worship",
    "government", "monument", "hospital", "workplace", "nationwide", "network", "residence", "hotel", "stadium", "shop",
}  # fmt: skip
_WATCHED_SITES = {
    "school", "airport", "station", "border", "street", "road", "prison", "checkpoint", "worship", "government",
    "monument", "nationwide",
}  # fmt: skip
_STATE_ONLY = {
    "phone-spyware", "cell-site-simulator", "interception", "deep-packet-inspection", "predictive-policing",
    "fusion-center", "integrated-platform", "biometric-database", "internet-filtering", "gunshot-detection",
    "plate-recognition", "electric-fence", "doorbell-camera-partnership", "camera-registry",
    "phone-forensics", "phone-monitoring", "social-media-monitoring", "signal-jamming",
}  # fmt: skip
_ENOUGH = 4
_TOLD_OFTEN = 5
"""Words for surveillance around, from which on a drone is one that watches."""


def is_refused(sentence: str, mentions: list[Mention]) -> bool:
    """Whether the sentence is a question, a demand, product talk or about another surveillance."""
    if sentence.rstrip("\"'”’»」』) ").endswith(("?", "？", "؟")):
        return True
    words = {m.ident for m in mentions if m.section == "refuse"}
    return "sentence" in words or ("doubtful" in words and not _is_plain(mentions))


def _is_plain(mentions: list[Mention]) -> bool:
    """Whether a sentence names a technology of surveillance and whose or from whom it is."""
    sections = {m.section for m in mentions}
    return "technology" in sections and bool(sections & {"operator", "named_operator", "named_supplier"})


def is_single_use(mentions: list[Mention], act: Act) -> bool:
    """Whether it tells of one use in an incident, a search or a court case, and of nothing that stays."""
    if act.ident in _ENDURING - {"research"} and not act.weak and not act.bare:
        return False
    incidents = [m for m in mentions if m.section == "refuse" and m.ident == "incident"]
    watched = [m for m in mentions if m.section == "technology"]
    # "Software that forecasts burglaries": what it looks for is no incident.
    return any(not any(t.start <= m.start and m.end <= t.end for t in watched) for m in incidents)


def is_kept(
    mentions: list[Mention], technologies: list[Mention], act: Act, *, about: int, placed: bool, home: bool,
    established: bool, border: bool,
) -> bool:  # fmt: skip
    """Whether enough speaks for a claim. Points, so that a reader can follow it:

    - what it is: a technology of surveillance, taking fingerprints, or what the text has already told of
      (`established`) 2; surveillance without saying which 1; one that only states use 1 more; a bare "camera" 0;
    - whose it is, of which at least one is needed: a public body 2, the state or its people 1, a public site 2 where
      states watch (a street) and else 1, a company of the register 1, a country or city in the sentence (`placed`) or
      else in the text (`home`) 1, a technology that only states use 1, what the text has told of before 1;
    - how it is said: an act that says something by itself 1, one that lasts (installed) 2, words for surveillance in
      the sentence 1, and in the text around (`about`) 1 for every two, up to 2.
    """
    sections = {m.section for m in mentions}
    words = {t.ident for t in technologies if t.section == "technology"}
    taking = any(m.section == "topics" and m.ident == "biometrics.says" for m in mentions)
    body = taking and any(t.ident in OF_A_BODY for t in technologies)
    meant = 2 if established or body or words - {"other"} else 1 if words else 0
    if not meant and any(m.section == "named_supplier" for m in mentions):
        # "Huawei cameras": the maker says what they are for.
        meant = 1
    only_state = any(t.ident in _STATE_ONLY and t.section == "technology" for t in technologies)
    whose = 2 if sections & PUBLIC_BODIES else 1 if sections & {"state", "target"} else 0
    sites = {m.ident for m in mentions if m.section == "site"}
    if border and any(t.ident in BARRIERS for t in technologies):
        sites.add("border")
    whose += 2 if sites & _WATCHED_SITES else 1 if sites & _PUBLIC_SITES else 0
    whose += bool(sections & {"named_supplier", "supplier"})
    sided = bool(sections & {"operator", "named_operator", "state", "target", "named_supplier", "supplier"})
    makers = bool(sections & {"operator", "named_operator", "state", "named_supplier"})
    # What is tried out on travellers is tried out by whoever watches them.
    studied = bool(words and sites & _WATCHED_SITES) or any(
        m.section == "topics" and m.ident == "research.of" for m in mentions
    )
    if (act.ident in DEALS and not (meant or sided or placed)) or (act.ident == "research" and not (makers or studied)):
        # Shops sell cameras and students learn about them.
        return False
    if words == {"other"} and not (makers or (placed and act.ident in _ENDURING and not (act.weak or act.bare))):
        # "Surveillance technology" of nobody in particular is a subject, no claim.
        return False
    if act.weak or act.bare:
        # "That is how video surveillance works": somebody must be there whose it is.
        pointed = established and "pronouns" in sections
        if not whose + placed + pointed or words == {"other"}:
            return False
    drones = all(t.ident == "drone" and t.section == "technology_weak" for t in technologies)
    watching = bool(sections & {"operator", "named_operator", "surveillance"}) or "border" in sites
    watching = watching or (act.ident == "research" and studied) or about >= _TOLD_OFTEN
    if drones and not established and not watching:
        # Drones fly for many; they watch where the words say so.
        return False
    whose += (placed or home) + only_state + established
    lasts = act.ident in _ENDURING and not act.bare
    said = (0 if act.weak and not act.inside else 2 if lasts else 1) + ("surveillance" in sections) + min(2, about // 2)
    return whose > 0 and meant + only_state + whose + said >= _ENOUGH
