import { useRef, useState } from 'react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Failure } from './Failure.tsx';
import { usePasswordReason } from './password_reason.ts';
import { PasswordInput } from './PasswordInput.tsx';
import { useAttempt } from './use_attempt.ts';
import './sign_in.css';

interface Props {
  /** Sends the password. What it throws is told here. */
  onPassword(password: string): Promise<void>;
  onBack(): void;
}

/** One's password once more, of those who have no app. */
export function PasswordForm({ onPassword, onBack }: Props) {
  const { t } = useTranslation('auth');
  const reason = usePasswordReason();
  const { failure, isBusy, left, attempt } = useAttempt();
  const [isMissing, setMissing] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    const password = input.current?.value ?? '';
    setMissing(password === '');
    const found = password !== '' && (await attempt(() => onPassword(password)));
    if (password === '' || found) input.current?.focus();
  }
  return (
    <form className="sign-in-form" noValidate onSubmit={(event) => void onSubmit(event)}>
      <Failure failure={failure} left={left} told={['password']} />
      <PasswordInput
        id="proof-password"
        label={t('password')}
        autoComplete="current-password"
        autoFocus
        inputRef={input}
        problem={reason(isMissing ? 'required' : failure?.fields['password'])}
      />
      <button type="submit" className="sign-in-submit" disabled={isBusy || left > 0}>
        {t(isBusy ? 'code.busy' : 'code.submit')}
      </button>
      <div className="sign-in-links">
        <button type="button" onClick={onBack}>
          {t('code.back')}
        </button>
      </div>
    </form>
  );
}
