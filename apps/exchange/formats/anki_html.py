from html import escape


def html(text):
    return escape(text)
