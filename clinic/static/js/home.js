// The patient's own page with scripts: timers, saving by itself, an emergency sign at once.
// Written for old telephones: no modules, nothing newer than 2009.
(function () {
  "use strict";
  var form = document.getElementById("report");
  if (!form || !window.XMLHttpRequest) { return; }
  var state = document.getElementById("state");
  var ringing = document.getElementById("ringing");
  var SVG = "http://www.w3.org/2000/svg";
  var waiting = null;
  var sending = false;
  var again = false;

  function word(name) { return form.getAttribute("data-" + name) || ""; }
  function all(selector, inside) {
    return Array.prototype.slice.call((inside || document).querySelectorAll(selector));
  }
  function element(name, text, kind) {
    var made = document.createElement(name);
    if (text) { made.appendChild(document.createTextNode(text)); }
    if (kind) { made.className = kind; }
    return made;
  }
  function tell(text) { if (state) { state.textContent = text; } }

  // -- saving -----------------------------------------------------------------------
  function fields(withSigns) {
    var pairs = [];
    all("input", form).forEach(function (field) {
      var choosable = field.type === "checkbox" || field.type === "radio";
      if (!field.name || (choosable && !field.checked)) { return; }
      if (field.name === "happened" && !withSigns) { return; }
      pairs.push(encodeURIComponent(field.name) + "=" + encodeURIComponent(field.value));
    });
    return pairs.join("&");
  }
  function newKey() {
    var key = form.querySelector("input[name=once]");
    key.value = String(Math.random()).slice(2) + String(Date.now());
  }
  function send(withSigns, done) {
    var request = new XMLHttpRequest();
    request.open("POST", window.location.href.split(/[?#]/)[0]);
    request.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.timeout = 15000;
    request.onreadystatechange = function () {
      if (request.readyState !== 4) { return; }
      var is_told = request.status === 200;
      if (is_told) { newKey(); }
      done(is_told);
    };
    request.send(fields(withSigns));
  }
  function save() {
    if (sending) { again = true; return; }
    sending = true;
    again = false;
    tell(word("saving"));
    send(false, function (is_told) {
      sending = false;
      tell(is_told ? word("saved") : word("unsaved"));
      if (again) { save(); }
    });
  }
  function saveSoon() {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(save, 900);
  }

  // -- stop signs -------------------------------------------------------------------
  function ring() {
    all("body > *").forEach(function (part) { part.hidden = part !== ringing; });
    stopTimer();
    window.scrollTo(0, 0);
    document.getElementById("ringing-h").focus();
    var told = document.getElementById("ringing-told");
    var tries = 0;
    function attempt() {
      send(true, function (is_told) {
        told.textContent = told.getAttribute(is_told ? "data-told" : "data-untold");
        tries += 1;
        if (!is_told && tries < 20) { window.setTimeout(attempt, 3000); }
      });
    }
    attempt();
  }
  all(".signs input", form).forEach(function (box) {
    box.addEventListener("change", function () {
      if (!box.checked) { return; }
      window.clearTimeout(waiting);
      if (box.parentNode.parentNode.getAttribute("data-now") === "ring") { ring(); return; }
      stopTimer();
      // sent like the plain form: what follows tells what to do, and that the clinic knows
      form.submit();
    });
  });

  // -- timers -----------------------------------------------------------------------
  var running = null;
  function stopTimer() {
    if (running) { window.clearInterval(running.tick); running = null; }
  }
  function part(name, values) {
    var made = document.createElementNS(SVG, name);
    Object.keys(values).forEach(function (key) { made.setAttribute(key, values[key]); });
    return made;
  }
  function dial() {
    var svg = part("svg", { viewBox: "0 0 170 170", "aria-hidden": "true" });
    var round = { cx: 85, cy: 85, r: 74, fill: "none", "stroke-width": 16 };
    round.stroke = "#dcede8";
    svg.appendChild(part("circle", round));
    round.stroke = "#0f4f49";
    round.transform = "rotate(-90 85 85)";
    var arc = svg.appendChild(part("circle", round));
    var number = svg.appendChild(part("text", { x: 85, y: 102, "text-anchor": "middle", fill: "#14282c" }));
    return { svg: svg, arc: arc, number: number };
  }
  function nextBox(card) {
    return all(".ticks input", card).filter(function (box) { return !box.checked; })[0];
  }
  function show(card) {
    var boxes = all(".ticks input", card);
    var is_done = boxes.every(function (box) { return box.checked; });
    card.classList.toggle("pc--done", is_done);
    var start = card.querySelector(".start");
    if (start) { start.hidden = is_done || card.classList.contains("pc--now"); }
  }
  function timer(card) {
    var seconds = Number(card.getAttribute("data-seconds"));
    var round = 2 * Math.PI * 74;
    var start = element("button", word("start"), "btn start");
    var run = element("div", "", "run");
    var face = dial();
    var pause = element("button", word("pause"), "btn");
    var spoken = element("span", "", "vh");
    var left = seconds;
    var until = 0;
    start.type = pause.type = "button";
    start.setAttribute("aria-label", word("start") + ": " + card.querySelector("h3").textContent);
    spoken.setAttribute("role", "timer");
    run.hidden = true;
    run.appendChild(face.svg);
    run.appendChild(pause);
    run.appendChild(spoken);
    if (form.getAttribute("data-timers")) { card.insertBefore(start, card.querySelector(".ticks")); }
    card.insertBefore(run, card.querySelector(".ticks"));

    function draw() {
      face.number.textContent = String(left);
      face.arc.setAttribute("stroke-dasharray", (round * left) / seconds + " " + round);
      if (left % 15 === 0) { spoken.textContent = left + " " + word("left"); }
    }
    function end() {
      stopTimer();
      card.classList.remove("pc--now");
      run.hidden = true;
      left = seconds;
    }
    function over() {
      var box = nextBox(card);
      end();
      if (navigator.vibrate) { navigator.vibrate([300, 150, 300]); }
      if (box) { box.checked = true; saveSoon(); }
      tell(word("over"));
      show(card);
    }
    function count() {
      left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
      draw();
      if (!left) { over(); }
    }
    function go() {
      if (running && running.card !== card) { running.rest(); }
      until = Date.now() + left * 1000;
      running = { card: card, rest: rest, tick: window.setInterval(count, 250) };
      pause.textContent = word("pause");
      draw();
    }
    function rest() {
      stopTimer();
      pause.textContent = word("go-on");
    }
    start.addEventListener("click", function () {
      card.classList.add("pc--now");
      run.hidden = false;
      show(card);
      go();
      pause.focus();
    });
    pause.addEventListener("click", function () {
      if (running && running.card === card) { rest(); } else { go(); }
    });
    all(".ticks input", card).forEach(function (box) {
      box.addEventListener("change", function () {
        if (box.checked) { end(); }
        show(card);
        saveSoon();
      });
    });
    show(card);
  }
  all(".pc", form).forEach(timer);
  all(".nums input", form).forEach(function (box) { box.addEventListener("change", saveSoon); });
}());
