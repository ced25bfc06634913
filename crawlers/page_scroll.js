// To the end of the page in steps of a screen, so that what loads when it comes into view does.
(async () => {
  const own = (name) => Object.getOwnPropertyDescriptor(Document.prototype, name).get.call(document);
  const end = () => Math.max(...["documentElement", "body"].map((name) => own(name)?.scrollHeight ?? 0));
  const goal = end();
  let place = scrollY;
  for (let step = 0; step < 40 && place < goal; step += 1) {
    place = Math.min(place + Math.max(innerHeight, 400), goal);
    scrollTo(0, place);
    await new Promise((go) => setTimeout(go, 40));
  }
  scrollTo(0, end());
  return goal;
})()
