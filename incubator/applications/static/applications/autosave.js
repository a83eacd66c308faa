/* Saves each answer when it is left. Comfort only: the buttons save the whole step without this file.
   On one's own phone an answer that could not leave waits in localStorage, under the account and the file, also after
   the browser was closed; on a shared device nothing is kept. */
(function () {
  "use strict";
  var form = document.getElementById("step-form"), line = document.getElementById("save-line");
  if (!form || !window.fetch) return;
  var words = form.dataset, mine = words.device === "mine", store = "pepiniere:" + words.person + ":" + words.file;
  var waiting = {}, busy = {}, typed = {}, leaving = null, posted = false, gone = false, again = {};

  function kept() {
    if (!mine) return {};
    try { return JSON.parse(localStorage.getItem(store) || "{}"); } catch (error) { return {}; }
  }
  function keep(key, entry) {
    if (!mine || gone) return;
    var all = kept();
    if (entry) all[key] = entry; else delete all[key];
    try {
      if (Object.keys(all).length) localStorage.setItem(store, JSON.stringify(all));
      else localStorage.removeItem(store);
    } catch (error) { /* no room: the answer stays in the page */ }
  }
  function say(text, offline) {
    line.textContent = text;
    line.classList.toggle("offline", Boolean(offline));
  }
  function token(key) { return form.elements["v-" + key]; }
  function keyOf(input) {
    var name = input.name || "";
    while (name) {
      if (token(name)) return name;
      var cut = name.lastIndexOf("-");
      name = cut > 0 ? name.slice(0, cut) : "";
    }
    return "";
  }
  function inputs(key) {
    return Array.prototype.filter.call(form.elements, function (input) {
      return input.type !== "file" && !input.matches(":disabled") && input.name && input.name.slice(0, 2) !== "v-" && keyOf(input) === key;
    });
  }
  function body(key) {
    var data = new URLSearchParams();
    inputs(key).forEach(function (input) {
      if ((input.type === "checkbox" || input.type === "radio") && !input.checked) return;
      data.append(input.name, input.value);
    });
    return data.toString();
  }
  function holder(key) {
    var input = inputs(key)[0];
    return input && input.closest(".field");
  }
  function named(key) {
    var box = holder(key), label = box && box.querySelector("legend, label");
    return label ? label.textContent.trim() : (waiting[key] && waiting[key].label) || key;
  }
  function entry(key) {
    var held = token(key);
    return { address: words.fields + key + "/", text: body(key), read: held ? held.value : "", label: named(key) };
  }
  function offline() {
    var count = Object.keys(waiting).length;
    if (!count) return;
    if (!mine) say(words.offlineShared, true);
    else say(count === 1 ? words.offlineOne : words.offlineMany.replace("COUNT", count), true);
  }
  function later(key, one) {
    waiting[key] = one;
    keep(key, one);
    if (holder(key)) holder(key).classList.add("unsent");
  }
  function done(key) {
    delete waiting[key];
    keep(key, null);
    if (holder(key)) holder(key).classList.remove("unsent");
  }
  function send(key, one) {
    if (busy[key]) { again[key] = true; return; }
    busy[key] = 1;
    /* The version the answer was read at goes with it: the server never writes over somebody else's. */
    fetch(one.address, {
      method: "POST",
      credentials: "same-origin",
      headers: {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-CSRFToken": form.elements.csrfmiddlewaretoken.value,
        Accept: "application/json"
      },
      body: one.text + "&" + encodeURIComponent("v-" + key) + "=" + encodeURIComponent(one.read)
    }).then(function (answer) {
      if (answer.status === 403 && (answer.headers.get("Content-Type") || "").indexOf("json") < 0) return fresh();
      if (answer.status >= 500 || answer.status === 429) throw new Error("later");
      return answer.json().then(function (told) { heard(key, one, answer.status, told); });
    }).catch(function () {
      busy[key] = 0;
      later(key, again[key] ? entry(key) : one);
      again[key] = false;
      offline();
    }).then(leave);
  }
  function heard(key, one, status, told) {
    busy[key] = 0;
    if (status === 401) {
      later(key, one);
      say(words.ended, true);
      return;
    }
    if (told.conflict) {
      keep(key, one);
      choose(key, one, told.conflict);
      return;
    }
    done(key);
    if (told.version && token(key)) token(key).value = told.version;
    say(told.sentence + (told.issues && told.issues.length ? " " + told.issues[0].sentence : ""), !told.saved);
    offline();
    if (again[key]) { again[key] = false; send(key, entry(key)); }
  }
  function fresh() {
    /* Signed in again in another window: the page's token is an old one. */
    return fetch(location.href, { credentials: "same-origin" }).then(function (page) { return page.text(); }).then(function (page) {
      var found = /name="csrfmiddlewaretoken" value="([^"]+)"/.exec(page);
      if (found) form.elements.csrfmiddlewaretoken.value = found[1];
      throw new Error("later");
    });
  }
  /* Two answers to one question, side by side. */
  function choose(key, one, other) {
    var box = document.createElement("div"), place = holder(key) || line;
    box.className = "two-answers";
    box.setAttribute("role", "alert");
    [[words.theirs.replace("WHO", other.by || "–"), other.theirs, words.keepTheirs, function () {
      keep(key, null);
      posted = true;
      location.reload();
    }], [words.mine, other.mine, words.keepMine, function () {
      box.remove();
      one.read = other.token;
      send(key, one);
    }]].forEach(function (half) {
      var card = document.createElement("section"), title = document.createElement("strong"), text = document.createElement("p"), button = document.createElement("button");
      card.className = "card";
      title.textContent = half[0];
      text.className = "typed";
      text.textContent = half[1] || "–";
      button.type = "button";
      button.className = "secondary";
      button.textContent = half[2];
      button.addEventListener("click", half[3]);
      card.append(title, text, button);
      box.append(card);
    });
    if (place.nextElementSibling && place.nextElementSibling.className === "two-answers") place.nextElementSibling.remove();
    place.after(box);
    delete waiting[key];
    say(words.two.replace("NAME", named(key)), true);
  }
  function sending() { return Object.keys(busy).some(function (key) { return busy[key]; }); }
  function leave() {
    if (!leaving || (sending() && Date.now() < leaving.until)) return;
    var button = leaving.button;
    leaving = null;
    busy = {};
    form.requestSubmit(button);
  }
  function retry() { Object.keys(waiting).forEach(function (key) { send(key, waiting[key]); }); }
  function unsent() { return Object.keys(Object.assign({}, waiting, typed)); }

  form.addEventListener("input", function (event) {
    var key = keyOf(event.target);
    if (key && event.target.type !== "file") typed[key] = true;
  });
  form.addEventListener("change", function (event) {
    var key = keyOf(event.target);
    if (!key || event.target.type === "file") return;
    delete typed[key];
    say(words.saving, false);
    send(key, entry(key));
  });
  window.addEventListener("online", retry);
  setInterval(retry, 20000);
  form.addEventListener("submit", function (event) {
    /* An answer on its way brings back the version it was given: a step posted before that would meet itself as another's. */
    if (sending() && form.requestSubmit) {
      event.preventDefault();
      leaving = { button: event.submitter, until: Date.now() + 8000 };
      setTimeout(leave, 8000);
      return;
    }
    posted = true;
    /* What waits leaves with the step, as it stands now; it is forgotten only once the server has said so. */
    Object.keys(waiting).forEach(function (key) { if (token(key)) keep(key, entry(key)); });
  });
  /* Closed before the field was left: it waits like the others. */
  window.addEventListener("pagehide", function () {
    if (!posted) Object.keys(typed).forEach(function (key) { keep(key, entry(key)); });
  });
  window.addEventListener("beforeunload", function (event) { if (!mine && !posted && unsent().length) event.preventDefault(); });
  /* Signing out names what would be lost. */
  document.addEventListener("submit", function (event) {
    if (event.target === form || event.target.action.indexOf("/logout/") < 0 || !unsent().length) return;
    if (!confirm(words.leaving.replace("NAMES", unsent().map(named).join(", ")))) { event.preventDefault(); return; }
    /* An answer that fails while the page leaves must not come back after this. */
    posted = gone = true;
    if (mine) localStorage.removeItem(store);
  });
  /* What waited from an earlier visit, of this step or of another one. */
  var before = kept();
  Object.keys(before).forEach(function (key) {
    var held = new URLSearchParams(before[key].text);
    waiting[key] = before[key];
    inputs(key).forEach(function (input) {
      if (input.type === "checkbox" || input.type === "radio") input.checked = held.getAll(input.name).indexOf(input.value) >= 0;
      else if (input.type !== "hidden" && held.has(input.name)) input.value = held.get(input.name);
    });
  });
  retry();
})();
