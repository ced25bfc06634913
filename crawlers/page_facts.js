// What a person sees of a page, and what the page says of itself. Runs in an isolated world: the page's
// own scripts can neither see nor change what is used here. Every list and text is bounded.
(() => {
  const most = { html: 4194304, text: 1048576, links: 5000, images: 1000, meta: 300, ld: 50, word: 4096 };
  const cut = (text, length) => (text ?? "").slice(0, length ?? most.word);
  // Elements with a name (<img name="body">) stand before the document's own properties, in every world.
  const own = (name) => Object.getOwnPropertyDescriptor(Document.prototype, name).get.call(document);
  const find = (selector) => Array.from(Document.prototype.querySelectorAll.call(document, selector));
  const all = (selector, count) => find(selector).slice(0, count);
  const root = own("documentElement");
  const meta = {};
  const cards = [];
  for (const one of all("meta[name], meta[property]", most.meta)) {
    const name = cut(one.getAttribute("property") || one.getAttribute("name"), 200).toLowerCase();
    const content = cut(one.getAttribute("content"));
    if (!(name in meta)) meta[name] = content;
    if (["og:image", "og:image:url", "twitter:image"].includes(name)) cards.push({ src: content, alt: "" });
  }
  const anchors = all("a[href], area[href]", most.links)
    .filter((one) => one instanceof HTMLElement)
    .map((one) => ({
      href: cut(one.href, 8192),
      text: cut(one.innerText.trim(), 500),
      rel: cut(one.rel, 200),
    }))
    .filter((one) => /^https?:/i.test(one.href));
  const pictures = all("img", most.images).map((one) => ({
    src: cut(one.currentSrc || one.src, 8192),
    alt: cut(one.alt, 2000),
    width: one.naturalWidth,
    height: one.naturalHeight,
  }));
  const html = root?.outerHTML ?? "";
  const text = own("body")?.innerText ?? "";
  return {
    url: cut(location.href, 16384),
    title: cut(own("title")),
    lang: cut(root?.lang, 40),
    charset: own("characterSet"),
    content_type: own("contentType"),
    text: cut(text, most.text),
    html: cut(html, most.html),
    cut: html.length > most.html || text.length > most.text,
    links: anchors,
    canonical: cut(find("link[rel~=canonical]")[0]?.href, 8192),
    images: [...cards, ...pictures].filter((one) => one.src),
    meta,
    json_ld: all('script[type="application/ld+json"]', most.ld).map((one) => cut(one.textContent, 262144)),
    password_fields: find("input[type=password]").length,
    height: Math.min(root?.scrollHeight ?? 0, 10000000),
  };
})()
