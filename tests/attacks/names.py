"""Hostile names: of entries, tags, people, files, and what is searched for. Kept or refused, never more than words."""

_JS = "alert(1)"

PLAIN = [  # without the signs that no title may hold
    f'" onmouseover="{_JS}',
    f"' onfocus='{_JS}' autofocus='",
    f"` onclick=`{_JS}",
    "javascript:alert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;img src=x onerror=alert(1)&#62;",
    "&quot; onclick=&quot;alert(1)",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "%22%20onclick=%22alert(1)",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
    "${alert(1)} $(alert(1)) `alert(1)`",
    "*/alert(1)/*",
    "'-alert(1)-'",
    '";alert(1);//',
    "');alert(1);('",
    "-->alert(1)<!--".replace("<", "").replace(">", ""),
    "＜script＞alert(1)＜/script＞",
    "‹script›alert(1)‹/script›",
    "evil\u202egpj.exe",
    "__proto__",
    "constructor",
    "ui-main",
    '=HYPERLINK("https://evil.example")',
    "https://evil.example/x",
    "//evil.example/x",
    "..\\..\\evil",
    "wikilink:0 cite:0",
    "*bold* _em_ `code` ![x](javascript:alert(1))",
]

MARKED = [  # with them: refused as titles, kept in summaries, searches and wherever text is free
    f"<script>{_JS}</script>",
    f"<img src=x onerror={_JS}>",
    f'"><svg onload={_JS}>',
    f"'><img src=x onerror='{_JS}'>",
    f"</title><script>{_JS}</script>",
    f"</textarea><script>{_JS}</script>",
    f"</option></select><img src=x onerror={_JS}>",
    f'<a href="javascript:{_JS}">x</a>',
    "{% load x %}{{ request }}{{ 7|add:7 }}",
    "{{constructor.constructor('alert(1)')()}}",
    "[[x|y]] [a](javascript:alert(1))",
    f"<!--><script>{_JS}</script>-->",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    f"<iframe srcdoc='<script>{_JS}</script>'>",
    "<form action=https://evil.example/><button>x",
    f"<x onpointerenter={_JS} style=position:fixed;inset:0>",
    "<style>*{background:url(https://evil.example/)}</style>",
    "<b id=ui-main name=body>x</b>",
    f"]]><script>{_JS}</script>",
]

FILES = [
    f'"onmouseover="{_JS}.md',
    f"<img src=x onerror={_JS}>.md",
    "javascript:alert(1).md",
    "../../evil.md",
    f"a/<script>{_JS}</script>/b.md",
    "https://evil.example/x.md",
]

NAMES = {"plain names": PLAIN, "marked names": MARKED, "file names": FILES}
