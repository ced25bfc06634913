"""Any web page, in the browser: asked for by name (``--platform page``)."""

from crawlers.families.page import web_page

platform = web_page(key="page", title="Web page", example="https://www.example.com/news/1.html")
