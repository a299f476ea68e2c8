"""Style sheets for a front `{{Q}}<b class=s>`, and scripts for one with `<b id=s class=k>`: what hides it, what not."""

import pytest

ADDS = "var e = document.createElement('style'); e.textContent = {}; document.head.append(e)"
SHUFFLES = """
    var list = document.getElementById("s");
    for (var i = list.children.length; i >= 0; i--) list.appendChild(list.children[Math.random() * i | 0]);
"""
FILLS = """
    var list = document.querySelector(".k"), texts = list.innerHTML.split(",");
    list.innerHTML = "";
    texts.sort(() => Math.random() - 0.5).forEach(text => list.innerHTML += text);
"""
HIDING_STYLES = {
    "below the page": ".s{position:fixed;bottom:-500px}",
    "a calculation": ".s{opacity:calc(0)}",
    "clipped to nothing": ".s{clip-path:inset(50%)}",
    "clipped as of old": ".s{position:absolute;clip:rect(0,0,0,0)}",
    "moved away": ".s{transform:translateX(-9999px)}",
    "far on the right": ".s{position:absolute;left:200vw}",
    "indented away": ".s{text-indent:-999em}",
    "one pixel": ".s{width:1px;height:1px;overflow:hidden}",
    "no size of a font": ".s{font:0/0 a}",
    "a tiny size": ".s{font-size:1px}",
    "no fill": ".s{-webkit-text-fill-color:transparent}",
    "turned around": ".s{transform:rotateY(180deg);backface-visibility:hidden}",
    "scaled to nothing": ".s{scale:0}",
    "dots": ".s{-webkit-text-security:disc}",
    "a display that there is not": ".s{display:none;display:foo}",
    "an opacity that there is not": ".s{opacity:0;opacity:full}",
    "a visibility that there is not": ".s{visibility:hidden;visibility:yes}",
    "a color that there is not": ".s{color:transparent;color:rot}",
    "an ink that lets all through": ".s{color:hsl(0 50% 50% / 0)}",
    "an ink of four parts": ".s{color:RGBA(255, 255, 0, 0.01)}",
    "an ink in short": ".s{color:#f000}",
    "an ink in another space": ".s{color:oklch(0.5 0.1 20 / 0%)}",
    "an ink of a color": ".s{color:rgb(from red r g b / 0)}",
    "the variable of its ground": ".s{color:var(--x);background:var(--x)}",
    "opacity of a filter": ".s{filter:opacity(0%)}",
}
UNCERTAIN_STYLES = {
    "a mask": ".s{-webkit-mask-image:linear-gradient(transparent,transparent)}",
    "white on the page": ".s{color:#fff}",
    "the color of the page": ".card{background:#ffd} .s{color:#ffffdd}",
    "a black bar": ".s{background:black}",
    "in a container": "@container (min-width:1px){.s{display:none}}",
}
HARMLESS_STYLES = {
    "a page whose ground is elsewhere": ".card{color:white} .s{font-weight:bold}",
    "the night": ".card{color:black;background-color:white} .nightMode .card{color:white;background:black}",
    "white on a picture": ".card{background-image:url(_a.png)} .s{color:#fff}",
    "orange": ".s{color:rgb(255, 85, 0)}",
    "red": ".s{color: rgb(255,0,0)}",
    "black": ".s{color:rgb(0 0 0)}",
    "the black of a hue": ".s{color:hsl(0, 100%, 0%)}",
    "yellow": ".s{-webkit-text-fill-color:hsla(60, 100%, 50%, 1.0)}",
    "half an ink": ".s{color:rgb(0 0 0 / 50%)}",
    "keywords": ".s{color:inherit;background:inherit}",
    "a gradient": ".s{color:transparent;background:linear-gradient(red,blue);-webkit-background-clip:text}",
    "two words of display": ".s{display:none;display:inline flow-root}",
    "a display of one program": ".s{display:none;display:-webkit-box}",
    "no mask": ".s{mask:none}",
    "no blur": ".s{filter:blur(0px)}",
    "half a filter": ".s{filter:opacity(0.5)}",
    "moved a little": ".s{position:relative;left:20px;transform:translate(-50%,0);clip-path:circle(50%)}",
}
HIDING_SCRIPTS = {
    "an id": "document.getElementById('s').style.display = 'none'",
    "an id in a variable": "var id = 's'; document.getElementById(id).style.display = 'none'",
    "an id put together": "document.getElementById('s' + '').style.visibility = 'hidden'",
    "a name of tags": "document.getElementsByTagName('b')[0].style.display = 'none'",
    "a name of tags of jQuery": "$('b').hide()",
    "a selector in a variable": "const a = 'b'; document.querySelector(a).hidden = true",
    "a selector put together": "document.querySelectorAll(`.${x}`).forEach(e => e.remove())",
    "a walk": "window.onload = () => { document.body.lastElementChild.style.display = 'none' }",
    "the variable of an id": "s.hidden = !s.hidden",
    "a style sheet": ADDS.format("'.k{display:none}'"),
    "a style sheet put together": ADDS.format("'.' + name + '{display:none}'"),
    "a style sheet in a text": "document.body.innerHTML += '<style>b{display:none}</style>'",
    "a style sheet of jQuery": "$('<style>.k{display:none}</style>').appendTo('head')",
    "a rule": "document.styleSheets[0].insertRule('#s { visibility: hidden }', 0)",
    "an opacity": "$('#s').css({opacity: 0})",
    "a fade": "$('.k').fadeOut(0)",
    "a class of jQuery": "$('.k').hide()",
    "a property of jQuery": "$('#s').css('display', 'none')",
    "no text": "document.getElementById('s').textContent = ''",
    "a mask": "s.innerHTML = '____'",
    "masks": "s.innerHTML = s.innerHTML.replace(/[a-z]/gi, '_')",
    "a condition": "document.getElementById('s').style.display = shown ? 'block' : 'none'",
    "a style": "document.getElementById('s').setAttribute('style', text)",
    "a class": "document.getElementById('s').classList.add('off')",
    "a class of the page": "document.body.classList.add('away')",
    "an attribute": "document.getElementById('s').dataset.state = 'closed'",
    "other words": "document.getElementById('s').innerText = 'Click to show'",
    "a part of it": "s.innerHTML = s.innerHTML.split('|')[1]",
    "a shorter text": "var e = document.getElementById('s'); e.textContent = e.textContent.slice(0, 1)",
    "a move": "bin.append(s)",
    "a move of what was found": "document.getElementById('d').appendChild(document.getElementById('s'))",
    "a name put together": "for (const e of document.body.children) e.style['disp' + 'lay'] = 'none'",
    "a module": "import {hide} from './_h.js'; hide('s')",
    "a module by its name": "import './_hiding.js'",
    "a button": "document.querySelector('.k').outerHTML = '<button>Show</button>'",
}
HARMLESS_SCRIPTS = {
    "the date": "document.getElementById('d').innerHTML = new Date().toLocaleDateString()",
    "a sound": "document.querySelector('.replay-button').click()",
    "shuffling": SHUFFLES,
    "shuffling a text": FILLS,
    "showing": "document.getElementById('s').style.display = 'block'; document.body.firstChild",
    "a class": "document.getElementById('s').classList.add('big')",
    "hiding something else": "document.getElementById('d').style.display = 'none'",
    "hiding something else by a variable": "var d = document.getElementById('d'), q = document.getElementById('s');\n"
    "d.style.display = 'none'; q.style.color = 'red'",
    "hiding each of something else": "for (const e of document.querySelectorAll('#d')) { e.remove() } $('.k').show()",
    "a color": "document.getElementById('s').style.color = 'red'",
    "an event": "$('#d').on('click', function () { $(this).hide() })",
    "words with others": "document.getElementById('s').innerHTML = 'Today: ' + words",
    "adding": "const e = document.createElement('i'); e.textContent = new Date(); document.body.append(e)",
    "a list of parts": "const parts = document.getElementById('s').innerHTML.split(','); show(parts[0])",
    "a property of a style": "document.getElementById('s').style['color'] = 'red'",
    "a module of formulas": "import katex from './_katex.js'; katex.render('s')",
    "a comment": "// document.getElementById('s').style.display = 'none'",
}
CLASSES = ".big{font-size:2em} .off, .away .k, [data-state=closed]{display:none}"


def styled(styles: dict[str, str], field: str = "A") -> list[object]:
    """Return fronts in which a field has a class, with these style sheets."""
    return [pytest.param(f"{{{{Q}}}} <b class=s>{{{{{field}}}}}</b>", css, id=name) for name, css in styles.items()]


def scripted(scripts: dict[str, str], field: str = "A") -> list[object]:
    """Return fronts with these scripts."""
    front = f"{{{{Q}}}} <b id=s class=k>{{{{{field}}}}}</b><i id=d></i><script>%s</script>"
    return [pytest.param(front % script, CLASSES, id=f"script: {name}") for name, script in scripts.items()]
