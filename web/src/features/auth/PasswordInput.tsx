import { useState } from 'react';
import type { KeyboardEvent, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import './sign_in.css';

interface Props {
  id: string;
  label: string;
  autoComplete: 'current-password' | 'new-password';
  autoFocus?: boolean;
  inputRef?: Ref<HTMLInputElement>;
  /** What is wrong with it. */
  problem?: string | undefined;
  /** Keeps its text; without it the field keeps its own. */
  onChange?(password: string): void;
}

/** A password that can be looked at, with a word about Caps Lock. */
export function PasswordInput({
  id,
  label,
  autoComplete,
  autoFocus = false,
  inputRef,
  problem,
  onChange,
}: Props) {
  const { t } = useTranslation('auth');
  const [isShown, setShown] = useState(false);
  const [hasCapsLock, setCapsLock] = useState(false);
  const watchCapsLock = (event: KeyboardEvent) => setCapsLock(event.getModifierState('CapsLock'));
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <div className="sign-in-password">
        <input
          id={id}
          ref={inputRef}
          type={isShown ? 'text' : 'password'}
          name="password"
          autoComplete={autoComplete}
          autoFocus={autoFocus}
          onKeyUp={watchCapsLock}
          onKeyDown={watchCapsLock}
          onChange={(event) => onChange?.(event.target.value)}
          aria-invalid={problem !== undefined}
          aria-describedby={`${id}-hint`}
        />
        <button
          type="button"
          aria-pressed={isShown}
          aria-label={t(isShown ? 'hide' : 'show')}
          title={t(isShown ? 'hide' : 'show')}
          onClick={() => setShown(!isShown)}
        >
          <EyeIcon isCrossed={isShown} />
        </button>
      </div>
      <p
        id={`${id}-hint`}
        className={problem ? 'sign-in-error' : 'sign-in-hint'}
        aria-live="polite"
      >
        {problem ?? (hasCapsLock && t('capsLock'))}
      </p>
    </>
  );
}

function EyeIcon({ isCrossed }: { isCrossed: boolean }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width="20"
      height="20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M2 12s3.6-7 10-7 10 7 10 7-3.6 7-10 7S2 12 2 12z" />
      <circle cx="12" cy="12" r="3" />
      {isCrossed && <path d="M4 4l16 16" />}
    </svg>
  );
}
