/* Comfort only: every page works without this file. */
(function () {
  "use strict";

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
