// 来稿: several drafts at once. What will happen is read first, then it happens.
(() => {
  "use strict";
  const desk = document.getElementById("laigao");
  const form = document.getElementById("bulk");
  if (!desk || !form) return;
  const box = document.getElementById("bulk-box");
  const picked = () => [...desk.querySelectorAll(".lg-row.picked")];

  function pick(row) {
    if (!row) return;
    row.classList.toggle("picked");
    show();
  }
  function show() {
    const count = picked().length;
    form.hidden = !count;
    form.querySelector("b").textContent = `选中 ${count} 篇`;
  }
  desk.addEventListener("click", (event) => {
    const row = event.target.closest(".lg-row");
    if (row && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      pick(row);
    }
  }, true);
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-bulk]");
    if (!button) return;
    if (!button.dataset.bulk) {
      for (const row of picked()) row.classList.remove("picked");
      return show();
    }
    const what = button.dataset.bulk;
    box.dataset.what = what;
    box.querySelector("h3").textContent = `${button.textContent} ${picked().length} 篇`;
    box.querySelector(".bulk-reason").hidden = what !== "decline";
    box.querySelector(".bulk-column").hidden = what !== "column";
    box.querySelector("ol").replaceChildren(...picked().map((row) => Object.assign(document.createElement("li"), { textContent: `${row.querySelector(".tt").textContent}　${row.querySelector(".a").textContent}` })));
    box.showModal();
  });
  box.addEventListener("click", (event) => { if (event.target.closest("[data-close]")) box.close(); });
  box.querySelector("form").addEventListener("submit", () => {
    const asked = box.querySelector("form").elements;
    form.elements.what.value = box.dataset.what;
    form.elements.reason.value = asked.reason.value;
    form.elements.column.value = asked.column.value;
    form.elements.drafts.value = picked().map((row) => `${row.dataset.id}:${row.dataset.version}`).join(" ");
    htmx.trigger(form, "submit");
  });
  desk.addEventListener("htmx:afterSettle", show);

  function excerpts() {
    desk.classList.toggle("wide");
    try { localStorage.setItem("laigao-excerpts", desk.classList.contains("wide") ? "1" : ""); } catch { /* private mode */ }
  }
  Object.assign(window.laigao, { pick, excerpts });
})();
