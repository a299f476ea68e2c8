"""Fronts of templates with their style sheets: what hides a part of them, always or at times, and what shows it."""

import pytest

from apps.formats.tests.support.hiding import scripts

CHECK_BOX = "{{Q}}<input type=checkbox id=t><label for=t>show</label><b>{{A}}</b>"
SCRIPT = "document.getElementById('s').style.display='none'"
HIDDEN = [
    pytest.param('{{Q}}<div style="display:none">{{A}}</div>', "", id="a style"),
    pytest.param("{{Q}}<p style='color:red; DISPLAY : none !important'>{{A}}</p>", "", id="a style among others"),
    pytest.param("{{Q}}<div hidden>{{A}}</div>", "", id="an attribute"),
    pytest.param("{{Q}}<dialog>{{A}}</dialog>", "", id="a closed dialog"),
    pytest.param('{{Q}}<div class="x answer">{{A}}</div>', ".answer { visibility: hidden }", id="a class"),
    pytest.param("{{Q}}<div id=a>{{A}}</div>", "/* x */ .b, #a{display:none}", id="an id in a list"),
    pytest.param("{{Q}}<i><b>{{A}}</b></i>", ".card i > b{opacity:0}", id="a path"),
    pytest.param("{{Q}}<b><i>{{A}}</i></b>", "b{visibility:hidden}", id="inherited"),
    pytest.param("<style>.s{display:none}</style>{{Q}}<b class=s>{{A}}</b>", "", id="a style sheet in the template"),
    pytest.param("{{Q}}<b class=s>{{A}}</b>", ".s{font-size:0}", id="no size"),
    pytest.param("{{Q}}<b class=s>{{A}}</b>", ".s{color:#000;background:#000}", id="the color of its ground"),
    pytest.param("{{Q}}<b class=s>{{A}}</b>", ".s{filter:blur(8px)} .s:hover{filter:none}", id="blurred"),
    pytest.param("{{Q}}<b class=s>{{A}}</b>", ".s:not(:hover){display:none}", id="until the mouse is over it"),
    pytest.param("{{Q}}<b class=s>{{A}}</b>", ".s{max-height:0;overflow:hidden}", id="no height"),
    pytest.param("{{Q}}<b class=s>{{A}}</b>", ".s{position:absolute;left:-9999px}", id="off the page"),
    pytest.param("{{Q}}<b class=s>{{A}}</b>", ".card{& .s{display:none}}", id="a nested rule"),
    pytest.param("{{Q}}<b class=s>{{A}}</b>", "@media screen{.s{display:none}}", id="on screens"),
    pytest.param(CHECK_BOX, "b{display:none} #t:checked~b{display:inline}", id="a check box"),
    pytest.param("{{Q}}<button onclick='show()'>Hint</button><b>{{A}}</b>", "b{display:none}", id="a button"),
    pytest.param("{{Q}}<a href='#' onclick='x()'>Hint</a><b>{{A}}</b>", "b{display:none}", id="a link that only acts"),
    pytest.param("{{Q}}<!-- {{A}} --><script>x('{{A}}')</script>", "", id="a comment and a script"),
    pytest.param("{{Q}}<div popover>{{A}}</div>", "", id="a popover"),
    *(
        pytest.param(f"{{{{Q}}}}<{name}>{{{{A}}}}</{name}>", "", id=f"what only old browsers show of {name}")
        for name in ("audio", "video", "canvas", "progress", "meter", "noframes", "noembed", "datalist")
    ),
    pytest.param("{{Q}}<input type=checkbox id=x><b>{{A}}</b>", "#x:not(:checked) ~ b{display:none}", id="no check"),
    *scripts.styled(scripts.HIDING_STYLES),
]  # fmt: skip

UNCERTAIN = [
    pytest.param("{{Q}}<b class=mobile-only>{{A}}</b>", ".mobile .mobile-only{display:none}", id="on phones"),
    pytest.param("{{Q}}<b class=s>{{A}}</b>", "@media (max-width: 500px){.s{display:none}}", id="on small screens"),
    pytest.param("{{Q}}<b class=s>{{A}}</b>", ".night_mode .s, .nightMode .s{display:none}", id="in the dark"),
    pytest.param("{{Q}}<b class=s>{{A}}</b>", ".s:whatever(x){display:none}", id="in a state nobody knows"),
    pytest.param("{{Q}}<b class=s>{{A}}</b>", ":root{--d:none} .s{display:var(--d)}", id="by a variable"),
    pytest.param("{{Q}}<b style='display:var(--a,none)'>{{A}}</b>", "", id="by a variable in a style"),
    pytest.param("{{Q}}<b id=s>{{A}}</b><i onerror=\"" + SCRIPT + "\"></i>", "", id="by a handler"),
    pytest.param("{{Q}}<div style='background:navy'><font color=navy>{{A}}</font></div>", "", id="a font"),
    *scripts.styled(scripts.UNCERTAIN_STYLES),
    *scripts.scripted(scripts.HIDING_SCRIPTS),
]  # fmt: skip

SEEN = [
    pytest.param("{{Q}} <b class=s>{{Hint}}</b>", ".s{display:none} .s{display:inline}", id="a later rule"),
    pytest.param("{{Q}} <b class=s style='display:inline'>{{Hint}}</b>", ".s{display:none}", id="a style"),
    pytest.param("{{Q}} <b class=s>{{Hint}}</b>", "@media print{.s{display:none}}", id="only on paper"),
    pytest.param("{{Q}} <i><b>{{Hint}}</b></i>", "i{visibility:hidden} b{visibility:visible}", id="a child"),
    pytest.param("{{Q}} <b class=s>{{Hint}}</b>", ".s::before{display:none} .other{display:none}", id="something else"),
    pytest.param("{{Q}} <b style='color:red'>{{Hint}}</b>", "", id="a color"),
    pytest.param("{{Q}} <b style='color:var(--c)'>{{Hint}}</b>", ".card{color:var(--d)}", id="a color in a variable"),
    pytest.param("{{Q}} <b style='background:#333;color:#fff'>{{Hint}}</b>", "", id="white on dark"),
    *scripts.styled(scripts.HARMLESS_STYLES, "Hint"),
    *scripts.scripted(scripts.HARMLESS_SCRIPTS, "Hint"),
]  # fmt: skip
