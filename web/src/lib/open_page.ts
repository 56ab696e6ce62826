import { createRoot } from 'react-dom/client';

interface Page {
  start(root: ReturnType<typeof createRoot>): void | Promise<void>;
}

/** Loads a page and hands it the root. A chunk that is gone means that a new version is out. */
export function openPage(load: () => Promise<Page>) {
  window.addEventListener('vite:preloadError', (event) => {
    event.preventDefault();
    window.dispatchEvent(new Event('sodaily:new-version'));
  });
  const element = document.getElementById('root');
  if (!element) throw new Error('index.html has no #root');
  const root = createRoot(element);
  void load().then((page) => page.start(root));
}
