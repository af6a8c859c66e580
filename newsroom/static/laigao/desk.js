// 来稿: keys, selection, filters, boxes. htmx fetches; nothing here decides anything.
(() => {
  "use strict";
  const desk = document.getElementById("laigao");
  if (!desk) return;
  const $ = (selector, root = desk) => root.querySelector(selector);
  const draft = () => $("#draft");
  const narrow = () => matchMedia("(max-width: 760px)").matches;

  // ── which row is on the screen ────────────────────────────────────────────────────────────────────────────────────
  const rows = () => [...desk.querySelectorAll(".lg-row")];
  const rowOf = (id) => document.getElementById(`row-${id}`);

  function mark() {
    const id = draft()?.dataset.id ?? $("#mail")?.dataset.id;
    for (const row of rows()) row.setAttribute("aria-selected", String(row.dataset.id === id));
    const row = id && rowOf(id);
    if (row && !narrow()) row.scrollIntoView({ block: "nearest" });
  }

  function neighbour(step) {
    const all = rows();
    const at = all.findIndex((row) => row.getAttribute("aria-selected") === "true");
    return at < 0 ? all[0] : all[at + step];
  }

  /** What should stand on the screen when this draft has left the list: the one behind it, else the one before it. */
  function following() {
    return neighbour(1)?.dataset.id ?? neighbour(-1)?.dataset.id ?? "";
  }

  function pane(name) {
    desk.dataset.pane = name;
    if (narrow()) scrollTo(0, 0);
  }

  let place = ""; // the row before which the last decided draft stood: 撤销 puts it back there

  // ── filters ───────────────────────────────────────────────────────────────────────────────────────────────────────
  const filters = $("#filters");
  const query = () => filters ? new URLSearchParams([...new FormData(filters)].filter(([, value]) => value)).toString() : "";

  desk.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-state]");
    if (tab && filters) {
      $("#filter-state").value = tab.dataset.state;
      htmx.trigger(filters, "change");
    }
    const opener = event.target.closest("[data-open]");
    if (opener) open(opener.dataset.open);
    const button = event.target.closest(".lg-panes [data-pane]");
    if (button) pane(button.dataset.pane);
    const reason = event.target.closest("[data-reason]");
    if (reason) take(reason);
    const large = event.target.closest("[data-large]");
    if (large) enlarge(large.dataset.large);
    if (event.target.closest("#large-box")) $("#large-box").close();
  });

  desk.addEventListener("htmx:configRequest", (event) => {
    const { path, elt, parameters } = event.detail;
    if (elt.hasAttribute("data-decide") || elt.id === "undo") {
      event.detail.path = `${path}?${query()}`;
      if (elt.id === "undo") parameters.set("before", rowOf(place)?.dataset.id ?? "");
      else parameters.set("next", (place = following()));
    } else if (elt.closest("#draft") && event.detail.verb === "post") {
      event.detail.path = `${path}?${query()}`;
    }
  });

  // ── what htmx has brought ─────────────────────────────────────────────────────────────────────────────────────────
  desk.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.matches("[data-decide]")) {
      if (desk.dataset.sending) return event.preventDefault(); // one decision at a time: a doubled key decides once
      desk.dataset.sending = "1";
    }
    desk.classList.add("busy");
  });
  desk.addEventListener("htmx:afterRequest", (event) => {
    desk.classList.remove("busy");
    delete desk.dataset.sending;
    if (event.detail.failed && ![409, 422].includes(event.detail.xhr?.status)) say(desk.dataset.trouble || "没有成功，请再试；若仍不行，刷新页面。");
  });
  desk.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id === "work") {
      $("#middle")?.scrollTo(0, 0);
      if (narrow() && event.detail.requestConfig?.elt?.matches?.(".lg-row, [data-decide]")) pane("draft");
    }
    if (event.target.id === "toast") fade();
  });
  desk.addEventListener("htmx:afterSettle", mark);
  desk.addEventListener("htmx:oobAfterSwap", (event) => { if (event.detail.target?.id === "toast") fade(); });

  let fading;
  function fade() {
    clearTimeout(fading);
    fading = setTimeout(() => $("#toast").replaceChildren(), Number(desk.dataset.undo) * 1000);
  }
  function say(text) {
    const line = document.createElement("p");
    line.textContent = text;
    $("#toast").replaceChildren(line);
    clearTimeout(fading);
    fading = setTimeout(() => $("#toast").replaceChildren(), 6000);
  }

  // ── boxes ─────────────────────────────────────────────────────────────────────────────────────────────────────────
  function open(id) {
    const box = document.getElementById(id);
    if (!box || box.open) return;
    box.showModal();
    if (id === "column-box") window.laigao.columns(box);
    else box.querySelector("textarea")?.focus();
  }
  function take(button) {
    const text = button.closest("form").elements.reason;
    text.value = text.value.trim() ? `${text.value.trim().replace(/[。；]$/, "")}；${button.dataset.reason}` : button.dataset.reason;
    text.focus();
  }
  function enlarge(address) {
    const image = $("#large-box img");
    image.src = address;
    image.hidden = false;
    $("#large-box").showModal();
  }
  desk.addEventListener("keydown", (event) => {
    const box = event.target.closest("dialog");
    if (!box) return;
    const form = event.target.closest("form");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form) {
      event.preventDefault();
      form.requestSubmit();
    }
    if (box.id === "decline-box" && /^[1-9]$/.test(event.key) && !form.elements.reason.value.trim()) {
      const button = box.querySelectorAll("[data-reason]")[Number(event.key) - 1];
      if (button) { event.preventDefault(); take(button); }
    } else if (box.id === "decline-box" && event.key === "Enter" && !event.shiftKey && !event.isComposing && form.elements.reason.value.trim()) {
      event.preventDefault();
      form.requestSubmit();
    }
  });

  // ── keys ──────────────────────────────────────────────────────────────────────────────────────────────────────────
  const press = (key) => draft()?.querySelector(`[data-key="${key}"]`)?.click();
  const keys = {
    j: () => neighbour(1)?.click(), k: () => neighbour(-1)?.click(), ArrowDown: () => neighbour(1)?.click(), ArrowUp: () => neighbour(-1)?.click(),
    a: () => press("a"), r: () => press("r"), d: () => press("d"), h: () => press("h"), c: () => press("c"), m: () => $("#mail [data-key=m]")?.click(),
    t: () => window.laigao.edit("title"), y: () => window.laigao.edit("authors"), n: () => window.laigao.check(1), N: () => window.laigao.check(-1),
    u: () => $("#undo")?.click(), "/": () => $("#q")?.focus(), "?": () => open("help-box"),
    v: () => window.laigao.pick?.(neighbour(0)), i: () => window.laigao.excerpts?.(),
    g: () => $("#tabs a")?.click(), " ": () => $("#middle")?.scrollBy({ top: $("#middle").clientHeight * 0.85 }),
  };
  // in the capture phase: Wagtail's shell has keys of its own (? and [)
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable=true], dialog[open]");
    if (typing) {
      if (event.key === "Escape" && event.target.id === "q") event.target.blur();
      return;
    }
    if (event.target.closest("aside.sidebar, [data-wagtail-sidebar]") && event.key !== "?") return;
    if (window.laigao?.onCheck?.(event)) return;
    if (event.key === " " && event.target.closest("button, a, summary")) return;
    const does = keys[event.key];
    if (!does) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    does();
  }, true);

  mark();
})();
