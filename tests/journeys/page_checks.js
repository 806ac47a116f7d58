({
  // Nothing reaches over the edge of the screen, the bar at its foot included, which does not make the page wider.
  findWide() {
    const width = document.documentElement.clientWidth;
    const over = document.documentElement.scrollWidth - width;
    const edge = [...document.querySelectorAll("nav a, header a, header button")]
      .filter((e) => e.getBoundingClientRect().right > width + 1);
    return [
      ...(over > 0 ? [`${over} px wider than the screen`] : []),
      ...edge.map((e) => `‘${e.textContent.trim()}’ is over the edge`),
    ];
  },

  // Targets of 24 px (WCAG 2.5.8), summaries that a mouse can press, valid moments, letters of 12 px in drawings.
  findFaults() {
    const folded = [...document.querySelectorAll('main details:not([open])')];
    for (const e of folded) e.open = true;
    const LEAST = 24;
    const THUMB = 44; // for a link on its own, where phones are used
    const faults = [];
    const words = (e) => `${e.tagName.toLowerCase()} ‘${(e.textContent.trim() || e.getAttribute("aria-label") || e.name || "").slice(0, 40)}’`;
    const covers = (e) => ["::before", "::after"].some((part) => {
      const style = getComputedStyle(e, part);
      return style.content !== "none" && style.position === "absolute" && style.inset === "0px";
    });
    const isShown = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length && !e.closest(".visually-hidden, .skip");
    // A link among the words of a sentence may be as high as its line (WCAG 2.5.8, ‘Inline’).
    const isInSentence = (e) => getComputedStyle(e).display === "inline" &&
      [...e.parentElement.childNodes].some((node) => node !== e && node.nodeType === Node.TEXT_NODE && /[\p{L}\p{N}]/u.test(node.textContent));
    for (const e of document.querySelectorAll(":is(main, header, footer) :is(a[href], button, summary)")) {
      if (!isShown(e) || covers(e) || isInSentence(e) || e.closest("svg")) continue;
      const { width, height } = e.getBoundingClientRect();
      const least = e.matches(".cluster > a, .cluster > li > a") && matchMedia("(max-width: 47.99rem)").matches ? THUMB : LEAST;
      if (width < LEAST || height < least) {
        faults.push(`${words(e)} is ${Math.round(width)} × ${Math.round(height)} px to press`);
      }
    }
    for (const e of document.querySelectorAll("main summary")) {
      if (!isShown(e)) continue;
      e.scrollIntoView({ block: "center", behavior: "instant" });
      const box = e.getBoundingClientRect();
      const hit = document.elementFromPoint(box.left + Math.min(box.width / 2, 40), box.top + box.height / 2);
      if (!hit || !(e.contains(hit) || hit.contains(e) && hit === e)) faults.push(`${words(e)} is covered by ${hit ? words(hit) : "nothing"}`);
    }
    for (const time of document.querySelectorAll("time")) {
      if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?)?$/.test(time.dateTime)) faults.push(`<time datetime="${time.dateTime}">`);
    }
    for (const text of document.querySelectorAll("svg text")) {
      if (!isShown(text)) continue;
      const scale = text.getScreenCTM()?.a ?? 1;
      const size = parseFloat(getComputedStyle(text).fontSize) * scale;
      if (size < 12) faults.push(`‘${text.textContent.trim().slice(0, 30)}’ in a drawing is ${size.toFixed(1)} px`);
    }
    for (const e of folded) e.open = false;
    scrollTo(0, 0);
    return faults;
  },
})
