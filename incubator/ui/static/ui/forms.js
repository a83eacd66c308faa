/* Comfort for forms only: every form works without this file. */
(() => {
  "use strict";
  const french = document.documentElement.lang !== "en", say = (fr, en) => (french ? fr : en);
  const number = (n) => n.toLocaleString(french ? "fr" : "en");
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));

  function make(tag, attributes, ...inside) {
    const made = document.createElement(tag);
    Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
    made.append(...inside);
    return made;
  }
  /* One polite voice for the page: what it says waits for a pause, and the last word counts. */
  let voice, pause;
  function announce(text) {
    if (!voice) document.body.append(voice = make("p", { class: "quiet", role: "status" }));
    clearTimeout(pause);
    pause = setTimeout(() => { voice.textContent = text; }, 900);
  }

  /* Counters follow the typing; they never cut it. They count as `counters.py` does. */
  function count(text, signs) {
    if (signs) return Array.from(text.trim().replace(/\r\n|\r|\n/g, "\n".repeat(signs))).length;
    return text.split(/\s+/).filter((token) => /[\p{L}\p{N}]/u.test(token)).length;
  }
  function counted(n, most, signs) {
    const one = french ? n < 2 : n === 1;
    const unit = signs ? say("caractère", "character") : say("mot", "word");
    const over = n > most ? " – " + number(n - most) + say(" de trop", " too many") : "";
    return number(n) + " " + unit + (one ? "" : "s") + say(" sur ", " of ") + number(most) + over;
  }
  document.addEventListener("input", (event) => {
    const told = event.target.id && document.getElementById(event.target.id + "_count");
    if (!told || !told.dataset.count) return;
    const most = Number(told.dataset.count), signs = Number(told.dataset.signs || 0), n = count(event.target.value, signs);
    told.textContent = counted(n, most, signs);
    told.classList.toggle("over", n > most);
    if ("near" in told.dataset) told.hidden = n <= 0.8 * most;
    if (n > 0.9 * most) announce(told.textContent);
  });

  /* The size of a chosen file, before it leaves. */
  function size(octets) {
    const mega = octets >= 1e6, value = mega ? Math.round(octets / 1e5) / 10 : Math.round(octets / 1e3);
    return number(value) + "\u00a0" + (mega ? say("Mo", "MB") : say("Ko", "KB"));
  }
  all('.upload input[type="file"]').forEach((input) => {
    const told = make("p", { class: "hint", role: "status" });
    input.after(told);
    input.addEventListener("change", () => {
      const limit = Number(input.dataset.maxSize || 0), files = Array.from(input.files);
      const over = limit && files.some((file) => file.size > limit);
      told.textContent = files.map((file) => file.name + " (" + size(file.size) + ")").join(", ");
      if (over) told.textContent += say(". Trop lourd : " + size(limit) + " au plus.", ". Too large: " + size(limit) + " at most.");
      told.className = over ? "error" : "hint";
    });
  });
})();
