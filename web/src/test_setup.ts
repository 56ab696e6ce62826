import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterEach, beforeEach } from 'vitest';
import { loadTexts, texts } from './app/texts.ts';
import type { TextName } from './app/texts.ts';
import './lib/i18n.ts';

// A page is shown without its route, which would bring them.
await loadTexts(Object.keys(texts) as TextName[]);

// Shared machines are slow at times; a test waits for what it expects, not for the clock.
configure({ asyncUtilTimeout: 5000 });

// jsdom has no layout: media queries answer as a desktop does.
window.matchMedia = (query: string) => ({
  matches: /min-width: *\d+/.test(query),
  media: query,
  onchange: null,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  addListener: () => undefined,
  removeListener: () => undefined,
  dispatchEvent: () => false,
});
Element.prototype.scrollIntoView = () => undefined;

beforeEach(() => {
  window.localStorage.clear();
});
afterEach(cleanup);
