import { useRef, useState } from 'react';
import type { FormEvent } from 'react';
import type { Root } from 'react-dom/client';
import { useTranslation } from 'react-i18next';
import { postJson } from '../../lib/http.ts';
import { Entrance, SignInLink } from './Entrance.tsx';
import { Failure } from './Failure.tsx';
import { useAttempt } from './use_attempt.ts';

export function start(root: Root) {
  root.render(<ForgotPage />);
}

/**
 * A link to set a new password, by mail. The answer is the same whether somebody has this e-mail or
 * not.
 */
export function ForgotPage() {
  const { t } = useTranslation('auth');
  const [sentTo, setSentTo] = useState('');
  if (sentTo) {
    return (
      <Entrance title={t('forgot.doneTitle')} takesFocus>
        <p className="sign-in-text">{t('forgot.done', { email: sentTo })}</p>
        <p className="sign-in-text">{t('forgot.notThere')}</p>
        <div className="sign-in-links">
          <button type="button" onClick={() => setSentTo('')}>
            {t('forgot.again')}
          </button>
          <SignInLink />
        </div>
      </Entrance>
    );
  }
  return (
    <Entrance title={t('forgot.title')} lead={t('forgot.lead')}>
      <ForgotForm onSent={setSentTo} />
      <div className="sign-in-links">
        <SignInLink />
      </div>
    </Entrance>
  );
}

function ForgotForm({ onSent }: { onSent(email: string): void }) {
  const { t } = useTranslation('auth');
  const { failure, isBusy, left, attempt } = useAttempt();
  const [isMissing, setMissing] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  function onSubmit(event: FormEvent) {
    event.preventDefault();
    const email = input.current?.value.trim() ?? '';
    setMissing(email === '');
    if (email === '') input.current?.focus();
    else {
      void attempt(async () => {
        await postJson<void>('/auth/password/forgot', { email });
        onSent(email);
      });
    }
  }
  return (
    <form className="sign-in-form" noValidate onSubmit={onSubmit}>
      <Failure failure={failure} left={left} />
      <label htmlFor="forgot-email">{t('email')}</label>
      <input
        id="forgot-email"
        ref={input}
        type="email"
        name="email"
        autoComplete="username"
        autoFocus
        aria-invalid={isMissing}
        aria-describedby="forgot-email-hint"
      />
      <p id="forgot-email-hint" className="sign-in-error" aria-live="polite">
        {isMissing && t('emailNeeded')}
      </p>
      <button type="submit" className="sign-in-submit" disabled={isBusy || left > 0}>
        {t(isBusy ? 'sending' : 'forgot.submit')}
      </button>
    </form>
  );
}
