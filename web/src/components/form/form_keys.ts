import type { KeyboardEvent } from 'react';

const hasControl = ({ ctrlKey, metaKey }: KeyboardEvent) => ctrlKey || metaKey;

/**
 * Enter alone: on to the next field. While a Vietnamese keyboard composes a word it belongs to
 * that.
 */
export function onBareEnter(act: () => void) {
  return (event: KeyboardEvent) => {
    if (
      event.key !== 'Enter'
      || hasControl(event)
      || event.nativeEvent.isComposing
      || event.defaultPrevented
    )
      return;
    event.preventDefault();
    act();
  };
}

/**
 * Of a field with a list: Enter goes on while the list is closed, which the arrows and the space
 * bar open. Listens on the way down, as the field takes Enter for itself.
 */
export function enterLeavesSelect(act: () => void) {
  return (event: KeyboardEvent) => {
    if ((event.target as Element).getAttribute('role') !== 'combobox') return;
    onBareEnter(() => {
      event.stopPropagation();
      act();
    })(event);
  };
}

/**
 * Of the page of a document: Ctrl+Enter asks to book it, Alt+D goes to its date. Listens while keys
 * are on their
 * way down, as a field with a list would take Enter for itself.
 */
export function documentKeys({ ask, toDate }: { ask(): void; toDate(): void }) {
  return (event: KeyboardEvent) => {
    // React tells of keys in a dialog over the page too; they belong to the dialog.
    if (!event.currentTarget.contains(event.target as Node)) return;
    const act =
      event.key === 'Enter' && hasControl(event)
        ? ask
        : event.altKey && event.code === 'KeyD'
          ? toDate
          : null;
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
}

/** Of a form in a dialog or on a page: Ctrl+Enter sends it from any field. */
export function sendOnCtrlEnter(event: KeyboardEvent<HTMLFormElement>) {
  if (event.key !== 'Enter' || !hasControl(event)) return;
  event.preventDefault();
  event.currentTarget.requestSubmit();
}

/** Of a form that books figures: Enter goes from field to field and never sends it. */
export function enterMovesOn(event: KeyboardEvent<HTMLFormElement>) {
  const field = event.target as Element;
  if (field.tagName !== 'INPUT') return;
  onBareEnter(() => {
    const fields = [...event.currentTarget.elements].filter(
      (one): one is HTMLInputElement =>
        one.matches('input, textarea') && isTypable(one as HTMLInputElement),
    );
    fields[fields.indexOf(field as HTMLInputElement) + 1]?.focus();
  })(event);
}

const isTypable = ({ tabIndex, disabled, ariaHidden }: HTMLInputElement) =>
  tabIndex >= 0 && !disabled && ariaHidden !== 'true';

/** The key that opened a dialog must not also say yes to it while it is still held down. */
export function ignoreHeldEnter(event: KeyboardEvent) {
  const isText = (event.target as Element).tagName === 'TEXTAREA';
  if (event.key === 'Enter' && event.repeat && !isText) event.preventDefault();
}
