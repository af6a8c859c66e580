// Three small things a page can do without: print, close, and the visitor's number. Everything else is plain HTML.
"use strict";

const closing = {
  print(link) {
    window.print();
  },
  close(link) {
    if (window.opener) {
      window.close();
    } else if (window.history.length > 1 && document.referrer.startsWith(window.location.origin)) {
      window.history.back();
    } else {
      window.location.href = link.href;
    }
  },
};

document.querySelectorAll("a[data-do]").forEach((link) => {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    closing[link.dataset.do](link);
  });
});

// One count a visit, not one a page view: the number is kept while the tab lives.
async function welcomeVisitor(place) {
  let number = window.sessionStorage.getItem("visitor");
  if (!number) {
    const answer = await fetch(place.dataset.visit, { method: "POST", credentials: "omit" });
    if (!answer.ok) return;
    number = String((await answer.json()).number);
    window.sessionStorage.setItem("visitor", number);
  }
  const shown = document.createElement("b");
  shown.textContent = number;
  place.replaceChildren("您是第 ", shown, " 位客人");
}

const place = document.querySelector("[data-visit]");
if (place) welcomeVisitor(place).catch(() => {});
