// The remote on a laptop: the keys of a presenter turn the wall, as the buttons do.
(function () {
  "use strict";

  var KEYS = { ArrowRight: "on", PageDown: "on", ArrowLeft: "back", PageUp: "back" };

  document.addEventListener("keydown", function (event) {
    var button = document.getElementById(KEYS[event.key]);
    if (!button || event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, textarea, select")) return;
    event.preventDefault();
    button.click();
  });
}());
