"""Words that pages put around articles: share bars, teasers, calls to subscribe. In many languages, none a site's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sousveil.read.html_blocks import Block

__all__ = ["is_boilerplate", "is_share_bar", "label_of"]

_TEASER_LABELS: Final = (
    r"read (?:also|more|next)|also read|see also|more (?:on this|from|about)|related(?: \w+)?|don'?t miss|"
    r"you (?:may|might) (?:also )?(?:like|be interested)|recommended(?: for you| reading)?|keep reading|"
    r"recent posts|latest (?:news|posts|stories|articles)|most (?:read|popular|viewed)|trending(?: now)?|"
    r"lea (?:también|mas|más)|leer (?:también|más)|lee también|te puede interesar|vea también|ver también|"
    r"le puede interesar|noticias relacionadas|mira también|lea|"
    r"lesen sie (?:auch|mehr|dazu)|mehr zum thema|auch interessant|siehe auch|das könnte (?:sie|dich|ihnen) .{0,40}|"
    r"weitere (?:\w+ )?(?:artikel|beiträge|themen|informationen|meldungen|news|nachrichten)(?: .{0,30})?|mehr (?:von|aus|zu|über) .{0,30}|"
    r"am meisten gelesen|meistgelesen|empfehlungen(?: der redaktion| aus der redaktion)?|letzte kommentare|"
    r"contenido relacionado|mehr themen|verwandte \w+|entdecken sie .{0,20}|mehr dazu|zum thema|ähnliche (?:artikel|beiträge)|"
    r"weiterlesen|lies auch|mehr lesen|verwandte (?:artikel|themen|beiträge)|beliebte beiträge.{0,30}|"
    r"lire aussi|à lire(?: aussi)?|voir aussi|sur le même sujet|à découvrir|articles (?:similaires|liés)|"
    r"leggi anche|potrebbe interessarti|leia (?:também|mais)|veja também|"
    r"lees ook|lees meer|zobacz (?:też|także|również)|czytaj (?:też|także|również|więcej)|przeczytaj (?:też|także)|"
    r"читайте также|читать также|смотрите также|по теме|также по теме|ещё по теме|похожие (?:статьи|новости)|"
    r"читайте ещё|материалы по теме|последние новости|"
    r"관련\s?(?:기사|뉴스|글)|많이 본 (?:뉴스|기사)|인기\s?(?:기사|뉴스)|최신\s?(?:기사|뉴스)|추천\s?(?:기사|뉴스)|"
    r"이 기사도 .{0,10}|다른 기사.{0,6}|"
    r"相关(?:阅读|新闻|报道|文章|链接)|相關(?:新聞|報導|閱讀|文章)|延伸(?:阅读|閱讀)|推荐阅读|推薦閱讀|更多新闻|热门(?:文章|新闻)|"
    r"関連(?:記事|ニュース|リンク)|あわせて読みたい|おすすめ(?:記事)?|人気記事|"
    r"اقرأ أيضا|إقرأ أيضا|اقرأ أيضاً|مواضيع ذات صلة|بیشتر بخوانید|مطالب مرتبط|"
    r"ilgili haberler|bunları da okuyun|baca juga|simak juga|xem thêm|tin liên quan"
)
_LABEL: Final = re.compile(rf"(?:{_TEASER_LABELS})\s*(?:[:：»>|…–-]|\Z)", re.IGNORECASE)
_WHOLE_LABEL: Final = re.compile(rf"(?:{_TEASER_LABELS})\s*[:：»>|….!?–-]*\s*\Z", re.IGNORECASE)
_CALLS: Final = re.compile(
    r"(?:subscribe (?:to|now|for)|sign up (?:for|to)|join our|follow us|like us on|share (?:this|on|with|via)|tweet\b|"
    r"click here to|leave a (?:comment|reply)|post a comment|print this|email this|advertisement\Z|all rights reserved|"
    r"comments are closed|(?:seite|artikel|beitrag) (?:teilen|drucken|versenden)|\d+ min(?:ute)?s? read|lesezeit\b|"
    r"follow .{0,40} on (?:twitter|facebook|instagram|x)\b|filed under|posted (?:in|by|on)|tagged|tags?\s?:|categories\s?:|copyright ©|© ?\d{4}|be sociable|"
    r"this entry was posted|you can follow any responses|no comments|\d+ (?:comments?|kommentare?|antworten)\b|"
    r"abonnieren sie|jetzt abonnieren|folgen sie uns|folge uns|newsletter|hinterlasse eine|schreibe einen kommentar|"
    r"diesen (?:artikel|beitrag) (?:teilen|drucken|empfehlen)|teilen\b|anzeige\Z|werbung\Z|schlagwörter|schlagworte|"
    r"veröffentlicht (?:in|am|von|unter)|kategorien?\s?:|kommentare\b|keine kommentare|alle rechte vorbehalten|"
    r"suscríbe|síguenos|siga-nos|compart[ei]|comparti[rl]|etiquetas|publicidad\Z|"
    r"abonnez-vous|partager\b|suivez-nous|publicité\Z|condividi|iscriviti|seguici|"
    r"подпис(?:ывайтесь|аться|ка)|поделиться|реклама\Z|теги\s?:|"
    r"무단\s?전재|저작권자|기사제보|구독|공유하기|copyrights? ?ⓒ|"
    r"分享到|扫码|关注我们|责任编辑|版权所有|シェアする|フォローする)",
    re.IGNORECASE,
)
# Longer calls: what a site says about itself, its copyright or its reader.
_SELF: Final = re.compile(
    r"(?:(?:unterstütze|unterstützen sie|spende|spenden sie) .{0,80}(?:uns|projekt|mag|journalis|arbeit)|gefällt (?:dir|ihnen|euch) |"
    r"kennt ihr schon|war (?:der|dieser|dieses|die) .{0,20}(?:artikel|beitrag|inhalt|seite) |möchten sie den artikel|"
    r"für die letzten|we want to hear what you|was this (?:article|page|post)|did you (?:like|enjoy|find) th|"
    r"(?:please )?(?:support|help) (?:us|our)\b|for the latest .{0,60}(?:download|follow|visit|subscribe)|download (?:our|the) .{0,30}app|"
    r"(?:this|the) (?:article|material|content|story) (?:is the copyright|may not be)|no part of this|"
    r"dieser (?:text|artikel|beitrag) wurde (?:veröffentlicht|zuerst)|der text (?:ist|steht) unter|"
    r"(?:to (?:view|read|continue reading) (?:the|this) (?:full|rest|entire)|if you.{0,4}re seeing this message|first-time subscribers|"
    r"already a (?:subscriber|member)|if you (?:enjoyed|liked) (?:reading )?th|stay (?:up[- ]to[- ]date|informed)|"
    r"follow .{3,40} on (?:twitter|facebook|instagram|telegram|x)\b|hazte (?:miembro|socio)|únete a|"
    r"jede (?:kleine )?spende|wir respektieren deine privat|um diesen (?:artikel|inhalt|beitrag) (?:zu|weiter)|"
    r"pour lire la suite|abonnés\b|contenido exclusivo para|para (?:leer|continuar leyendo))|"
    r"bitte (?:teilen sie|loggen|melden sie|laden sie sich|aktivieren)|czytasz właśnie|síguenos en|siguenos en|"
    r"si te gust[oó]|apoya |apóyanos|soutenez|sostieni|поддержите|좋아요|이 기사가 |ⓒ|기사 ?제보)",
    re.IGNORECASE,
)
_CREDIT: Final = re.compile(
    r"(?:titelbild|beitragsbild|bild(?:er|quelle|nachweis|rechte)?|fotos?|photos?(?: credit| by| courtesy)?|image(?: credit| source|s)?|picture|"
    r"foto|fotografía|imagen|фото|사진|照片|写真|zdjęci[ea]|grafik|video)\s?(?:[:：©|/=]|ⓒ)",
    re.IGNORECASE,
)
_CREDIT_END: Final = re.compile(
    r"\((?:foto|photo|bild|image|quelle|source|fotos|symbolbild|archiv)[^)]{0,60}\)\s*\Z|[/©]\s?getty images\s*\Z", re.IGNORECASE
)
_NETWORKS: Final = (
    "whatsapp", "facebook", "twitter", "pinterest", "reddit", "gmail", "telegram", "linkedin", "messenger", "email",
    "e-mail", "share", "tweet", "tumblr", "viber", "line", "kakaotalk", "kakao", "카카오톡", "페이스북", "트위터", "네이버",
    "weibo", "微博", "wechat", "微信", "qq", "qzone", "vk", "vkontakte", "вконтакте", "одноклассники", "телеграм",
    "copy link", "print", "mail", "xing", "pocket", "flipboard", "instagram", "youtube", "bluesky", "mastodon",
    "threads", "x", "skype", "hatena", "teilen", "drucken", "compartir", "partager", "condividi", "поделиться",
    "공유", "분享", "分享", "シェア", "copy", "link", "snapchat", "mix", "sms", "pin", "post", "save", "on", "via",
)  # fmt: skip
_SHARE: Final = re.compile(
    r"(?:(?:" + "|".join(re.escape(name) for name in sorted(_NETWORKS, key=len, reverse=True)) + r")[\s|,·•/+\-\d]*)+",
    re.IGNORECASE,
)
_SHORT: Final = 200
_LONG: Final = 400


def label_of(text: str) -> bool:
    """Whether `text` is nothing but a label over other articles (`Recent Posts`, `관련기사`)."""
    return len(text) < 60 and _WHOLE_LABEL.match(text) is not None


def is_share_bar(text: str) -> bool:
    """Whether `text` is names of networks and buttons, two at least, and nothing else."""
    if len(text) > 300:
        return False
    match = _SHARE.fullmatch(text.strip())
    if match is None:
        return False
    lower = text.lower()
    return sum(lower.count(name) for name in _NETWORKS if len(name) > 3) >= 2


def is_boilerplate(block: Block) -> str | None:
    """The reason why a block inside the main text is not part of it, by its words; None where it is."""
    if block.chars >= _LONG:
        return None
    text = block.text()
    if _SELF.match(text):
        return "call"
    if block.chars >= _SHORT:
        return None
    if label_of(text):
        return "related"
    if _LABEL.match(text) and (block.link_chars > 0.4 * block.chars or block.container.role == "heading"):
        return "related"
    if block.chars < 120 and _CALLS.match(text):
        return "call"
    if block.chars < 120 and (_CREDIT.match(text) or _CREDIT_END.search(text)):
        return "caption"
    return "share" if is_share_bar(text) else None
