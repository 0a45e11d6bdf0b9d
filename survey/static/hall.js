// The wall follows the evening by itself: it asks every few seconds, keeps its picture when the line drops, and shows
// the result one subject at a time. Without it the page is drawn again and again, and the result is one long page.
(function () {
  "use strict";

  var EVERY = 2500, PATIENCE = 8000, TURN = 20000;
  var own = document.currentScript || document.querySelector("script[data-state]");
  var lost = document.getElementById("lost");

  function byId(id) { return document.getElementById(id); }

  function ask() {
    var stop = new AbortController(), timer = setTimeout(function () { stop.abort(); }, PATIENCE);
    return fetch(own.dataset.state, { signal: stop.signal, cache: "no-store" }).then(function (answer) {
      clearTimeout(timer);
      if (!answer.ok) throw new Error("server");
      return answer.json();
    });
  }

  function draw(state) {
    lost.textContent = "";
    if (state.phase !== own.dataset.phase) return location.reload();
    if (byId("number")) {
      byId("number").textContent = state.turnout;
      byId("turnout").hidden = !state.turnout;
      byId("begun").hidden = Boolean(state.turnout);
    }
    if (byId("keys")) byId("keys").textContent = byId("keys").dataset.text.replace("#", state.keys);
  }

  function follow() {
    ask().then(draw).catch(function () { lost.textContent = lost.dataset.text; })
      .then(function () { setTimeout(follow, EVERY); });
  }

  function turnPages(slides) {
    var now = 0, timer = null, play = byId("play");

    function show(at) {
      now = (at + slides.length) % slides.length;
      slides.forEach(function (slide, index) { slide.classList.toggle("now", index === now); });
      byId("place").textContent = (now + 1) + " / " + slides.length;
      window.scrollTo(0, 0);
    }

    function turn(step) {
      show(now + step);
      if (timer) { clearInterval(timer); timer = setInterval(function () { show(now + 1); }, TURN); }
    }

    document.body.classList.add("slides");
    byId("turn").hidden = false;
    byId("on").addEventListener("click", function () { turn(1); });
    byId("back").addEventListener("click", function () { turn(-1); });
    play.addEventListener("click", function () {
      timer = timer ? clearInterval(timer) : setInterval(function () { show(now + 1); }, TURN);
      play.setAttribute("aria-pressed", String(Boolean(timer)));
    });
    document.addEventListener("keydown", function (event) {
      if (["ArrowRight", "PageDown"].indexOf(event.key) >= 0) turn(1);
      if (["ArrowLeft", "PageUp"].indexOf(event.key) >= 0) turn(-1);
    });
    show(0);
  }

  var slides = Array.from(document.querySelectorAll(".slide"));
  if (!slides.length) setTimeout(follow, EVERY);
  else if (matchMedia("(min-width: 48em)").matches) turnPages(slides); // on a phone the result stays one long page
}());
