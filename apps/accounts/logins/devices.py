"""Names the browser and the system of a login, for the person whose it is: no more than they need to recognize it."""

from django.utils.translation import gettext as _

# The first that a User-Agent names: most name others as well, whose pages they want to be sent.
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Windows": "Windows",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Macintosh": "Mac",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


def device(user_agent: str) -> str:
    """Return words as in "Firefox on Windows"; of what is not known, only what is."""
    browser = next((name for word, name in BROWSERS.items() if f"{word}/" in user_agent), _("A browser"))
    system = next((name for word, name in SYSTEMS.items() if word in user_agent), "")
    return _("%(browser)s on %(system)s") % {"browser": browser, "system": system} if system else browser
