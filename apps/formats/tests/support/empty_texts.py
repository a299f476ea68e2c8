"""Texts that show nothing: what is asked or answered by one of these is an empty question."""

IN_MARKDOWN = [
    *("![](https://example.org/a.png)", "&nbsp;", "[]()", r"$\;$", "[a]: http://x.org", "#", "-", ">", "***"),
    *("```\n```", "<details></details>", r"$\text{}$", r"$\def\a{b}$", r"$\label{x}$", "$$ $$", r"$\quad{}~$"),
    *("&#8203;", "\u200d", "\u00ad", "\u200e", "\u2800", "\u3164", "\ufe0f", "\ue000", "\u2060", "\u034f", "&shy;"),
]
IN_HTML = [
    *("&#8203;", "&zwnj;", "&shy;", "&lrm;", "&#x2800;", "&#x3164;", "&#xfe0f;", "<hr>", "<br>", "&nbsp;", "\ue000"),
    *(r"\(\;\)", "<b></b>", "<a href='x'></a>", "<ul><li></li></ul>", "<table><tr><td></td></tr></table>"),
]
