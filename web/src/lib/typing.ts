const pressed = new Set(['checkbox', 'radio', 'button', 'submit']);

/** Whether a key that is pressed there is typed into a field. */
export function isTyping(target: EventTarget | null) {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !pressed.has(target.type);
  return target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName);
}

/** Whether a dialog or a menu lies over the page: its keys are its own. */
export const isUnderDialog = () =>
  document.querySelector('[role="dialog"], [role="menu"]') !== null;

/** Whether a list to choose from is open: letters look for its options. */
export const isChoosing = () => document.querySelector('[role="listbox"]') !== null;
