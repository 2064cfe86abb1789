"""The sentences of a large case in six languages: what is searched for has to stand in them as people write it."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

__all__ = ["LANGUAGES", "Language", "sentence"]


class Language(Struct, frozen=True):
    """How one language says it. `pattern` takes `who`, `act`, `number`, `what`, `site` and `place`."""

    share: int
    """Of a hundred stories."""
    pattern: str
    made_by: str
    said: str
    who: str
    what: dict[str, str]
    acts: dict[str, str]
    filler: str
    title: str


_TECHNOLOGIES: Final = (
    "camera", "face-recognition", "drone", "plate-recognition", "biometric-database", "internet-filtering",
    "phone-monitoring", "physical-barrier", "fingerprint", "video-analytics",
)  # fmt: skip
_ACTS: Final = ("install", "operate", "plan", "procure", "expand", "end")


def _language(
    share: int, pattern: str, made_by: str, said: str, who: str, what: str, acts: str, filler: str, title: str
) -> Language:
    words, verbs = what.split("|"), acts.split("|")
    return Language(
        share, pattern, made_by, said, who, dict(zip(_TECHNOLOGIES, words, strict=True)),
        dict(zip(_ACTS, verbs, strict=True)), filler, title,
    )  # fmt: skip


LANGUAGES: Final[dict[str, Language]] = {
    "en": _language(
        50, "{who} {act} {number} units of {what} at a {site} in {place}{made_by}{said}.", ", made by {name}",
        ", {name} said", "The authorities",
        "surveillance cameras|facial recognition|drones|licence plate readers|a biometric database|internet filtering"
        "|phone monitoring|a border fence|fingerprint scanners|video analytics",
        "installed|operate|plan|bought|expanded|removed",
        "The rest of the article tells who was there and what was said about it on that day.", "Report {number}",
    ),
    "zh": _language(
        16, "{who}在{place}的{site}{act}了{number}套{what}{made_by}{said}。", "，由{name}制造", "，{name}说", "当局",
        "监控摄像头|人脸识别系统|无人机|车牌识别系统|生物识别数据库|网络过滤系统|手机监控系统|边境围栏|指纹采集设备|视频分析系统",
        "安装|使用|计划安装|采购|扩建|拆除", "文章其余部分讲述了当天有谁在场以及人们说了些什么。", "报道{number}",
    ),
    "ko": _language(
        10, "{who}은 {place}의 {site}에 {what} {number}대를 {act}{made_by}{said}.", " ({name} 제품)",
        "고 {name}이 전했다", "당국",
        "감시카메라|안면인식 시스템|드론|차량번호 인식기|생체정보 데이터베이스|인터넷 차단 장비|휴대전화 감청 장비"
        "|국경 철조망|지문 인식기|영상분석 시스템",
        "설치했다|운영하고 있다|설치할 계획이다|구매했다|확대했다|철거했다",
        "기사의 나머지는 그날 누가 있었고 무슨 말이 오갔는지를 전한다.", "보도 {number}",
    ),
    "ru": _language(
        10, "{who} {act} {number} единиц: {what}, {site}, {place}{made_by}{said}.", ", производитель {name}",
        ", сообщил {name}", "Власти", "камеры видеонаблюдения|система распознавания лиц|беспилотники"
        "|распознавание номеров|биометрическая база|фильтрация интернета|прослушивание телефонов|пограничный забор"
        "|сканеры отпечатков|видеоаналитика",
        "установили|используют|планируют|закупили|расширили|убрали",
        "В остальной части статьи рассказано, кто был там и что говорили в тот день.", "Сообщение {number}",
    ),
    "fa": _language(
        7, "{who} {number} دستگاه {what} در {site} در {place} {act}{made_by}{said}.", "، ساخت {name}",
        "، به گفته {name}", "مقامات", "دوربین مداربسته|تشخیص چهره|پهپاد|پلاک‌خوان|پایگاه داده زیستی|فیلترینگ اینترنت"
        "|شنود تلفن|حصار مرزی|اثر انگشت|تحلیل ویدئو",
        "نصب کردند|به کار گرفتند|برنامه‌ریزی کردند|خریدند|گسترش دادند|برچیدند",
        "بقیه مقاله می‌گوید آن روز چه کسانی آنجا بودند و چه گفتند.", "گزارش {number}",
    ),
    "fr": _language(
        7, "{who} {act} {number} unités de {what} dans un lieu ({site}) à {place}{made_by}{said}.",
        ", de la marque {name}", ", a déclaré {name}", "Les autorités",
        "caméras de surveillance|reconnaissance faciale|drones|lecture de plaques|base biométrique|filtrage d’internet"
        "|écoute téléphonique|clôture frontalière|empreintes digitales|analyse vidéo",
        "ont installé|exploitent|prévoient|ont acheté|ont étendu|ont retiré",
        "La suite de l’article raconte qui était là et ce qui s’est dit ce jour-là.", "Dépêche {number}",
    ),
}  # fmt: skip


def sentence(
    lang: str,
    *,
    technology: str,
    act: str,
    number: int,
    site: str,
    place: str,
    operator: str,
    supplier: str,
    speaker: str,
) -> str:
    """One sentence that says all of this."""
    language = LANGUAGES[lang]
    return language.pattern.format(
        who=operator or language.who, act=language.acts[act], number=number, what=language.what[technology],
        site=site or "place", place=place,
        made_by=language.made_by.format(name=supplier) if supplier else "",
        said=language.said.format(name=speaker) if speaker else "",
    )  # fmt: skip
