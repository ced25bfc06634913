"""What phpBB's pages have in common: frame, messages, dates and page numbers of prosilver and subsilver2.

Source: ``overall_header.html``, ``message_body.html`` and ``pagination.html`` of both styles. 3.3 writes ``<time>``;
the older ones write dates in the board's format and zone, here with seconds and two hours ahead of UTC.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sandbox.exchange import Answer

ZONE = timedelta(hours=2)


def show_page(title: str, content: str, flavour: str, section: str, status: int = 200) -> Answer:
    """A whole page of the board in one of the styles."""
    if flavour == "subsilver2":
        head, body = "styles/subsilver2/theme", f'<body class="ltr"><div id="wrapcentre">{content}'
        foot = '<p class="datetime">All times are UTC + 2 hours </p><div id="wrapfooter"><span class="copyright">'
    else:
        head, body = "styles/prosilver/theme", f'<body id="phpbb" class="nojs notouch section-{section} ltr">'
        body += (
            f'<div id="wrap" class="wrap"><div id="page-body" class="page-body" role="main">{content}</div>'
        )
        zone = '<span title="UTC+2">UTC+02:00</span>' if flavour == "prosilver" else "UTC + 2 hours"
        foot = f'<div id="page-footer"><ul><li class="rightside">All times are {zone}</li></ul>'
        foot += '<div class="copyright"><span>'
    page = (
        '<!DOCTYPE html>\n<html dir="ltr" lang="en-gb">\n<head><meta charset="utf-8"><title>'
        f"{title}</title>"
        f'<link href="./{head}/stylesheet.css" rel="stylesheet"></head>\n{body}\n{foot}'
        'Powered by <a href="https://www.phpbb.com/">phpBB</a>&reg; Forum Software &copy; phpBB Limited'
        "</span></div></div></div></body>\n</html>\n"
    )
    return Answer(status=status, body=page.encode())


def show_message(words: str, flavour: str, status: int = 200, login: bool = False) -> Answer:
    """What the board says in place of a page, or its login form."""
    if login:
        form = '<input type="text" name="username"><input type="password" name="password">'
        content = f'<form id="login" method="post"><div class="panel"><h2 class="login-title">{words}</h2>{form}</div></form>'
    elif flavour == "subsilver2":
        content = f'<table class="tablebg"><tr><th>Information</th></tr><tr><td class="row1"><p class="gen">{words}</p></td></tr></table>'
    else:
        content = f'<div class="panel" id="message"><div class="inner"><h2 class="message-title">Information</h2><p>{words}</p></div></div>'
    return show_page("Information", content, flavour, "ucp" if login else "viewtopic", status)


def show_time(at: datetime, flavour: str) -> str:
    """A date, machine-readable where the style has that."""
    if flavour != "prosilver":
        return write_date(at)
    return f'<time datetime="{at:%Y-%m-%dT%H:%M:%S}+00:00">{write_date(at)}</time>'


def write_date(at: datetime) -> str:
    """A date in the board's format and zone."""
    there = at + ZONE
    return f"{there:%a %b %d, %Y} {there:%I}:{there:%M:%S} {'pm' if there.hour > 11 else 'am'}"


def write_pager(url: str, page: int, pages: int, size: int, flavour: str) -> str:
    """The links to the pages around this one."""

    def target(number: int) -> str:
        return f"{url}&amp;start={(number - 1) * size}" if number > 1 else url

    numbers = [
        (
            f'<li class="active"><span>{one}</span></li>'
            if flavour == "prosilver"
            else f"<strong>{one}</strong>"
        )
        if one == page
        else (
            f'<li><a class="button" href="{target(one)}">{one}</a></li>'
            if flavour == "prosilver"
            else f'<a href="{target(one)}">{one}</a>'
        )
        for one in range(1, pages + 1)
    ]
    if flavour != "prosilver":
        words = (
            f"Page <strong>{page}</strong> of <strong>{pages}</strong> &bull; <span>"
            f"{' '.join(numbers)}</span>"
            if pages > 1
            else ""
        )
        return (
            f'<td class="gensmall" align="right">{words}</td>'
            if flavour == "subsilver2"
            else f'<div class="pagination">{words}</div>'
        )
    after = (
        f'<li class="arrow next"><a class="button button-icon-only" href="{target(page + 1)}" '
        'rel="next">Next</a></li>'
        if page < pages
        else ""
    )
    before = (
        f'<li class="arrow previous"><a class="button" href="{target(page - 1)}" rel="prev">Previous</a></li>'
        if page > 1
        else ""
    )
    return (
        f'<div class="pagination">{len(numbers)} pages <ul>{before}{"".join(numbers)}{after}</ul></div>'
        if pages > 1
        else ""
    )
