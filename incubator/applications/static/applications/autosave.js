/* Saves each answer when it is left. Comfort only: the buttons save the whole step without this file.
   On one's own phone an answer that could not leave waits in localStorage; on a shared device nothing is kept. */
(function () {
  "use strict";
  var form = document.getElementById("step-form"), line = document.getElementById("save-line");
  if (!form || !window.fetch) return;
  var mine = form.dataset.device === "mine", store = "pepiniere:" + form.dataset.file, waiting = {}, busy = {}, leaving = null;

  function kept() {
    if (!mine) return {};
    try { return JSON.parse(localStorage.getItem(store) || "{}"); } catch (error) { return {}; }
  }
  function keep(all) {
    if (!mine) return;
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
      return input.type !== "file" && input.name && input.name.slice(0, 2) !== "v-" && keyOf(input) === key;
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
  function offline() {
    var count = Object.keys(waiting).length;
    if (!count) return;
    if (!mine) say(form.dataset.offlineShared, true);
    else say(count === 1 ? form.dataset.offlineOne : form.dataset.offlineMany.replace("COUNT", count), true);
  }
  function mark(key, on) {
    var input = inputs(key)[0], holder = input && input.closest(".field");
    if (holder) holder.classList.toggle("unsent", on);
  }
  function later(key, address, text, read) {
    waiting[key] = { address: address, text: text, read: read };
    var all = kept();
    all[key] = waiting[key];
    keep(all);
    mark(key, true);
    offline();
  }
  function done(key) {
    delete waiting[key];
    var all = kept();
    delete all[key];
    keep(all);
    mark(key, false);
  }
  function send(key, address, text, read) {
    if (busy[key]) { busy[key] = 2; return; }
    busy[key] = 1;
    /* The version the answer was read at goes with it: the server never writes over somebody else's. */
    var csrf = form.elements.csrfmiddlewaretoken.value, held = token(key);
    read = read || (held ? held.value : "");
    fetch(address, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": csrf, Accept: "application/json" },
      body: text + "&" + encodeURIComponent("v-" + key) + "=" + encodeURIComponent(read)
    }).then(function (answer) {
      return answer.json().then(function (told) { return { status: answer.status, told: told }; });
    }).then(function (answer) {
      var again = busy[key] === 2;
      busy[key] = 0;
      if (answer.status === 401) { say(form.dataset.ended, true); return; }
      if (answer.status >= 500) throw new Error("later");
      done(key);
      var told = answer.told, bad = told.conflict || !told.saved;
      if (told.version && held) held.value = told.version;
      say(told.sentence + (told.issues && told.issues.length ? " " + told.issues[0].sentence : ""), bad);
      offline();
      if (again) send(key, address, body(key));
    }).catch(function () {
      busy[key] = 0;
      later(key, address, text, read);
    }).then(leave);
  }
  function sending() { return Object.keys(busy).some(function (key) { return busy[key]; }); }
  function leave() {
    if (!leaving || (sending() && Date.now() < leaving.until)) return;
    var button = leaving.button;
    leaving = null;
    busy = {};
    form.requestSubmit(button);
  }

  form.addEventListener("change", function (event) {
    var key = keyOf(event.target);
    if (!key || event.target.type === "file") return;
    say(form.dataset.saving, false);
    send(key, form.dataset.fields + key + "/", body(key));
  });
  function retry() {
    Object.keys(waiting).forEach(function (key) { send(key, waiting[key].address, waiting[key].text, waiting[key].read); });
  }
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
    /* What waits leaves with the step, as it stands now; it is forgotten only once the server has said so. */
    var all = kept();
    Object.keys(waiting).forEach(function (key) {
      if (!token(key)) return;
      waiting[key].text = body(key);
      all[key] = waiting[key];
    });
    keep(all);
  });
  /* What waited from an earlier visit, of this step or of another one. */
  var before = kept();
  Object.keys(before).forEach(function (key) { waiting[key] = before[key]; });
  retry();
})();
