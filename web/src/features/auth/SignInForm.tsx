import { useRef, useState } from 'react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { SessionAnswer } from '../../lib/session.ts';
import { CodeForm } from './CodeForm.tsx';
import { Failure } from './Failure.tsx';
import { PasswordInput } from './PasswordInput.tsx';
import { answerCode, signIn } from './sign_in.ts';
import { useAttempt } from './use_attempt.ts';
import './sign_in.css';

export type SignInStep = 'password' | 'code';

interface Props {
  email: string;
  onEmail(email: string): void;
  onSignedIn(answer: SessionAnswer): void;
  onStep?(step: SignInStep): void;
}

/**
 * E-mail and password, then a code for those who have one: on the page, and in the dialog when a
 * session has ended.
 */
export function SignInForm({ email, onEmail, onSignedIn, onStep }: Props) {
  const [step, setStep] = useState<SignInStep>('password');
  const [isOverdue, setOverdue] = useState(false);
  function go(next: SignInStep, isLate = false) {
    setStep(next);
    setOverdue(isLate);
    onStep?.(next);
  }
  if (step === 'password')
    return (
      <PasswordStep
        email={email}
        isOverdue={isOverdue}
        onEmail={onEmail}
        onSignedIn={onSignedIn}
        onCode={() => go('code')}
      />
    );
  return (
    <CodeForm
      hasRecovery
      onBack={() => go('password')}
      onCode={async (code) => onSignedIn(await answerCode(code))}
      onRefused={({ code }) => {
        // Five minutes or five codes: it begins again with the password.
        if (code === 'INVALID_TOKEN') go('password', true);
        return code === 'INVALID_TOKEN';
      }}
    />
  );
}

interface PasswordStepProps extends Pick<Props, 'email' | 'onEmail' | 'onSignedIn'> {
  isOverdue: boolean;
  onCode(): void;
}

function PasswordStep({ email, isOverdue, onEmail, onSignedIn, onCode }: PasswordStepProps) {
  const { t } = useTranslation('auth');
  const { failure, isBusy, left, restart, attempt } = useAttempt();
  const [missing, setMissing] = useState<{ email?: boolean; password?: boolean }>({});
  const password = useRef<HTMLInputElement>(null);
  const emailInput = useRef<HTMLInputElement>(null);

  async function submit(typed: string) {
    await attempt(async () => {
      const answer = await signIn(email, typed);
      if ('user' in answer) onSignedIn(answer);
      else onCode();
    });
  }
  function onSubmit(event: FormEvent) {
    event.preventDefault();
    const typed = password.current?.value ?? '';
    setMissing({ email: email.trim() === '', password: typed === '' });
    if (email.trim() === '') emailInput.current?.focus();
    else if (typed === '') password.current?.focus();
    else void submit(typed);
  }

  return (
    <form className="sign-in-form" noValidate onSubmit={onSubmit}>
      {isOverdue && !failure && (
        <div role="alert" className="sign-in-failure">
          {t('code.overdue')}
        </div>
      )}
      <Failure failure={failure} left={left} />
      <label htmlFor="sign-in-email">{t('email')}</label>
      <input
        id="sign-in-email"
        ref={emailInput}
        type="email"
        name="email"
        autoComplete="username"
        autoFocus={email === ''}
        value={email}
        onChange={(event) => {
          onEmail(event.target.value);
          restart();
        }}
        aria-invalid={missing.email}
        aria-describedby="sign-in-email-hint"
      />
      <p id="sign-in-email-hint" className="sign-in-error">
        {missing.email && t('emailNeeded')}
      </p>
      <PasswordInput
        id="sign-in-password"
        label={t('password')}
        autoComplete="current-password"
        autoFocus={email !== ''}
        inputRef={password}
        problem={missing.password ? t('passwordNeeded') : undefined}
      />
      <button type="submit" className="sign-in-submit" disabled={isBusy || left > 0}>
        {isBusy ? t('busy') : t('submit')}
      </button>
    </form>
  );
}
