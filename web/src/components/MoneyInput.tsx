import InputAdornment from '@mui/material/InputAdornment';
import TextField from '@mui/material/TextField';
import type { TextFieldProps } from '@mui/material/TextField';
import { useForkRef } from '@mui/material/utils';
import { useLayoutEffect, useRef } from 'react';
import type { ChangeEvent, Ref } from 'react';
import { digitsOf } from '../lib/dong.ts';
import { useFormat } from '../lib/use_format.ts';

type Props = Omit<TextFieldProps, 'value' | 'onChange' | 'inputRef'> & {
  /** Whole đồng as digits; "" when empty. */
  value: string;
  onChange(value: string): void;
  inputRef?: Ref<HTMLInputElement>;
  /** Names the field where a column head stands in for its label. */
  ariaLabel?: string;
};

const digitsBefore = (text: string, caret: number) =>
  text.slice(0, caret).replace(/\D/g, '').length;

/** Position behind the n-th digit of a grouped amount. */
function caretBehind(text: string, digits: number) {
  let seen = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (seen === digits) return at;
    if (/\d/.test(text[at] ?? '')) seen += 1;
  }
  return text.length;
}

/** Groups digits while typing, keeps the caret, takes pasted 1.234.567 and 1234567. */
export function MoneyInput({ value, onChange, inputRef, ariaLabel, slotProps, ...rest }: Props) {
  const format = useFormat();
  const input = useRef<HTMLInputElement | null>(null);
  const ref = useForkRef(input, inputRef);
  const caret = useRef<number | null>(null);
  const text = value === '' ? '' : format.dong(value);

  useLayoutEffect(() => {
    if (caret.current === null || input.current !== document.activeElement) return;
    const at = caretBehind(text, caret.current);
    input.current?.setSelectionRange(at, at);
    caret.current = null;
  }, [text]);

  function change(event: ChangeEvent<HTMLInputElement>) {
    const typed = event.target.value;
    const at = event.target.selectionStart ?? typed.length;
    caret.current = digitsBefore(typed, at);
    onChange(digitsOf(typed).slice(0, 15));
  }

  return (
    <TextField
      {...rest}
      value={text}
      onChange={change}
      inputRef={ref}
      slotProps={{
        ...slotProps,
        htmlInput: {
          inputMode: 'numeric',
          autoComplete: 'off',
          style: { textAlign: 'right' },
          ...(ariaLabel ? { 'aria-label': ariaLabel } : {}),
        },
        input: { endAdornment: <InputAdornment position="end">₫</InputAdornment> },
      }}
    />
  );
}
