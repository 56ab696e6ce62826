import { get } from 'react-hook-form';
import type { FieldPath, FieldValues, UseFormReturn } from 'react-hook-form';

interface Focusable {
  focus?(): void;
  select?(): void;
}

/**
 * Moves the focus while the key that asks for it is still being handled. `form.setFocus` does it a
 * moment later, when
 * a scanner or a fast hand has typed on into the field before: 3, Enter, 29 became a quantity of
 * 329.
 * A field that comes with the next render is waited for.
 */
export function focusNow<Values extends FieldValues>(
  form: UseFormReturn<Values>,
  name: FieldPath<Values>,
  { isSelected = false } = {},
) {
  // Where react-hook-form keeps what its own setFocus focuses; fields of the next render are not
  // there yet.
  const { _fields: fields } = form.control;
  const { _f: registered } = (get(fields, name) ?? {}) as { _f?: { ref?: Focusable } };
  const field = registered?.ref;
  if (!field?.focus) {
    setTimeout(() => form.setFocus(name, { shouldSelect: isSelected }), 0);
    return;
  }
  field.focus();
  if (isSelected) field.select?.();
}
