import { useRef, useState } from 'react';
import type { FormEvent, KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { currentLanguage } from '../../lib/i18n.ts';
import type { SessionAnswer } from '../../lib/session.ts';
import { failureOf, signIn } from './sign_in.ts';
import type { SignInFailure } from './sign_in.ts';
import './sign_in.css';

interface Props {
  email: string;
  onEmail(email: string): void;
  onSignedIn(answer: SessionAnswer): void;
}

function useSubmit(onSignedIn: Props['onSignedIn']) {
  const [failure, setFailure] = useState<SignInFailure | null>(null);
  const [isBusy, setBusy] = useState(false);
  async function submit(email: string, password: string) {
    setBusy(true);
    setFailure(null);
    try {
      onSignedIn(await signIn(email, password));
    } catch (error) {
      setFailure(failureOf(error, currentLanguage()));
      setBusy(false);
    }
  }
  return { failure, isBusy, submit };
}

function Failure({ failure }: { failure: SignInFailure | null }) {
  const { t } = useTranslation('auth');
  // The element is there from the start: a live region is announced only when it changes.
  return (
    <div role="alert" className={failure ? 'sign-in-failure' : undefined}>
      {failure && (failure.isOffline ? t('noConnection') : failure.sentence ?? t('failed'))}
      {failure?.traceId && <small>{t('traceId', { traceId: failure.traceId })}</small>}
    </div>
  );
}

/** E-mail and password: on the sign-in page, and in the dialog when a session has ended. */
export function SignInForm({ email, onEmail, onSignedIn }: Props) {
  const { t } = useTranslation('auth');
  const { failure, isBusy, submit } = useSubmit(onSignedIn);
  const [isShown, setShown] = useState(false);
  const [hasCapsLock, setCapsLock] = useState(false);
  const [missing, setMissing] = useState<{ email?: boolean; password?: boolean }>({});
  const password = useRef<HTMLInputElement>(null);
  const emailInput = useRef<HTMLInputElement>(null);

  const watchCapsLock = (event: KeyboardEvent) => setCapsLock(event.getModifierState('CapsLock'));

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    const typed = password.current?.value ?? '';
    setMissing({ email: email.trim() === '', password: typed === '' });
    if (email.trim() === '') emailInput.current?.focus();
    else if (typed === '') password.current?.focus();
    else void submit(email, typed);
  }

  return (
    <form className="sign-in-form" noValidate onSubmit={onSubmit}>
      <Failure failure={failure} />
      <label htmlFor="sign-in-email">{t('email')}</label>
      <input id="sign-in-email" ref={emailInput} type="email" name="email" autoComplete="username" autoFocus={email === ''}
        value={email} onChange={(event) => onEmail(event.target.value)}
        aria-invalid={missing.email} aria-describedby="sign-in-email-hint" />
      <p id="sign-in-email-hint" className="sign-in-error">{missing.email && t('emailNeeded')}</p>
      <label htmlFor="sign-in-password">{t('password')}</label>
      <div className="sign-in-password">
        <input id="sign-in-password" ref={password} type={isShown ? 'text' : 'password'} name="password"
          autoComplete="current-password" autoFocus={email !== ''} onKeyUp={watchCapsLock} onKeyDown={watchCapsLock}
          aria-invalid={missing.password} aria-describedby="sign-in-password-hint" />
        <button type="button" aria-pressed={isShown} aria-label={t(isShown ? 'hide' : 'show')}
          title={t(isShown ? 'hide' : 'show')} onClick={() => setShown(!isShown)}>
          <EyeIcon isCrossed={isShown} />
        </button>
      </div>
      <p id="sign-in-password-hint" className={missing.password ? 'sign-in-error' : 'sign-in-hint'} aria-live="polite">
        {missing.password ? t('passwordNeeded') : hasCapsLock && t('capsLock')}
      </p>
      <button type="submit" className="sign-in-submit" disabled={isBusy}>
        {isBusy ? t('busy') : t('submit')}
      </button>
    </form>
  );
}

function EyeIcon({ isCrossed }: { isCrossed: boolean }) {
  return (
    <svg viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" strokeWidth="1.8"
      strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path d="M2 12s3.6-7 10-7 10 7 10 7-3.6 7-10 7S2 12 2 12z" />
      <circle cx="12" cy="12" r="3" />
      {isCrossed && <path d="M4 4l16 16" />}
    </svg>
  );
}
