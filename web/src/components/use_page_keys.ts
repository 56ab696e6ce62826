import { useEffect, useRef } from 'react';
import { isChoosing, isTyping, isUnderDialog } from '../lib/typing.ts';

/** What single keys do, by `event.key` in lower case. */
export type PageKeys = Readonly<Record<string, () => void>>;

/**
 * Keys of a page: not while somebody types or chooses, and not under a dialog. They come before
 * those of the shell, which leaves alone what a page has taken.
 */
export function usePageKeys(keys: PageKeys) {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      // a key that is held down decides once
      if (event.repeat || isTyping(event.target) || isUnderDialog() || isChoosing()) return;
      const act = latest.current[event.key.toLowerCase()];
      if (!act) return;
      event.preventDefault();
      act();
    }
    window.addEventListener('keydown', onKeyDown, true);
    return () => window.removeEventListener('keydown', onKeyDown, true);
  }, []);
}
