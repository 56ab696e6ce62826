import type { KeyboardEvent } from 'react';

const hasControl = ({ ctrlKey, metaKey }: KeyboardEvent) => ctrlKey || metaKey;

/** Enter alone: on to the next field. While a Vietnamese keyboard composes a word it belongs to that. */
export function onBareEnter(act: () => void) {
  return (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || hasControl(event) || event.nativeEvent.isComposing) return;
    event.preventDefault();
    act();
  };
}

/** Ctrl+Enter, unless something inside (a dialog over the page) has taken it. */
export function onControlEnter(act: () => void) {
  return (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !hasControl(event) || event.defaultPrevented) return;
    event.preventDefault();
    act();
  };
}
