// The wall follows the evening by itself: it asks every few seconds what to show, draws the next scene in place, and
// keeps its picture when the line drops. A published result is turned here too, by key or button. The remote follows
// the wall in the same way.
// Without it the page is drawn again and again, and the result is one long page.
(function () {
  "use strict";

  var EVERY = 2500, DRIVEN = 1000, PATIENCE = 8000, TURN = 20000, TICK = 250, DRIFT = 1500;
  var own = document.currentScript || document.querySelector("script[data-state]");
  var lost = document.getElementById("lost");
  var isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  var shown, slides, now, turning = null, ends = null;

  function byId(id) { return document.getElementById(id); }
  function all(selector) { return Array.from(document.querySelectorAll(selector)); }

  function ask(address) {
    var stop = new AbortController(), timer = setTimeout(function () { stop.abort(); }, PATIENCE);
    return fetch(address, { signal: stop.signal, cache: "no-store" }).then(function (answer) {
      if (!answer.ok) throw new Error("server");
      return answer.text();
    }).finally(function () { clearTimeout(timer); });
  }

  function follow() {
    ask(own.dataset.state).then(JSON.parse).then(apply)
      .then(function () { lost.textContent = ""; }, function () { lost.textContent = lost.dataset.text; })
      .then(function () { setTimeout(follow, shown.isDriven ? DRIVEN : EVERY); });
  }

  function apply(state) {
    if (state.place === shown.place && state.version === shown.version && state.is_driven === shown.isDriven) {
      return fill(state);
    }
    var at = slides.findIndex(function (slide) { return slide.dataset.place === state.place; });
    if (at < 0 || !shown.isDriven || !state.is_driven) return redraw().then(function () { fill(state); });
    shown.place = state.place;
    shown.version = state.version;
    show(at);
  }

  // The next scene takes the place of this one only when it is here, whole.
  function redraw() {
    return ask(location.href).then(function (text) {
      var next = new DOMParser().parseFromString(text, "text/html");
      if (!next.getElementById("shown")) throw new Error("no wall");
      document.title = next.title;
      document.body.className = next.body.className;
      document.querySelector("main").replaceWith(document.adoptNode(next.querySelector("main")));
      begin();
    });
  }

  function fill(state) {
    if (byId("number")) {
      byId("number").textContent = state.turnout;
      byId("turnout").hidden = !state.turnout;
      byId("begun").hidden = Boolean(state.turnout);
    }
    if (byId("keys")) byId("keys").textContent = byId("keys").dataset.text.replace("#", state.keys);
    all("[data-key]").forEach(function (key) { key.classList.toggle("in", Number(key.dataset.key) <= state.keys); });
    count(state.seconds_left);
  }

  // The server says how many seconds are left, so a wrong clock on this computer does not matter. Between its answers
  // the seconds run on by themselves, also while the line is down.
  function count(left) {
    var until = left === null ? null : performance.now() + left * 1000;
    if (until === null || ends === null || isCalm || Math.abs(until - ends) > DRIFT) ends = until;
    write();
  }

  function write() {
    var left = ends === null ? null : Math.max(0, Math.ceil((ends - performance.now()) / 1000));
    all("[data-running]").forEach(function (part) { part.hidden = !left; });
    all("[data-over]").forEach(function (part) { part.hidden = left !== 0; });
    all("[data-clock]").forEach(function (clock) {
      clock.textContent = Math.floor(left / 60) + ":" + String(left % 60).padStart(2, "0");
    });
    document.body.classList.toggle("soon", left !== null && left <= 60);
  }

  function show(at) {
    now = (at + slides.length) % slides.length;
    slides.forEach(function (slide, index) { slide.classList.toggle("now", index === now); });
    byId("place").textContent = (now + 1) + " / " + slides.length;
    window.scrollTo(0, 0);
  }

  function turn(step) {
    show(now + step);
    if (turning) { clearInterval(turning); turning = setInterval(function () { show(now + 1); }, TURN); }
  }

  function play() {
    turning = turning ? clearInterval(turning) : setInterval(function () { show(now + 1); }, TURN);
    byId("play").setAttribute("aria-pressed", String(Boolean(turning)));
  }

  function begin() {
    var facts = byId("shown").dataset;
    shown = { place: facts.place, version: facts.version, isDriven: facts.driven !== undefined };
    slides = all(".slide");
    clearInterval(turning);
    turning = null;
    count(facts.secondsLeft === undefined ? null : Number(facts.secondsLeft));
    if (!slides.length) return;
    if (!shown.isDriven && !matchMedia("(min-width: 48em)").matches) { slides = []; return; } // one long page
    document.body.classList.add("slides");
    byId("turn").hidden = shown.isDriven;
    byId("on").addEventListener("click", function () { turn(1); });
    byId("back").addEventListener("click", function () { turn(-1); });
    byId("play").addEventListener("click", play);
    show(Math.max(0, slides.findIndex(function (slide) { return slide.classList.contains("now"); })));
  }

  document.addEventListener("keydown", function (event) {
    if (!slides.length) return;
    if (["ArrowRight", "PageDown"].indexOf(event.key) >= 0) turn(1);
    if (["ArrowLeft", "PageUp"].indexOf(event.key) >= 0) turn(-1);
  });
  begin();
  if (!isCalm) setInterval(write, TICK);
  setTimeout(follow, shown.isDriven ? DRIVEN : EVERY);
}());
