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

/** Of the page of a document: Ctrl+Enter asks to book it, Alt+D goes to its date. */
export function documentKeys({ ask, toDate }: { ask(): void; toDate(): void }) {
  return (event: KeyboardEvent) => {
    // React tells of keys in a dialog over the page too; they belong to the dialog.
    if (!event.currentTarget.contains(event.target as Node) || event.defaultPrevented) return;
    const act = event.key === 'Enter' && hasControl(event) ? ask : event.altKey && event.code === 'KeyD' ? toDate : null;
    if (!act) return;
    event.preventDefault();
    act();
  };
}
