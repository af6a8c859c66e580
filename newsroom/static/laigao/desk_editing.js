// 来稿: small edits in place. A field, a column, a check taken or left, a paragraph.
(() => {
  "use strict";
  const desk = document.getElementById("laigao");
  if (!desk) return;
  const draft = () => document.getElementById("draft");
  const editable = () => draft()?.dataset.editable === "1";
  const data = (id, root = document) => JSON.parse(root.querySelector(`#${id}`)?.textContent || "[]");
  const element = (tag, text, className = "") => Object.assign(document.createElement(tag), { textContent: text, className });

  function post(address, values) {
    const query = new URLSearchParams([...new FormData(document.getElementById("filters"))].filter(([, value]) => value));
    return htmx.ajax("POST", `${address}?${query}`, {
      source: draft(), target: "#draft", swap: "outerHTML", values: { version: draft().dataset.version, ...values },
    });
  }

  // ── fields ────────────────────────────────────────────────────────────────────────────────────────────────────────
  function edit(name) {
    const form = draft()?.querySelector(`form[data-field="${name}"]`);
    if (!form || !editable()) return;
    const shown = draft().querySelector(`[data-edit="${name}"]`);
    form.hidden = false;
    if (name === "title") shown.hidden = true;
    const input = form.elements.value;
    input.focus();
    input.select();
    const close = () => { form.hidden = true; shown.hidden = false; input.value = input.defaultValue; };
    input.onkeydown = (event) => { if (event.key === "Escape") { event.stopPropagation(); close(); draft().closest("#middle").focus(); } };
    input.onblur = () => setTimeout(() => { if (!form.contains(document.activeElement) && input.value === input.defaultValue) close(); }, 120);
  }

  desk.addEventListener("click", (event) => {
    if (event.target.closest("mark.ck")) return;
    const shown = event.target.closest("[data-edit]");
    if (shown) edit(shown.dataset.edit);
    if (event.target.closest("[data-do=next-check]")) check(1);
    const rewriteButton = event.target.closest("[data-rewrite]");
    if (rewriteButton) rewrite(rewriteButton.closest(".blk"));
    const captionButton = event.target.closest("[data-caption]");
    if (captionButton) caption(captionButton);
  });
  // a finger has no hover: a tap on a block shows what can be done with it
  desk.addEventListener("click", (event) => {
    if (!matchMedia("(hover: none), (max-width: 760px)").matches || event.target.closest("button, mark, textarea, input")) return;
    const block = event.target.closest(".blk");
    for (const one of desk.querySelectorAll(".blk.on")) if (one !== block) one.classList.remove("on");
    block?.classList.toggle("on");
  });
  desk.addEventListener("dblclick", (event) => {
    const block = event.target.closest(".blk[data-text]");
    if (block && !event.target.closest("textarea, mark")) rewrite(block);
  });

  // ── column ────────────────────────────────────────────────────────────────────────────────────────────────────────
  function columns(box) {
    const all = data("laigao-columns");
    const suggested = data("laigao-suggestions", box);
    const input = box.querySelector("#column-find");
    const list = box.querySelector("#column-list");
    let found = [];
    let at = 0;
    const choose = (column) => { box.close(); post(list.dataset.url, { field: "column", value: column.id }); };

    function line(column, n) {
      const item = element("li", "");
      item.setAttribute("role", "option");
      item.append(element("b", column.name));
      if (column.reasons !== undefined) item.append(element("small", `${column.percent}% ${column.reasons}`));
      item.append(element("span", column.initials || "", "py"));
      item.onclick = () => choose(column);
      item.dataset.n = n;
      return item;
    }
    function show() {
      const typed = input.value.trim().toLowerCase();
      const ids = new Set(suggested.map((one) => one.id));
      const byId = new Map(all.map((one) => [one.id, one]));
      const first = suggested.map((one) => ({ ...byId.get(one.id), ...one }));
      const fits = (one) => one.name.includes(typed) || one.initials.startsWith(typed) || one.pinyin.startsWith(typed);
      found = typed
        ? [...first.filter(fits), ...all.filter((one) => !ids.has(one.id) && fits(one))]
        : [...first, ...all.filter((one) => !ids.has(one.id))];
      at = 0;
      list.replaceChildren(...found.map(line));
      if (!typed && first.length) list.children[first.length - 1].after(Object.assign(element("li", "", "sep"), { role: "presentation" }));
      light();
    }
    function light() {
      for (const item of list.querySelectorAll("[data-n]")) {
        const on = Number(item.dataset.n) === at;
        item.setAttribute("aria-selected", String(on));
        if (on) item.scrollIntoView({ block: "nearest" });
      }
    }
    input.value = "";
    input.oninput = show;
    input.onkeydown = (event) => {
      if (event.isComposing) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) { event.preventDefault(); at = Math.max(0, Math.min(found.length - 1, at + step)); light(); }
      if (event.key === "Enter" && found[at]) { event.preventDefault(); choose(found[at]); }
      if (/^[1-3]$/.test(event.key) && !input.value && suggested[event.key - 1]) { event.preventDefault(); choose(suggested[event.key - 1]); }
    };
    show();
    input.focus();
  }

  // ── checks ────────────────────────────────────────────────────────────────────────────────────────────────────────
  let pop = null;
  const current = () => draft()?.querySelector("mark.ck.on");
  function leave() { pop?.remove(); pop = null; current()?.classList.remove("on"); }

  function check(step) {
    const marks = [...(draft()?.querySelectorAll("mark.ck:not(.info)") || [])];
    if (!marks.length) return;
    const at = marks.indexOf(current());
    const next = marks[(at + step + marks.length) % marks.length] || marks[0];
    next.scrollIntoView({ block: "center" });
    show(next);
  }
  function show(target) {
    leave();
    target.classList.add("on");
    pop = element("div", "", "lg-pop");
    pop.append(element("p", target.dataset.says));
    if (editable()) {
      const acts = element("div", "", "acts");
      const button = (text, key, action) => {
        const made = element("button", text, "act");
        made.type = "button";
        made.append(element("kbd", key));
        made.onclick = () => settle(target, action);
        acts.append(made);
      };
      if (target.dataset.suggestion) button(`改为“${target.dataset.suggestion}”`, "Enter", "apply");
      button("不改", "x", "dismiss");
      pop.append(acts);
    }
    desk.append(pop);
    const spot = target.getBoundingClientRect();
    const size = pop.getBoundingClientRect();
    pop.style.left = `${Math.max(6, Math.min(spot.left, innerWidth - size.width - 6))}px`;
    pop.style.top = `${spot.bottom + 6 + size.height > innerHeight ? spot.top - size.height - 6 : spot.bottom + 6}px`;
  }
  async function settle(target, action) {
    const address = `${location.pathname.replace(/laigao\/.*/, "laigao/")}d/${draft().dataset.id}/check/${target.dataset.check}/${action}/`;
    const marks = [...draft().querySelectorAll("mark.ck")];
    const at = marks.indexOf(target);
    leave();
    await post(address, {});
    const left = [...draft().querySelectorAll("mark.ck")];
    if (left.length) { const next = left[Math.min(at, left.length - 1)]; next.scrollIntoView({ block: "nearest" }); show(next); }
  }
  function onCheck(event) {
    const target = current();
    if (!target) return false;
    if (event.key === "Escape") leave();
    else if (event.key === "Enter" && target.dataset.suggestion) settle(target, "apply");
    else if (event.key === "x") settle(target, "dismiss");
    else { if (!["n", "N"].includes(event.key)) leave(); return false; }
    event.preventDefault();
    return true;
  }
  desk.addEventListener("click", (event) => {
    const target = event.target.closest("mark.ck");
    if (target) show(target);
    else if (!event.target.closest(".lg-pop")) leave();
  });
  desk.addEventListener("htmx:beforeSwap", leave);

  // ── paragraphs and captions ───────────────────────────────────────────────────────────────────────────────────────
  const address = (block, action) => `${location.pathname.replace(/laigao\/.*/, "laigao/")}d/${draft().dataset.id}/block/${block.dataset.block}/${action}/`;
  function rewrite(block) {
    if (!block?.dataset.text || block.querySelector("textarea") || !editable()) return;
    const before = [...block.childNodes];
    const text = element("textarea", "");
    text.value = block.dataset.text;
    text.setAttribute("aria-label", "改这一段");
    const foot = element("div", "", "edit-foot");
    const save = Object.assign(element("button", "存", "act go"), { type: "button" });
    const cancel = Object.assign(element("button", "不改了", "act"), { type: "button" });
    foot.append(save, cancel, element("span", "回车另起一段；Ctrl+Enter 存；Esc 不改"));
    const close = () => { block.replaceChildren(...before); document.getElementById("middle").focus(); };
    save.onclick = () => (text.value === block.dataset.text ? close() : post(address(block, "text"), { text: text.value }));
    cancel.onclick = close;
    text.onkeydown = (event) => {
      if (event.key === "Escape" && !event.isComposing) close();
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save.click();
    };
    block.replaceChildren(text, foot);
    text.style.height = `${text.scrollHeight + 6}px`;
    text.focus();
  }
  function caption(button) {
    const block = button.closest(".blk");
    if (block.querySelector("form")) return;
    const form = element("form", "", "edit-line");
    const field = (value, hint) => Object.assign(document.createElement("input"), { type: "text", value, placeholder: hint, ariaLabel: hint });
    const words = field(button.dataset.caption, "图片说明");
    const credit = field(button.dataset.credit, "摄影");
    form.append(words, credit, element("button", "存", "act go"));
    form.onsubmit = (event) => { event.preventDefault(); post(address(block, "caption"), { caption: words.value, credit: credit.value }); };
    form.onkeydown = (event) => { if (event.key === "Escape") form.remove(); };
    block.append(form);
    words.focus();
  }

  window.laigao = { edit, columns, check, onCheck };
})();
