// Runs before the first paint, so that neither the colours nor the language flash.
// A file of its own because the content security policy forbids inline scripts.
(function () {
  var root = document.documentElement;
  try {
    var mode = localStorage.getItem('sodaily-mode') || 'system';
    var dark =
      mode === 'dark' || (mode === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
    root.dataset.theme = dark ? 'dark' : 'light';
    root.lang = localStorage.getItem('sodaily-language') === 'en' ? 'en' : 'vi';
    var bar = document.querySelector('meta[name="theme-color"]');
    if (bar) bar.content = dark ? '#171a20' : '#ffffff';
  } catch (e) {
    // Storage may be forbidden: the light Vietnamese page of index.html is right then.
  }
})();
