// Refreshes the numbers every five seconds while somebody looks; forms below are never touched.
(() => {
  const live = document.getElementById("ops-live");
  if (!live) return;
  const refresh = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(live.dataset.refresh, { credentials: "same-origin", headers: { "X-Requested-With": "fetch" } });
      if (answer.ok) live.innerHTML = await answer.text();
    } catch { /* the server is away for a moment: the last numbers stay */ }
  };
  setInterval(refresh, 5000);
})();
