// The shared tablet beyond its plain pages: every answer takes the place of the page under one address, so that no
// button of the browser leads back; what nobody touches clears itself. Nothing is stored. It works without it.
(function () {
  "use strict";

  var STEADY = 1500, LONGEST = 10000, PATIENCE = 20000, BLOCK = 4096;
  var still = document.getElementById("still"), trouble = document.getElementById("trouble");
  var asking, clearing, isSending = false;

  function settings() { return document.getElementById("kiosk").dataset; }

  function home() {
    var back = settings().back;
    document.querySelector("main").textContent = ""; // gone at once, however long the start takes to come
    location.replace(back);
  }

  function rest() { // somebody touched it: everything waits anew
    var seconds = Number(settings().clears), asks = Number(settings().asks || 0);
    clearTimeout(asking);
    clearTimeout(clearing);
    still.hidden = true;
    if (asks) asking = setTimeout(ask, (seconds - asks) * 1000);
    clearing = setTimeout(home, seconds * 1000);
  }

  function ask() {
    still.hidden = false;
    still.focus({ preventScroll: true });
  }

  function show(page) {
    var drawn = new DOMParser().parseFromString(page, "text/html"), main = drawn.querySelector("main");
    document.querySelector("main").replaceWith(main);
    document.title = drawn.title;
    trouble.hidden = true;
    isSending = false;
    wire();
    scrollTo(0, 0);
    focusOn(main.querySelector("#review") || main.querySelector("#code") || main.querySelector("h1"));
  }

  function focusOn(place) {
    if (place.matches("h1")) place.tabIndex = -1;
    place.focus({ preventScroll: true });
  }

  // One length for all: whoever listens to the network cannot tell who wrote a comment.
  function padded(form, fields) {
    if (!("padded" in form.dataset)) return fields;
    fields.set("padding", "");
    fields.set("padding", "0".repeat(BLOCK - fields.toString().length % BLOCK));
    return fields;
  }

  function send(form, fields, pause) {
    var stop = new AbortController(), timer = setTimeout(function () { stop.abort(); }, PATIENCE);
    isSending = true;
    fetch(form.action, { method: "POST", body: fields, signal: stop.signal, headers: { "X-Kiosk": "script" } }).then(function (answer) {
      clearTimeout(timer);
      if (answer.status >= 500) throw new Error("server");
      return answer.text();
    }).then(show).catch(function () {
      trouble.hidden = false;
      rest();
      setTimeout(function () { send(form, fields, Math.min(pause * 2, LONGEST)); }, pause);
    });
  }

  function wire() {
    var form = document.querySelector("main form");
    rest();
    if (form) form.addEventListener("submit", function (event) {
      var fields = new URLSearchParams(new FormData(form)), pressed = event.submitter;
      event.preventDefault();
      if (isSending) return;
      if (pressed && pressed.name) fields.set(pressed.name, pressed.value);
      send(form, padded(form, fields), STEADY);
    });
    document.querySelectorAll("[data-home]").forEach(function (way) {
      way.addEventListener("click", function (event) { event.preventDefault(); home(); });
    });
  }

  if (!document.getElementById("kiosk")) return;
  ["pointerdown", "keydown", "input", "wheel", "touchmove"].forEach(function (touch) { addEventListener(touch, rest, { passive: true }); });
  document.getElementById("stay").addEventListener("click", rest);
  document.getElementById("language").addEventListener("click", function (event) {
    event.preventDefault();
    location.replace(event.currentTarget.href);
  });
  addEventListener("pageshow", function (event) { if (event.persisted) location.reload(); });
  history.replaceState(null, "", settings().back);
  wire();
  if (document.getElementById("code")) document.getElementById("code").focus();
}());
