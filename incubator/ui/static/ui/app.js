/* Comfort only: every page works without this file. */
(function () {
  "use strict";
  var french = document.documentElement.lang !== "en";

  /* A lone punctuation sign, which French sets apart, is not a word: the server counts so too. */
  function words(text) {
    return text.split(/\s+/).filter(function (token) { return /[\p{L}\p{N}]/u.test(token); }).length;
  }

  /* Word counters follow the typing; they never cut it. */
  document.querySelectorAll("[data-count]").forEach(function (counter) {
    var id = counter.id.replace(/_count$/, ""), area = document.getElementById(id);
    if (!area) return;
    var limit = Number(counter.dataset.count);
    area.addEventListener("input", function () {
      var n = words(area.value), one = french ? n < 2 : n === 1;
      counter.textContent = french
        ? n + (one ? " mot sur " : " mots sur ") + limit
        : n + (one ? " word of " : " words of ") + limit;
      counter.classList.toggle("over", n > limit);
    });
  });

  /* The size of a chosen file, before it leaves. */
  function size(octets) {
    var mega = octets >= 1e6, value = mega ? Math.round(octets / 1e5) / 10 : Math.round(octets / 1e3);
    var unit = french ? (mega ? "Mo" : "Ko") : (mega ? "MB" : "KB");
    return value.toLocaleString(french ? "fr" : "en") + "\u00a0" + unit;
  }
  document.querySelectorAll('.upload input[type="file"]').forEach(function (input) {
    var told = document.createElement("p");
    told.className = "hint";
    told.setAttribute("role", "status");
    input.after(told);
    input.addEventListener("change", function () {
      var limit = Number(input.dataset.maxSize || 0), over = false;
      told.textContent = Array.prototype.map.call(input.files, function (file) {
        over = over || (limit && file.size > limit);
        return file.name + " (" + size(file.size) + ")";
      }).join(", ");
      if (over) {
        told.textContent += french ? ". Trop lourd : " + size(limit) + " au plus." : ". Too large: " + size(limit) + " at most.";
      }
      told.className = over ? "error" : "hint";
    });
  });

  /* The summary of errors is read first; Escape closes the phone menu. */
  var errors = document.getElementById("errors");
  if (errors) errors.focus();
  document.addEventListener("keydown", function (event) {
    var menu = document.querySelector(".menu[open]");
    if (event.key === "Escape" && menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  /* A select marked data-send sends its form when it changes; a button marked data-print prints. */
  document.querySelectorAll("select[data-send]").forEach(function (select) {
    select.addEventListener("change", function () { select.form.requestSubmit(); });
  });
  /* Work in parts goes on by itself; without this file the button does it. */
  document.querySelectorAll("form[data-continue]").forEach(function (form) {
    window.setTimeout(function () { form.requestSubmit(); }, 400);
  });
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
})();
