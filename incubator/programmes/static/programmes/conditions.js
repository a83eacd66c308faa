/* Shows and hides what an answer of this page decides, as the server does. What is hidden keeps its typed text. */
(function () {
  "use strict";
  var held = document.querySelectorAll("[data-shown-when],[data-required-when]");
  if (!held.length) return;
  function values(key) {
    var found = [];
    document.getElementsByName(key).forEach(function (input) {
      var box = input.type === "checkbox" || input.type === "radio", out = input.closest("[data-shown-when][hidden]");
      if (input.type === "hidden" || (box && !input.checked) || out) return;
      if (input.value.trim()) found.push(input.value.trim());
    });
    return found;
  }
  function number(text) {
    return parseFloat(text.replace(/[\s\u00a0\u202f]/g, "").replace(",", "."));
  }
  function has(list, value) { return list.map(String).indexOf(value) >= 0; }
  /* true, false, or null while an answer is missing: the three words of the server. */
  function met(rule) {
    var parts, op = rule.op, wanted = rule.value, given, one, left, right;
    if (rule.all || rule.any) {
      parts = (rule.all || rule.any).map(met);
      if (parts.indexOf(!rule.all) >= 0) return !rule.all;
      return parts.indexOf(null) >= 0 ? null : Boolean(rule.all);
    }
    if (rule.not) { one = met(rule.not); return one === null ? null : !one; }
    given = values(rule.field);
    if (op === "empty") return !given.length;
    if (op === "not_empty") return given.length > 0;
    if (!given.length) return op === "age_years_lt_or_empty" ? true : null;
    one = given[given.length - 1];
    if (rule.part || op.slice(0, 3) === "age" || (op !== "in" && op !== "not_in" && typeof wanted === "object")) return true;
    if (op === "is") return (one === "yes") === wanted;
    if (op === "in" || op === "not_in") return given.some(function (v) { return has(wanted, v); }) === (op === "in");
    if (op === "==" || op === "!=") {
      return (typeof wanted === "number" ? number(one) === wanted : one === String(wanted)) === (op === "==");
    }
    /* ISO days compare as texts; one typed as 17/08/1999 is turned round first. */
    left = typeof wanted === "number" ? number(one) : one.replace(/^(\d\d)\/(\d\d)\/(\d{4})$/, "$3-$2-$1");
    right = wanted;
    return op === "<" ? left < right : op === "<=" ? left <= right : op === ">" ? left > right : left >= right;
  }
  function follow() {
    held.forEach(function (one) {
      if (one.dataset.shownWhen) one.hidden = met(JSON.parse(one.dataset.shownWhen)) !== true;
      if (!one.dataset.requiredWhen) return;
      var label = one.querySelector(".optional");
      if (label) label.hidden = met(JSON.parse(one.dataset.requiredWhen)) === true;
    });
  }
  document.addEventListener("input", follow);
  document.addEventListener("change", follow);
  follow();
})();
