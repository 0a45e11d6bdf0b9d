// What a phone does beyond the plain pages: read the secret from the address and clear it there, check a slip at
// once, show what is left blank, and keep trying when the network is slow. Everything works without it.
(function () {
  "use strict";

  var STEADY = 1500, LONGEST = 10000, PATIENCE = 20000, BLOCK = 4096;

  function byId(id) { return document.getElementById(id); }

  function takeFragment() {
    var secret = decodeURIComponent(location.hash.slice(1));
    if (secret) history.replaceState(null, "", location.pathname + location.search);
    return secret;
  }

  // The phone's own random id for one slip. It is found again under a short sum of meeting and code, not under the code.
  function rid(meeting, code, fallback) {
    var sum = 0x811c9dc5, text = meeting + ":" + code, name, kept;
    for (var at = 0; at < text.length; at += 1) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193) >>> 0;
    name = "minxin-" + sum.toString(36);
    try {
      kept = localStorage.getItem(name);
      if (!/^[0-9a-f]{32}$/.test(kept || "")) {
        kept = Array.from(crypto.getRandomValues(new Uint8Array(16)), function (byte) {
          return ("0" + byte.toString(16)).slice(-2);
        }).join("");
        localStorage.setItem(name, kept);
      }
      return kept;
    } catch (refused) { // no storage in this browser: the page's own id serves until the page is closed
      return fallback;
    }
  }

  function tidy(code) {
    return code.normalize("NFKC").replace(/[\s-]/g, "").toUpperCase().replace(/O/g, "0").replace(/[IL]/g, "1");
  }

  function grouped(code) { return code.replace(/(.{4})(?=.)/g, "$1-"); }

  // The server's answer as an object. Rejects when it did not come, or came too late, or the server is in trouble.
  function post(url, fields) {
    var stop = new AbortController(), timer = setTimeout(function () { stop.abort(); }, PATIENCE);
    return fetch(url, {
      method: "POST", body: new URLSearchParams(fields), signal: stop.signal, headers: { Accept: "application/json" }
    }).then(function (answer) {
      clearTimeout(timer);
      if (answer.status >= 500) throw new Error("server");
      return answer.json();
    });
  }

  function ballot(form) {
    var code = byId("code"), says = byId("code-says"), sending = byId("sending"), review = byId("review");
    var own = form.elements.rid.value, checked = "", isSending = false, comment = byId("comment");

    function fields(names) {
      var all = new URLSearchParams(new FormData(form)), kept = [];
      all.set("rid", rid(form.dataset.meeting, tidy(code.value), own));
      all.forEach(function (value, name) { if (!names || names.indexOf(name) >= 0) kept.push([name, value]); });
      return kept;
    }

    function tell(text, kind) { says.textContent = text; says.className = kind; }

    function check() {
      var asked = tidy(code.value);
      if (asked.length !== 16 || asked === checked) return;
      checked = asked;
      code.value = grouped(asked);
      tell(form.dataset.checking, "hint");
      post(form.dataset.check, fields(["code", "rid"])).then(function (answer) {
        if (answer.go) return location.replace(answer.go);
        if (tidy(code.value) === asked) tell(answer.says || form.dataset.ready, answer.says ? "error" : "well");
      }).catch(function () { tell("", ""); checked = ""; }); // sending will tell
    }

    function firstBlank() {
      var blank = Array.from(form.querySelectorAll(".item")).filter(function (item) { return !item.querySelector(":checked"); });
      byId("blank").textContent = byId("blank").dataset.text.replace("#", blank.length);
      if (blank.length) byId("fill").href = "#" + blank[0].id;
      return blank[0];
    }

    // How many characters too many the comment has, as the server counts them; told when few are left, or none.
    function excess() {
      if (!comment) return 0;
      var place = byId("comment-says"), most = Number(comment.dataset.longest);
      var over = Array.from(comment.value.normalize("NFC").replace(/\s+/g, " ").trim()).length - most;
      if (over > -50) place.textContent = place.dataset[over > 0 ? "over" : "left"].replace("#", Math.abs(over));
      place.className = over > 0 ? "error" : "hint";
      comment.setAttribute("aria-invalid", over > 0);
      return Math.max(over, 0);
    }

    function show(isReview) {
      review.hidden = !isReview;
      byId("send").hidden = isReview;
      if (isReview) review.focus();
    }

    // One length for all: whoever listens to the network, even where it is encrypted, cannot tell who wrote something.
    function padded(fields) {
      var length = (new URLSearchParams(fields) + "&padding=").length;
      return comment ? fields.concat([["padding", "0".repeat(BLOCK - length % BLOCK)]]) : fields;
    }

    function forget() { // nothing that was filled in stays on this phone, wherever "back" leads
      form.reset();
      if (comment) comment.value = comment.defaultValue = "";
    }

    function complain(text) {
      byId("comment-says").textContent = text;
      byId("comment-says").className = "error";
      comment.focus();
    }

    function send(pause) {
      isSending = true;
      if (!sending.textContent) sending.textContent = form.dataset.sending;
      post(form.action, padded(fields().concat([["sure", "1"]]))).then(function (answer) {
        isSending = false;
        sending.textContent = "";
        sending.className = "";
        if (answer.go) { forget(); return location.replace(answer.go); }
        show(false);
        if (answer.about === "comment") return complain(answer.says);
        tell(answer.says, "error");
        code.focus();
      }).catch(function () {
        sending.textContent = form.dataset.retrying;
        sending.className = "notice care";
        setTimeout(function () { send(Math.min(pause * 2, LONGEST)); }, pause);
      });
    }

    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (isSending) return;
      if (excess()) return comment.focus();
      if (review.hidden && firstBlank()) return show(true);
      show(false);
      sending.scrollIntoView({ block: "center" });
      send(STEADY);
    });
    form.addEventListener("change", function (event) {
      if (event.target !== code && !review.hidden && !byId("sending").textContent) show(false);
    });
    byId("fill").addEventListener("click", function () { show(false); });
    byId("language").addEventListener("click", function (event) { // the other language keeps the scanned code
      event.preventDefault();
      location.replace(event.currentTarget.href + "#" + tidy(code.value));
    });
    if (comment) comment.addEventListener("input", excess);
    code.addEventListener("input", check);
    code.addEventListener("change", check);
    window.addEventListener("pageshow", function (event) { // a phone handed on shows nobody's marks
      if (event.persisted) location.reload();
    });
    if (takenSecret) code.value = takenSecret;
    check();
  }

  function key(form) {
    if (takenSecret) form.elements.key.value = takenSecret;
  }

  // After the close: the phone whose ballot is in the box hears so when its slip is scanned again.
  function findLostAnswer(place) {
    var asked = tidy(takenSecret);
    if (asked.length !== 16) return;
    post(place.dataset.check, { code: asked, rid: rid(place.dataset.meeting, asked, "") }).then(function (answer) {
      if (/\/in-the-box\b/.test(answer.go)) location.replace(answer.go);
    }).catch(function () {}); // the page says the rest
  }

  function receipt(place, number) {
    if (/^[0-9A-Z]{4}-[0-9A-Z]{4}$/.test(number)) {
      place.textContent = number;
      byId("receipt").hidden = false;
      byId("receipt-list").hash = number;
    }
  }

  var takenSecret;
  if (byId("receipt-number")) receipt(byId("receipt-number"), location.hash.slice(1));
  if (byId("again")) byId("again").addEventListener("click", function (event) { // keeps the scanned code
    event.preventDefault();
    location.reload();
  });
  if (byId("ballot") || byId("key-form") || byId("lost-answer")) takenSecret = takeFragment();
  if (byId("ballot")) ballot(byId("ballot"));
  if (byId("key-form")) key(byId("key-form"));
  if (byId("lost-answer")) findLostAnswer(byId("lost-answer"));
}());
