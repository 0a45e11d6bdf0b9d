// Paper ballots typed with the number keys: a key marks the item and goes on to the next. Everything works without it.
(function () {
  "use strict";

  var form = document.getElementById("entry");
  var items = Array.from(form.querySelectorAll(".item"));
  var same = { "-": "0", "*": "x", "X": "x" };

  function circle(item) { return item.querySelector(":checked") || item.querySelector("input"); }

  function go(at) {
    var next = items[at] ? circle(items[at]) : form.querySelector(".button");
    next.focus();
    next.scrollIntoView({ block: "center" });
  }

  function mark(item, key) {
    var chosen = Array.from(item.querySelectorAll("input")).filter(function (one) { return one.dataset.key === key; })[0];
    if (!chosen) return false;
    chosen.checked = true;
    go(items.indexOf(item) + 1);
    return true;
  }

  form.addEventListener("keydown", function (event) {
    var item = event.target.closest(".item"), key = same[event.key] || event.key;
    if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
    if (key === "Backspace") go(Math.max(0, items.indexOf(item) - 1));
    else if (!mark(item, key)) return;
    event.preventDefault();
  });

  if (items.length) circle(items[0]).focus();
}());
