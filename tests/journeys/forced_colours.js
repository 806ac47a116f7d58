({
  // What cannot be seen where the system's colours replace ours: edges, the focus, what is chosen, what leads nowhere.
  findFaults() {
    const faults = [];
    const words = (e) => `${e.tagName.toLowerCase()} ‘${(e.textContent.trim() || e.name || "").slice(0, 30)}’`;
    const seen = [...document.querySelectorAll("main :is(.button, .answer, .choice, select, textarea)")].filter((e) => e.checkVisibility());
    const canvas = this.colourOf("Canvas");
    for (const e of seen) {
      const { borderTopWidth, borderTopStyle, borderTopColor } = getComputedStyle(e);
      if (parseFloat(borderTopWidth) < 1 || borderTopStyle === "none" || borderTopColor === canvas) faults.push(`${words(e)} has no edge`);
      if (e.getAttribute("aria-disabled") === "true" && getComputedStyle(e).color !== this.colourOf("GrayText")) faults.push(`${words(e)} looks as if it led somewhere`);
      if (e.tagName === "SELECT" && !getComputedStyle(e).backgroundImage.startsWith("url(")) faults.push(`${words(e)} has no arrow`);
    }
    const chosen = seen.filter((e) => e.matches(".choice:has(:checked), .answer[aria-current]"));
    const others = seen.filter((e) => e.matches(".choice:not(:has(:checked)), .answer:not([aria-current])"));
    const edge = (e) => `${getComputedStyle(e).borderTopColor} ${getComputedStyle(e).borderTopWidth}`;
    for (const e of chosen) {
      if (others.some((other) => other.className === e.className && edge(other) === edge(e))) faults.push(`${words(e)} does not look chosen`);
    }
    const focused = document.activeElement;
    if (focused?.closest("main") && focused.matches(":focus-visible")) {
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(focused.closest(".choice") ?? focused);
      if (outlineStyle === "none" || parseFloat(outlineWidth) < 2 || outlineColor === canvas) faults.push(`${words(focused)} does not show the focus`);
    }
    return faults;
  },

  colourOf(name) {
    const probe = document.body.appendChild(document.createElement("span"));
    probe.style.color = name;
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  },
})
