"""What names of classes, identifiers and roles say about an element. All of it guesses: the chooser overrules.

Names are split into words (`relatedPosts` and `related-posts` are `related posts`), because sites in every
language name their parts in English.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

__all__ = ["body_hint", "negative_hint"]

# word -> reason for leaving out. A reason is what `Text.omissions` counts by.
_WORDS: Final = {
    reason: frozenset(words.split())
    for reason, words in {
        "navigation": "nav navbar navi navigation menu menue submenu breadcrumb breadcrumbs pagination pager paging "
        "skip toc jumplinks sitemap topbar toolbar hamburger pagenav pagenavi offcanvas megamenu masthead "
        "toplinks languages langswitch kopfzeile krumen brotkrumen servicenavigation",
        "sidebar": "sidebar sidebars aside rail marginal marginalspalte seitenleiste widget widgets rightcol leftcol "
        "randspalte blogroll",
        "footer": "footer foot fusszeile colophon impressum copyright legal disclaimer pageinfo",
        "comments": "comment comments commentlist commentform kommentar kommentare disqus respond reply replies "
        "trackback trackbacks pingback pingbacks komentar komentarze commentaires comentarios leserbriefe "
        "livefyre guestbook discussion addcomment commentarea commentbox responses",
        "share": "share shares sharing sharebar sharedaddy social socials socialmedia shariff addthis addtoany "
        "facebook twitter whatsapp pinterest tweet like likes jetpack sociable shareaholic bookmarks "
        "bookmarking flattr follow followus sharer ssba heateor a2a",
        "related": "related relateds recommend recommended recommendation recommendations outbrain taboola yarpp "
        "verwandte weitere teasers teaserlist mostread trending popular similar moreon readmore "
        "readnext upnext recirculation linklist crp relatedposts crosslink crosslinks latest recent "
        "aehnliche artikelempfehlungen zergnet plista ligatus",
        "teaser": "teaser excerpt",
        "newsletter": "newsletter subscribe subscription signup mailchimp optin abo paywall piano donate donation "
        "spenden membership mailinglist",
        "consent": "cookie cookies consent gdpr cookiebar cookiebanner cmplz privacy onetrust usercentrics didomi",
        "advertisement": "disclosure ad ads adv advert adverts advertising advertisement advertorial anzeige werbung sponsor "
        "sponsored sponsors adsense adslot adbox banner promo promotion promobox affiliate",
        "interface": "modal popup cta review reviews customerreviews appstores popover overlay login register search searchform searchbox form tooltip button "
        "buttons btn print printlink dropdown lightbox rating ratings vote poll captcha player toggle loader",
        "byline": "byline author authors autor autoren dateline meta metadata postmeta postinfo timestamp entrymeta "
        "postmetadata bio authorbox authorinfo published tags tag taglist tagcloud categories category "
        "keywords schlagworte schlagwort rubrik dachzeile kicker postdate pubdate infozeile",
        "caption": "caption figcaption bildunterschrift credit credits imagecredit photocredit copyrightinfo "
        "bildnachweis legende legend fotocredit bilduntertitel bildtitel bildtext imagetext imagecaption imgcaption",
        "gallery": "slideshow gallery carousel slider bildergalerie",
    }.items()
}
_REASON: Final = {word: reason for reason, words in _WORDS.items() for word in words}
# Two words that mean it only together.
_PAIRS: Final = {
    ("read", "more"): "related", ("read", "also"): "related", ("read", "next"): "related",
    ("see", "also"): "related", ("also", "like"): "related", ("most", "read"): "related",
    ("more", "from"): "related", ("more", "stories"): "related", ("more", "news"): "related",
    ("next", "prev"): "navigation", ("prev", "next"): "navigation", ("post", "navigation"): "navigation",
    ("entry", "utility"): "byline", ("post", "info"): "byline", ("entry", "info"): "byline",
    ("post", "tags"): "byline", ("about", "author"): "byline", ("article", "info"): "byline",
    ("post", "date"): "byline", ("entry", "date"): "byline", ("article", "date"): "byline",
    ("sign", "up"): "newsletter", ("call", "action"): "newsletter", ("in", "touch"): "newsletter",
    ("image", "box"): "caption", ("image", "description"): "caption", ("picture", "description"): "caption",
    ("photo", "description"): "caption", ("image", "info"): "caption", ("app", "store"): "advertisement",
    ("wp", "caption"): "caption",
    ("jp", "relatedposts"): "related", ("screen", "reader"): "hidden", ("sr", "only"): "hidden",
    ("visually", "hidden"): "hidden", ("assistive", "text"): "hidden",
}  # fmt: skip
# Beginnings of words run together: `relatedlinks`, `commentsarea`.
_STEM: Final = re.compile(
    r"(?P<related>relatedl|relateda|relatedp|relatedc|relatedn|relateds|recommend|interesting|mostread|morefrom|empfehl)|"
    r"(?P<comments>commentl|commentf|commenta(?!r|t)|commentb|commentw|commentss|kommentarl|kommentarf|productrev|customerrev)|"
    r"(?P<newsletter>newsletter|subscri|donat|spende)|(?P<consent>cookie|consent)|(?P<navigation>breadcrumb|pagina)|"
    r"(?P<footer>footer)|(?P<share>socialm|sociall|socials|socialb|socialn|sharing|shareb|shariff|followus|siguenos)|"
    r"(?P<advertisement>advert|sponsor|appstore|googlead|dfp)|(?P<byline>authorb|authori|authorp|autorenb|autorenk)"
)
# Names that hide, as frameworks define them.
_HIDDEN: Final = frozenset({
    "hidden", "d-none", "sr-only", "visually-hidden", "screen-reader-text", "visuallyhidden", "invisible",
    "element-invisible", "element-hidden", "show-for-sr", "screenreader", "hidden-print", "offscreen",
})  # fmt: skip
# Words that name a part or a state next to the thing, not the thing: `has-sidebar`, `tag-cameras`.
_QUALIFIED: Final = re.compile(
    r"(?:has|no|not|with|without|is|hide|show|tag|category|categories|post|format|status|type|author|topic|section|lang|"
    r"single|page|template|theme|col|span|row|grid|g|hentry|sticky|align|wp-image|wp-block|elementor|et|vc|js|"
    r"layout|tablet|desktop|mobile|icon|fa)[-_].*"
)
_KEEP_QUALIFIED: Final = re.compile(
    r"(?:post|page|author|section|category|tag|categories|topic|single|show|wp-block|elementor|et|mobile|desktop)[-_]"
    r"(?:meta|info|tags?|nav\w*|footer|share|sharing|related|comments?|author|date|bio|box|links?|list|cloud|"
    r"navigation|pagination|social|categories|sidebar|menu|search\w*|byline|buttons?)\b.*"
)
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORD: Final = re.compile(r"[a-z0-9]+")
_BODY: Final = re.compile(
    r"(?:article|artikel|post|entry|story|news|blog|blogpost|page|text|main|single|hnews|node|field|art|beitrag|"
    r"meldung|rich|td|pf|the|body|c|detail|inhalt|noticia|nota|paragraph|recipe|product)?[-_]{0,2}"
    r"(?:article|artikel|post|entry|story|news|item|main|name|field|the)?[-_]{0,2}"
    r"(?:body|content|contents|text|fulltext|maintext|storytext|inhalt|texto|contenu|contenido|copy|richtext|"
    r"bodytext|description)"
    r"(?:[-_]{0,2}(?:body|inner|wrapper|wrap|container|text|main|content|area|html|inside|article|clearfix))?\Z"
)
_STRONG_BODY: Final = re.compile(
    r"(?:article|artikel|post|entry|story|news|blog|td-post|e|blogpost|itemprop|single|beitrags?)[-_]{0,2}"
    r"(?:body|content|text|bodytext|fulltext|maintext|inhalt|copy)\Z|(?:storytext|articletext|fulltext|bodytext|"
    r"articlebody|post-?bodycopy|e-content|instapaper_body|field--name-body|node-?content|theme-content|rich-?text)"
    r"(?:[-_]{0,2}(?:wrapper|wrap|container|inner|content|text|main|full|[a-z]?\d*))?\Z"
)
_OUTER: Final = re.compile(
    r"(?:h-?entry|post|article|artikel|story|main|maincontent|main-?content|content-?main|page-?content|"
    r"primary|contentarea|content-?area|single|single-?post|blog-?post|detail|newsdetail)\Z"
)
_LONG: Final = 400
_SHORT_WORDS: Final = re.compile(r"(?:.*[-_])?(?:ad|vc|fb)(?:[-_].*)?\Z")


@lru_cache(maxsize=65536)
def negative_hint(names: str, identifier: str) -> str | None:
    """Why an element named so is likely not main text; None where its names say nothing against it."""
    found: str | None = None
    for token in f"{names[:_LONG]} {identifier[:100]}".split():
        lower = token.lower()
        if lower in _HIDDEN:
            return "hidden"
        token, _, _ = token.partition("--")  # after it stands a state, not a name
        lower = token.lower()
        if _QUALIFIED.match(lower) and not _KEEP_QUALIFIED.match(lower):
            continue
        words = _WORD.findall(_CAMEL.sub(" ", token).lower())
        if words and (words[0] in ("is", "has") or "and" in words or "with" in words):
            continue
        if _names_body(lower):
            continue
        for pair in zip(words, words[1:], strict=False):
            if pair in _PAIRS:
                return _PAIRS[pair]
        for word in (*words, "".join(words)):
            reason = _REASON.get(word) if len(word) > 2 or _SHORT_WORDS.match(lower) else None
            if reason is None and len(word) > 5 and (stem := _STEM.match(word)):
                reason = stem.lastgroup
            if reason and found is None:
                found = reason
    return found


@lru_cache(maxsize=65536)
def body_hint(names: str, identifier: str) -> int:
    """How much the names promise the main text: 3 `article-body`, 2 `text`, 1 `main` or `post`, 0 nothing."""
    best = 0
    for token in f"{names[:_LONG]} {identifier[:100]}".split():
        lower = token.lower()
        if _STRONG_BODY.match(lower):
            return 3
        if _BODY.match(lower):
            best = max(best, 2)
        elif _OUTER.match(lower):
            best = max(best, 1)
    return best


def _names_body(lower: str) -> bool:
    return _STRONG_BODY.match(lower) is not None
