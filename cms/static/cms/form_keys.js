// The list of a condition's box follows what is typed: a question just added can be chosen before anything is saved.
(function () {
  "use strict";
  var KEY = /^(steps-\d+-value-fields-\d+)-value-key$/;

  function isGone(form, prefix) {
    var parts = prefix.match(/^(steps-\d+)-value/);
    return [prefix, parts[1]].some(function (place) {
      var gone = form.elements[place + "-deleted"];
      return gone && gone.value;
    });
  }

  function fill(list, form) {
    list.textContent = "";
    Array.prototype.forEach.call(form.elements, function (control) {
      var found = KEY.exec(control.name || "");
      if (!found || !control.value || isGone(form, found[1])) return;
      var words = form.elements[found[1] + "-value-label_fr"];
      var option = document.createElement("option");
      option.value = control.value;
      option.label = words ? words.value : "";
      list.appendChild(option);
    });
  }

  document.addEventListener("focusin", function (event) {
    var box = event.target, list = document.getElementById("form-keys");
    if (list && box.form && box.getAttribute && box.getAttribute("list") === "form-keys") fill(list, box.form);
  });
})();
