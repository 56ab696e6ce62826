import { useId, useRef, useState } from 'react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Failure } from './Failure.tsx';
import type { SignInFailure } from './sign_in.ts';
import { useAttempt } from './use_attempt.ts';
import './sign_in.css';

interface Props {
  /** Sends the code. What it throws is told here. */
  onCode(code: string): Promise<void>;
  /** A refusal that ends this step; true when it is told elsewhere. */
  onRefused?(failure: SignInFailure): boolean;
  onBack?(): void;
  /** Whether a recovery code will do as well. */
  hasRecovery?: boolean;
  verb?: string;
}

const DIGITS = 6;

/** The code of an app, sent at its sixth digit; or a recovery code. */
export function CodeForm({ onCode, onRefused, onBack, hasRecovery = false, verb }: Props) {
  const { t } = useTranslation('auth');
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const { failure, isBusy, left, forget, attempt } = useAttempt();
  const [isRecovery, setRecovery] = useState(false);
  const [code, setCode] = useState('');
  const [isMissing, setMissing] = useState(false);

  async function send(typed: string) {
    if (isBusy || left > 0) return;
    const found = await attempt(() => onCode(typed));
    if (!found || onRefused?.(found)) return;
    setCode('');
    input.current?.focus();
  }
  function type(text: string) {
    setMissing(false);
    forget();
    if (isRecovery) {
      setCode(text);
      return;
    }
    const digits = text.replace(/\D/g, '').slice(0, DIGITS);
    setCode(digits);
    if (digits.length === DIGITS && digits !== code) void send(digits);
  }
  function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (isRecovery ? code.trim() === '' : code.length < DIGITS) {
      setMissing(true);
      input.current?.focus();
    } else void send(code.trim());
  }
  function change() {
    setRecovery(!isRecovery);
    setCode('');
    setMissing(false);
    forget();
    input.current?.focus();
  }

  const wrong = failure?.fields['code']
    ? t(isRecovery ? 'code.recoveryWrong' : 'code.wrong')
    : undefined;
  const problem = isMissing ? t(isRecovery ? 'code.recoveryMissing' : 'code.missing') : wrong;
  return (
    <form className="sign-in-form" noValidate onSubmit={onSubmit}>
      <Failure failure={failure} left={left} told={['code']} />
      <label htmlFor={id}>{t(isRecovery ? 'code.recoveryLabel' : 'code.label')}</label>
      <input
        id={id}
        ref={input}
        key={String(isRecovery)}
        value={code}
        onChange={(event) => type(event.target.value)}
        autoFocus
        readOnly={isBusy}
        {...(isRecovery
          ? {
              type: 'text',
              autoComplete: 'off',
              autoCapitalize: 'none',
              spellCheck: false,
              maxLength: 40,
              className: 'sign-in-recovery',
            }
          : {
              type: 'text',
              inputMode: 'numeric',
              autoComplete: 'one-time-code',
              pattern: '[0-9]*',
              className: 'sign-in-code',
            })}
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-hint`}
      />
      <p
        id={`${id}-hint`}
        className={problem ? 'sign-in-error' : 'sign-in-note'}
        aria-live="polite"
      >
        {problem ?? t(isRecovery ? 'code.recoveryHint' : 'code.hint')}
      </p>
      <button type="submit" className="sign-in-submit" disabled={isBusy || left > 0}>
        {isBusy ? t('code.busy') : (verb ?? t('code.submit'))}
      </button>
      {(hasRecovery || onBack) && (
        <div className="sign-in-links">
          {onBack && (
            <button type="button" onClick={onBack}>
              {t('code.back')}
            </button>
          )}
          {hasRecovery && (
            <button type="button" onClick={change}>
              {t(isRecovery ? 'code.useApp' : 'code.useRecovery')}
            </button>
          )}
        </div>
      )}
    </form>
  );
}
