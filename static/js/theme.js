// Runs before the first paint, so that a remembered theme never flashes and notes know where they will stand.
try {
  const theme = localStorage.getItem("theme");
  if (theme) document.documentElement.dataset.theme = theme;
} catch { /* a browser that keeps nothing follows the system */ }
document.documentElement.dataset.js = "";
