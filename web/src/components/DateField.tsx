import CalendarIcon from '@mui/icons-material/CalendarTodayOutlined';
import IconButton from '@mui/material/IconButton';
import InputAdornment from '@mui/material/InputAdornment';
import TextField from '@mui/material/TextField';
import type { TextFieldProps } from '@mui/material/TextField';
import { useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { businessToday } from '../lib/format.ts';
import { dateToType, readTypedDate } from '../lib/typed_date.ts';
import type { DateProblem } from '../lib/typed_date.ts';
import { BackDatingHint, daysBack } from './BackDating.tsx';
import { onBareEnter } from './form/form_keys.ts';

export interface DateFieldProps extends Pick<
  TextFieldProps,
  'autoFocus' | 'disabled' | 'fullWidth' | 'onBlur' | 'sx' | 'title'
> {
  label: string;
  /** "2026-11-29", or "" for none. */
  value: string;
  /**
   * Gives "" while what is typed is no day, so that a form that needs one is not sent.
   * `isReadable` tells that from a field left empty: a filter keeps its day until there is another.
   */
  onChange(day: string, isReadable: boolean): void;
  /** Enter on a day: on to the next field. Without it Enter does what it does in the form. */
  onEnter?(): void;
  min?: string;
  max?: string;
  /** A day that something is booked on: one before today is said in amber. */
  isDocumentDate?: boolean;
  /** What the form or the server says against the day. */
  error?: string | undefined;
  hint?: ReactNode;
  inputRef?: Ref<HTMLInputElement>;
}

/**
 * A day as dd/mm/yyyy in every language. What cannot be a day stays visible and is refused, never
 * guessed.
 */
export function DateField({
  label,
  value,
  onChange,
  onEnter,
  min,
  max,
  isDocumentDate = false,
  error,
  hint,
  inputRef,
  onBlur,
  disabled = false,
  sx,
  ...rest
}: DateFieldProps) {
  const { t } = useTranslation('form');
  const field = useTypedDate(value, onChange, min, max, error !== undefined);
  const said = field.problem
    ? t(`date.${field.problem}`, { min: dateToType(min ?? ''), max: dateToType(max ?? '') })
    : error;
  const isBack = isDocumentDate && said === undefined && daysBack(field.day) > 0;

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    const input = event.currentTarget;
    // A scanner ends with Enter: what it brought stays under the eyes, and the next thing typed
    // replaces it.
    if (field.isUnreadable)
      onBareEnter(() => {
        field.leave();
        input.select();
      })(event);
    else if (onEnter)
      onBareEnter(() => {
        field.leave();
        onEnter();
      })(event);
  }

  return (
    <TextField
      {...rest}
      sx={[isBack && amber, ...(Array.isArray(sx) ? sx : [sx])]}
      label={label}
      value={field.text}
      disabled={disabled}
      placeholder="dd/mm/yyyy"
      error={said !== undefined}
      helperText={isBack ? <BackDatingHint day={field.day} /> : (said ?? hint)}
      onChange={(event) => field.type(event.target.value)}
      onBlur={(event) => {
        field.leave();
        onBlur?.(event);
      }}
      {...(inputRef ? { inputRef } : {})}
      slotProps={{
        inputLabel: { shrink: true },
        htmlInput: {
          inputMode: 'numeric',
          autoComplete: 'off',
          onKeyDown,
          onFocus: (event: { target: HTMLInputElement }) => event.target.select(),
        },
        formHelperText: { 'aria-live': 'polite' },
        input: {
          sx: tight,
          endAdornment: (
            <Calendar
              day={field.day}
              min={min}
              max={max}
              isDisabled={disabled}
              onPick={field.pick}
            />
          ),
        },
      }}
    />
  );
}

/** Two of them fit beside each other on a phone with the whole year in sight. */
const tight = {
  pr: { xs: 0, md: 0.5 },
  '& input': { pr: 0 },
  '& input::placeholder': { fontSize: 14 },
};

const amber = {
  '& .MuiOutlinedInput-notchedOutline, & .MuiOutlinedInput-root:hover .MuiOutlinedInput-notchedOutline':
    { borderColor: 'warning.main' },
};

/** Said while typing; the others once the field is left, as half a date is none yet. */
const atOnce = new Set<DateProblem | null>(['letters', 'tooManyDigits']);

function useTypedDate(
  value: string,
  onChange: DateFieldProps['onChange'],
  min: string | undefined,
  max: string | undefined,
  isRefused: boolean,
) {
  const bounds = { today: businessToday(), min, max };
  const [typed, setTyped] = useState({ text: dateToType(value), value, isLeft: true });
  const reading = readTypedDate(typed.text, bounds);
  // Another day from outside replaces what was typed; the one that was just given to the outside
  // does not.
  if (value !== typed.value) {
    setTyped({
      value,
      isLeft: typed.isLeft,
      text: value === reading.day ? typed.text : dateToType(value),
    });
  }
  function take(text: string, isLeft: boolean) {
    const { day, problem } = readTypedDate(text, bounds);
    setTyped((earlier) => ({ ...earlier, text, isLeft }));
    onChange(day, problem === null);
  }
  const isSaid = typed.isLeft || isRefused || atOnce.has(reading.problem);
  return {
    text: typed.text,
    day: reading.day,
    isUnreadable: reading.problem !== null,
    problem: isSaid ? reading.problem : null,
    type: (text: string) => take(text, false),
    pick: (day: string) => take(dateToType(day), true),
    leave: () =>
      setTyped((earlier) => ({
        ...earlier,
        isLeft: true,
        text: reading.day ? dateToType(reading.day) : earlier.text,
      })),
  };
}

/**
 * For mouse and fingers: the browser's own calendar, opened from a field that nobody sees or types
 * into.
 */
function Calendar({
  day,
  min,
  max,
  isDisabled,
  onPick,
}: {
  day: string;
  min: string | undefined;
  max: string | undefined;
  isDisabled: boolean;
  onPick(day: string): void;
}) {
  const { t } = useTranslation('form');
  const native = useRef<HTMLInputElement>(null);
  return (
    <InputAdornment position="end" sx={{ ml: 0 }}>
      <input
        ref={native}
        type="date"
        className="visually-hidden"
        style={atTheFoot}
        tabIndex={-1}
        aria-hidden="true"
        disabled={isDisabled}
        value={day}
        min={min}
        max={max}
        onChange={(event) => onPick(event.target.value)}
      />
      <IconButton
        size="small"
        tabIndex={-1}
        disabled={isDisabled}
        aria-label={t('date.calendar')}
        onClick={() => native.current?.showPicker()}
      >
        <CalendarIcon sx={{ fontSize: 18 }} />
      </IconButton>
    </InputAdornment>
  );
}

/** Where the calendar opens. */
const atTheFoot = { right: 0, bottom: 0 };
