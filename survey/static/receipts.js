// Looks a receipt up on the list in this very page, so that nobody hears who asked. Without script the form is sent.
(function () {
  "use strict";

  var form = document.getElementById("look-up"), field = form.elements.receipt;
  var numbers = Array.from(document.querySelectorAll(".receipts li"));

  function tidy(text) {
    var plain = text.normalize("NFKC").replace(/[^0-9a-z]/gi, "").toUpperCase().replace(/O/g, "0").replace(/[IL]/g, "1");
    return plain.slice(0, 4) + "-" + plain.slice(4);
  }

  function show(answer) {
    Array.from(document.getElementById("answers").children).forEach(function (one) { one.hidden = one.id !== answer; });
  }

  function lookUp() {
    var asked = tidy(field.value), found = numbers.filter(function (one) { return one.textContent === asked; });
    numbers.forEach(function (one) { one.className = found.indexOf(one) < 0 ? "" : "mine"; });
    if (!/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/.test(asked)) return show("misread");
    field.value = asked;
    show(found.length ? "listed" : "not-listed");
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    lookUp();
  });
  document.getElementById("language").addEventListener("click", function (event) { // the other language keeps the number
    event.preventDefault();
    location.replace(event.currentTarget.href + "#" + field.value);
  });
  if (location.hash.length > 1) {
    field.value = decodeURIComponent(location.hash.slice(1));
    history.replaceState(null, "", location.pathname + location.search);
    lookUp();
  }
}());
