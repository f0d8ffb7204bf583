// What a person with a phone, a keyboard or weak eyes would stumble over. Run in the page by the tests.
window.parleyChecks = {
  /** What is wider than the window, by name. */
  tooWide() {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    return [...document.body.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1).map(describe);
  },

  /** Text whose contrast to what is behind it is below WCAG AA. */
  faint() {
    const found = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const text = walk.currentNode.textContent.trim();
      const owner = walk.currentNode.parentElement;
      if (!text || !owner.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) || owner.closest(".unseen, :disabled, script, style, noscript, title")) continue;
      const style = getComputedStyle(owner);
      const colour = rgb(owner instanceof SVGElement ? style.fill : style.color);
      const size = parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      const ratio = contrast(colour, behind(owner));
      if (ratio < (large ? 3 : 4.5)) found.push(`${describe(owner)} "${text.slice(0, 30)}" ${ratio.toFixed(2)}`);
    }
    return found;
  },

  /** Controls that are hard to hit: WCAG 2.2 asks for 24 by 24 pixels. */
  tiny() {
    return [...document.querySelectorAll("button, input:not([type=checkbox]), select, nav a, a.button")]
      .filter((one) => one.checkVisibility() && (one.getBoundingClientRect().height < 24 || one.getBoundingClientRect().width < 24)).map(describe);
  },

  /** Where the keyboard is, and whether one sees it. */
  focus() {
    const one = document.activeElement;
    if (!one || one === document.body) return { at: "", visible: true };
    if (!one.dataset.visit) one.dataset.visit = String(Math.random());
    if (one.tagName === "AUDIO") return { at: one.dataset.visit, name: "player", visible: true }; // its own controls show theirs
    const style = getComputedStyle(one);
    return { at: one.dataset.visit, name: describe(one), visible: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 };
  },

  /** Everything that a mouse can use and the keyboard has not come by. */
  unvisited() {
    return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, audio[controls], [tabindex='0']")]
      .filter((one) => one.checkVisibility() && !one.disabled && !one.dataset.visit).map(describe);
  },
};

function describe(one) {
  const label = one.getAttribute("aria-label") ?? one.textContent?.trim().slice(0, 20) ?? "";
  return `${one.tagName.toLowerCase()}${one.id ? `#${one.id}` : ""}${typeof one.className === "string" && one.className ? `.${one.className.trim().replaceAll(" ", ".")}` : ""} ${label}`.trim();
}

function rgb(text) {
  const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number);
  return { r, g, b, a };
}

function behind(element) {
  const layers = [];
  for (let one = element; one; one = one.parentElement) {
    const colour = rgb(getComputedStyle(one).backgroundColor);
    if (colour.a > 0) layers.push(colour);
    if (colour.a === 1) break;
  }
  return layers.reduceRight((under, over) => ({ r: mix(over.r, under.r, over.a), g: mix(over.g, under.g, over.a), b: mix(over.b, under.b, over.a), a: 1 }), { r: 255, g: 255, b: 255, a: 1 });
}

function mix(over, under, share) {
  return over * share + under * (1 - share);
}

function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + .05) / (dark + .05);
}

function luminance({ r, g, b }) {
  const [lr, lg, lb] = [r, g, b].map((value) => value / 255).map((value) => value <= .04045 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4);
  return .2126 * lr + .7152 * lg + .0722 * lb;
}
