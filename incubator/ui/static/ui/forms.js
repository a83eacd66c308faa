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

  /* A long list is searched by typing: commune, chief town or prefecture, without accents. The list stays the field that
     is sent; without this file it is the one that is shown. */
  const ROWS = "[role=option]:not([aria-disabled])";
  let lists = 0;
  const folded = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/œ/gi, "oe").toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  /* Each choice once, though a list may hold it under two names: both find it. */
  function choices(select) {
    const found = new Map();
    Array.from(select.options).forEach((option) => {
      const group = option.parentNode.label || "", before = found.get(option.value);
      if (!option.value || option.disabled) return;
      const names = (before ? before.names : []).concat(folded(option.text));
      found.set(option.value, { value: option.value, label: option.text, group, names, text: names.join(" ") + " " + folded(group) });
    });
    return Array.from(found.values());
  }
  function matching(rows, typed) {
    const words = folded(typed).split(" "), start = words.join(" ");
    const first = (row) => (row.names.some((name) => name.startsWith(start)) ? 0 : 1);
    return rows.filter((row) => words.every((word) => (" " + row.text).includes(" " + word)))
      .sort((one, other) => first(one) - first(other));
  }
  function combobox(select) {
    const rows = choices(select), id = select.id || "list-" + ++lists, empty = Array.from(select.options).find((one) => !one.value);
    const input = make("input", { type: "text", role: "combobox", id, autocomplete: "off", autocapitalize: "none", spellcheck: "false",
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id + "_rows" });
    const list = make("ul", { role: "listbox", id: id + "_rows", hidden: "" });
    const label = document.querySelector('label[for="' + CSS.escape(id) + '"]');
    let shown = [], active = -1, edited = false;
    ["aria-required", "aria-describedby", "aria-invalid", "aria-label"].forEach((name) => {
      if (!select.hasAttribute(name)) return;
      input.setAttribute(name, select.getAttribute(name));
      select.removeAttribute(name);
    });
    list.setAttribute("aria-label", select.getAttribute("aria-label") || input.getAttribute("aria-label") || (label ? label.textContent : ""));
    input.placeholder = empty && /\p{L}/u.test(empty.text) ? empty.text : say("Tapez pour chercher", "Type to search");
    select.id = id + "_list";
    select.tabIndex = -1;
    select.setAttribute("aria-hidden", "true");
    select.classList.add("quiet");
    const box = make("div", { class: "combo" });
    select.before(box);
    const missed = make("p", { class: "hint", hidden: "" });
    box.append(input, list, select);
    box.after(missed);

    function chosen() {
      const row = rows.find((one) => one.value === select.value), option = select.selectedOptions[0];
      return row ? row.label : option && option.value ? option.text : "";
    }
    function sync() { input.value = chosen(); edited = false; }
    function close() {
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }
    function mark(place) {
      const items = all(ROWS, list);
      active = items.length ? (place + items.length) % items.length : -1;
      items.forEach((item, n) => item.setAttribute("aria-selected", String(n === active)));
      if (active < 0) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", items[active].id);
      items[active].scrollIntoView({ block: "nearest" });
    }
    function open() {
      shown = edited ? matching(rows, input.value) : rows;
      list.replaceChildren(...shown.map((row, n) => make("li", { role: "option", id: id + "_row_" + n, "aria-selected": "false" },
        make("span", {}, row.label), row.group && make("small", {}, row.group))));
      if (!shown.length) list.append(make("li", { class: "none", role: "option", "aria-disabled": "true" }, say("Rien ne correspond.", "Nothing matches.")));
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      mark(edited ? 0 : shown.findIndex((row) => row.value === select.value));
      if (edited) announce(shown.length + say(" choix", shown.length === 1 ? " choice" : " choices"));
    }
    function set(value) {
      const changed = select.value !== value;
      select.value = value;
      sync();
      close();
      if (changed) ["input", "change"].forEach((name) => select.dispatchEvent(new Event(name, { bubbles: true })));
    }
    /* Left with words in it: emptied, the one choice that they mean, or what was there before. */
    function leave() {
      if (edited) {
        const typed = folded(input.value), found = matching(rows, input.value);
        const whole = found.filter((row) => typed.split(" ").every((word) => (" " + row.text + " ").includes(" " + word + " ")));
        const one = [found.filter((row) => row.names.includes(typed)), whole, found].find((rows) => rows.length === 1);
        if (!typed && empty) return set("");
        if (typed && one) return set(one[0].value);
        missed.textContent = say("Choisissez une ligne de la liste\u00a0: rien n’a changé pour «\u00a0", "Choose a row of the list: nothing was changed for “") + input.value + say("\u00a0».", "”.");
        missed.hidden = false;
        announce(missed.textContent);
      }
      sync();
      close();
    }
    input.addEventListener("input", (event) => { event.stopPropagation(); edited = true; missed.hidden = true; open(); });
    input.addEventListener("change", (event) => event.stopPropagation());
    input.addEventListener("focus", () => input.select());
    input.addEventListener("click", () => { if (list.hidden) open(); });
    input.addEventListener("blur", leave);
    input.addEventListener("keydown", (event) => {
      const isOpen = !list.hidden, step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        if (!isOpen) open(); else mark(active < 0 && step < 0 ? -1 : active + step);
      } else if (event.key === "Enter" && isOpen && active >= 0) {
        event.preventDefault();
        set(shown[active].value);
      } else if (event.key === "Escape" && (isOpen || edited)) {
        event.preventDefault();
        sync();
        close();
      } else if (event.key === "Tab" && isOpen && active >= 0 && edited && input.value.trim()) set(shown[active].value);
    });
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const item = event.target.closest(ROWS);
      if (item) set(shown[all(ROWS, list).indexOf(item)].value);
    });
    select.addEventListener("change", sync);
    window.addEventListener("pageshow", () => { if (!edited) sync(); });
    if (select.form) select.form.addEventListener("reset", () => setTimeout(sync));
    sync();
  }

  /* The browser's own calendar beside a date that is typed: each shows what the other holds. */
  const MONTHS = ["fr", "en"].map((code) => Array.from({ length: 12 }, (_, n) =>
    folded(new Date(Date.UTC(2027, n, 1)).toLocaleDateString(code, { month: "long", timeZone: "UTC" }))));
  function monthOf(word) {
    if (/^\d+$/.test(word)) return Number(word);
    for (const names of MONTHS) {
      const found = names.filter((name) => name.startsWith(word));
      if (found.length === 1) return names.indexOf(found[0]) + 1;
    }
    return 0;
  }
  const two = (n) => String(n).padStart(2, "0");
  /* What was typed as the browser's inputs hold it; "" where this reader, smaller than the server's, reads nothing. */
  function asHeld(typed, kind) {
    const hour = /(\d{1,2}) ?[:h] ?(\d{2})?(?:\D|$)/i.exec(typed.replace(/^\S*T/, ""));
    const parts = folded(typed).replace(/\b(\d+)(er|st|nd|rd|th)\b/g, "$1").split(" ");
    if (/^\d{4}$/.test(parts[0])) parts.splice(0, 3, ...parts.slice(0, 3).reverse());
    const [month, year] = (kind === "month" && parts.length < 3 ? parts : parts.slice(1)), n = monthOf(month || "");
    if (!/^\d{4}$/.test(year || "") || !n) return "";
    if (kind === "month") return year + "-" + two(n);
    const day = year + "-" + two(n) + "-" + two(parts[0]);
    return kind === "date" ? day : day + "T" + (hour ? two(hour[1]) + ":" + (hour[2] || "00") : "00:00");
  }
  function asTyped(held) {
    const [day, hour] = held.split("T");
    return day.split("-").reverse().join("/") + (hour ? " " + hour.slice(0, 5) : "");
  }
  function picker(button) {
    const typed = button.parentNode.querySelector("input"), kind = button.dataset.picks;
    const held = make("input", { type: kind, class: "quiet", tabindex: "-1", "aria-hidden": "true" });
    if (held.type !== kind || !held.showPicker || typed.disabled) return;
    button.before(held);
    button.hidden = false;
    held.addEventListener("input", (event) => event.stopPropagation());
    held.addEventListener("change", (event) => {
      event.stopPropagation();
      if (!held.value) return;
      typed.value = asTyped(held.value);
      ["input", "change"].forEach((name) => typed.dispatchEvent(new Event(name, { bubbles: true })));
      typed.focus();
    });
    button.addEventListener("click", () => {
      held.value = asHeld(typed.value, kind);
      try { held.showPicker(); } catch (error) { typed.focus(); }
    });
  }

  /* Rows are added from the empty one that the page holds, and taken away; one taken away can be put back. */
  const LINES = "input:not([type=hidden]):not(.quiet),select:not(.quiet),textarea";
  function grown(box) {
    const template = box.querySelector(":scope > template"), add = box.querySelector("[data-add-row]");
    const prefix = box.dataset.rows, most = Number(box.dataset.most || 1000), drawn = all(":scope > fieldset", box);
    const form = box.closest("form"), total = prefix && form ? form.elements[prefix + "-TOTAL_FORMS"] : null;
    let next = drawn.length;
    function counted() {
      if (add) add.hidden = all(":scope > fieldset:not([hidden])", box).length >= most;
      const held = box.parentNode.querySelector(":scope > input[type=hidden]");
      if (held && !prefix) held.dispatchEvent(new Event("change", { bubbles: true }));
    }
    function removable(row) {
      const name = row.querySelector("legend").textContent.trim(), tick = row.querySelector('input[name$="-DELETE"]');
      const remove = make("button", { type: "button", class: "link" }, say("Retirer cette ligne", "Remove this line"), make("span", { class: "quiet" }, " " + name));
      const back = make("button", { type: "button", class: "link" }, say("Remettre", "Put back"), make("span", { class: "quiet" }, " " + name));
      const told = make("p", { class: "hint", hidden: "" }, name + say(" : ligne retirée. ", ": line removed. "), back);
      function gone(is) {
        if (tick) tick.checked = is; else row.disabled = is;
        row.hidden = is;
        told.hidden = !is;
        (is ? back : remove).focus();
        counted();
      }
      if (tick) tick.closest(".field").hidden = true;
      remove.addEventListener("click", () => gone(true));
      back.addEventListener("click", () => gone(false));
      row.append(make("p", {}, remove));
      row.after(told);
    }
    if (!prefix) drawn.filter((row) => !("spare" in row.dataset)).forEach(removable);
    if (!template || !add) return;
    add.hidden = false;
    add.addEventListener("click", (event) => {
      event.preventDefault();
      const place = total ? Number(total.value) : next, copy = document.createElement("template");
      copy.innerHTML = template.innerHTML.replaceAll("__prefix__", place).replaceAll("__number__", place + 1);
      const row = copy.content.querySelector("fieldset");
      template.before(row);
      next += 1;
      if (total) total.value = place + 1;
      help(row);
      removable(row);
      if (add) add.hidden = all(":scope > fieldset:not([hidden])", box).length >= most;
      row.querySelector(LINES).focus();
    });
  }

  /* The amounts of a table against their ceiling, as `ceilings.py` says them; other currencies wait for the server. */
  function francs(text) {
    const bare = text.replace(/\s|['’]|f ?cfa|cfa|xof|francs?/gi, "");
    const found = /^\+?(\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,]0*)?$/.exec(bare);
    return found ? Number(found[1].replace(/[.,]/g, "")) : 0;
  }
  const money = (n) => say(number(n) + "\u00a0F\u00a0CFA", "XOF\u00a0" + number(n));
  function ceiling(told) {
    const box = told.closest("fieldset"), ends = told.dataset.sums.split(" ").map((key) => "-" + key);
    const most = told.dataset.ceiling === "" ? null : Number(told.dataset.ceiling);
    function follow() {
      const cells = all("input[name]:not(:disabled)", box).filter((one) => ends.some((end) => one.name.endsWith(end)));
      const sum = cells.reduce((before, one) => before + francs(one.value), 0);
      let words = say("Total\u00a0: ", "Total: ") + money(sum);
      if (most !== null) {
        words += say(" sur ", " of ") + money(most) + ". " + (sum <= most
          ? say("Il reste\u00a0: ", "Left: ") + money(most - sum) : say("De trop\u00a0: ", "Too much: ") + money(sum - most)) + ".";
      }
      if (words === told.textContent) return;
      told.textContent = words;
      told.classList.toggle("over", most !== null && sum > most);
      announce(words);
    }
    if (told.dataset.currency !== "XOF" || !box) return;
    box.addEventListener("input", follow);
    box.addEventListener("change", follow);
  }

  /* What the parts of a page get, also a row that was just added. */
  function help(root) {
    all("select[data-search]", root).forEach((select) => { if (!select.disabled && !select.multiple) combobox(select); });
    all("[data-picks]", root).forEach(picker);
    all("[data-rows]", root).forEach(grown);
    all("[data-sums]", root).forEach(ceiling);
  }
  help();

  /* The size of a chosen file, before it leaves. */
  function size(octets) {
    const mega = octets >= 1e6, value = mega ? Math.round(octets / 1e5) / 10 : Math.round(octets / 1e3);
    return number(value) + "\u00a0" + (mega ? say("Mo", "MB") : say("Ko", "KB"));
  }
  /* A picture that the browser can read is shown small, from the file itself: nothing of it has left. */
  async function small(file, place) {
    if (!window.createImageBitmap || !/^image\//.test(file.type)) return;
    try {
      const picture = await createImageBitmap(file, { resizeHeight: 128, resizeQuality: "medium" });
      const drawn = make("canvas", { width: picture.width, height: picture.height, "aria-hidden": "true" });
      drawn.getContext("2d").drawImage(picture, 0, 0);
      picture.close();
      place.prepend(drawn);
    } catch (error) { /* a kind of picture that this browser cannot read: its name is enough */ }
  }
  all('.upload input[type="file"]').forEach((input) => {
    const told = make("div", { role: "status" });
    input.after(told);
    input.addEventListener("change", async () => {
      const limit = Number(input.dataset.maxSize || 0), files = Array.from(input.files);
      const list = make("ul", { class: "chosen" });
      const items = files.map((file) => {
        const heavy = limit && file.size > limit ? say(" – trop lourd\u00a0: " + size(limit) + " au plus", " – too large: " + size(limit) + " at most") : "";
        const item = make("li", heavy ? { class: "error" } : {}, make("span", {}, file.name + " (" + size(file.size) + ")" + heavy));
        list.append(item);
        return item;
      });
      told.replaceChildren(...(files.length ? [list] : []));
      /* One after the other: a telephone has little room for several photos at once. */
      for (let n = 0; n < Math.min(files.length, 20) && list.isConnected; n += 1) await small(files[n], items[n]);
    });
  });
})();
