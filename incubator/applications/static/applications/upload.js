/* Shows how much of a file has left. Comfort only: the plain form sends it without this file. */
(function () {
  "use strict";
  document.querySelectorAll("form.upload-form").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      var input = form.querySelector('input[type="file"]');
      if (!input.files.length || !window.FormData || !window.XMLHttpRequest) return;
      event.preventDefault();
      var bar = document.createElement("progress"), told = document.createElement("p");
      bar.max = 100;
      told.className = "hint";
      told.setAttribute("role", "status");
      told.textContent = form.dataset.sending;
      input.after(told, bar);
      var request = new XMLHttpRequest();
      request.open("POST", location.pathname);
      request.upload.addEventListener("progress", function (step) {
        if (step.lengthComputable) bar.value = Math.round(100 * step.loaded / step.total);
      });
      function failed() {
        bar.remove();
        told.className = "error";
        told.textContent = form.dataset.failed;
      }
      request.addEventListener("error", failed);
      request.addEventListener("load", function () {
        if (request.status >= 500) { failed(); return; }
        if (request.status >= 400) {
          var page = new DOMParser().parseFromString(request.responseText, "text/html");
          var error = page.querySelector("#" + form.getAttribute("action").slice(1) + " p.error");
          bar.remove();
          told.className = "error";
          told.textContent = error ? error.textContent : form.dataset.failed;
          return;
        }
        location.href = form.getAttribute("action");
        location.reload();
      });
      request.send(new FormData(form));
    });
  });
})();
