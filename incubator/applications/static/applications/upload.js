/* Sends files in pieces and goes on where a cut line stopped them. Comfort only: the plain form sends them without it. */

if (HTMLFormElement.prototype.requestSubmit) document.querySelectorAll("form[data-upload]").forEach((form) => {
  var words = form.dataset, busy = false, stopped = false, box, bar, told, live, wake;

  function size(octets) {
    var mega = octets >= 1e6, value = octets / (mega ? 1e6 : 1e3);
    return value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: mega ? 1 : 0 }) + "\u00a0" + (mega ? words.megabytes : words.kilobytes);
  }
  function tell(text, file, done, aloud) {
    told.textContent = text.replace("DONE", size(done)).replace("TOTAL", size(file.size)).replace("NAME", () => file.name);
    if (aloud) live.textContent = told.textContent;
  }
  function add(tag, attributes) {
    var made = document.createElement(tag);
    Object.keys(attributes).forEach((name) => { made.setAttribute(name, attributes[name]); });
    if (box) box.append(made);
    return made;
  }
  function show(input) {
    if (box) box.remove();
    box = null;
    box = add("div", { class: "on-its-way" });
    told = add("p", { "aria-hidden": "true" });
    live = add("p", { class: "quiet", role: "status" });
    bar = add("progress", { max: 1 });
    var stop = add("button", { type: "button", class: "link" });
    stop.textContent = words.stop;
    stop.onclick = () => { stopped = true; if (wake) wake(); };
    (input.closest(".upload") || input).after(box);
  }
  function call(method, address, body) {
    return new Promise((resolve) => {
      var request = new XMLHttpRequest();
      request.open(method, address);
      request.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
      request.timeout = 120000;
      request.onloadend = () => {
        var answer = {};
        try { answer = JSON.parse(request.responseText); } catch (error) { /* a page, not an answer */ }
        answer.status = request.status;
        resolve(answer);
      };
      if (method === "PUT") request.upload.onprogress = (step) => { bar.value = bar.base + step.loaded / bar.whole; };
      request.send(body || null);
    });
  }
  window.addEventListener("online", () => { if (wake) wake(); });

  /* Tries until the server answers; the line may stay cut for hours. */
  async function insist(act, file, done) {
    for (var times = 0; !stopped; times++) {
      var answer = await act();
      if (answer.status && answer.status < 500) return answer;
      tell(words.waiting, file, done, !times);
      await new Promise((resolve) => { wake = resolve; setTimeout(resolve, Math.min(30000, 1000 * 2 ** times)); });
    }
    return {};
  }
  async function fingerprint(file) {
    if (!window.crypto || !crypto.subtle) return "";
    var hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    return Array.from(hash, (octet) => octet.toString(16).padStart(2, "0")).join("");
  }
  async function send(file, slug) {
    var about = new FormData(), sent, stuck = 0;
    bar.setAttribute("aria-label", file.name);
    Object.entries({ slug: slug, name: file.name, size: file.size, sha256: await fingerprint(file) }).forEach((pair) => about.append(pair[0], pair[1]));
    var begun = await insist(() => call("POST", words.upload, about), file, 0);
    if (!begun.ref) throw begun;
    for (sent = begun.received; sent < file.size;) {
      tell(words.sending, file, sent, sent === begun.received);
      bar.whole = file.size;
      bar.value = bar.base = sent / file.size;
      var answer = await insist(() => call("PUT", begun.address + "?offset=" + sent, file.slice(sent, sent + begun.piece)), file, sent);
      if (stopped) call("DELETE", begun.address);
      stuck = answer.received > sent ? 0 : stuck + 1;
      if (answer.received === undefined || stuck > 9) throw answer;
      sent = answer.received;
    }
    tell(words.arrived, file, sent, true);
    return begun.ref;
  }
  function keep(input, ending, value) {
    var hidden = document.createElement("input");
    hidden.type = "hidden";
    hidden.name = input.name + ending;
    hidden.value = value;
    input.before(hidden);
  }
  /* One file after the other: what is refused of one stops none of the others, and the page says it with what it kept. */
  async function sendAll(inputs, button) {
    var came = 0, refused = [];
    for (var input of inputs) {
      show(input);
      for (var file of Array.from(input.files)) {
        try {
          keep(input, ":arrived", await send(file, input.dataset.slug || input.name));
          came++;
        } catch (answer) {
          var sentence = answer.sentence || (stopped ? words.stopped : words.failed);
          refused.push(sentence);
          keep(input, ":refused", sentence);
          if (stopped || !answer.sentence) { came = 0; break; }
        }
      }
      if (refused.length && !came) break;
    }
    busy = false;
    if (refused.length && !came) {
      form.querySelectorAll('[name$=":arrived"], [name$=":refused"]').forEach((each) => each.remove());
      box.className = "error";
      box.setAttribute("role", "alert");
      box.textContent = refused.join(" ");
      input.focus();
      return;
    }
    inputs.forEach((each) => { each.value = ""; });
    form.requestSubmit(button);
  }
  form.addEventListener("submit", (event) => {
    var inputs = Array.from(form.querySelectorAll('input[type="file"]')).filter((input) => input.files.length);
    if (!inputs.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (busy) return;
    busy = true;
    stopped = false;
    sendAll(inputs, event.submitter);
  }, true);
});
