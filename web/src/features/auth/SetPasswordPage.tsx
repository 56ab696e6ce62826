import { useEffect, useRef, useState } from 'react';
import type { FormEvent } from 'react';
import type { Root } from 'react-dom/client';
import { useTranslation } from 'react-i18next';
import { postJson } from '../../lib/http.ts';
import { paths } from '../../lib/paths.ts';
import { Entrance, SignInLink } from './Entrance.tsx';
import { Failure } from './Failure.tsx';
import { lengthOf, SHORTEST } from './password_length.ts';
import { usePasswordReason } from './password_reason.ts';
import { PasswordInput } from './PasswordInput.tsx';
import { PasswordMeter } from './PasswordMeter.tsx';
import { useAttempt } from './use_attempt.ts';

export function start(root: Root) {
  root.render(<SetPasswordPage />);
}

/**
 * The token of a mailed link. It opens the account, so it stays in no address bar and no history.
 */
function takeToken() {
  const token = window.location.hash.slice(1);
  if (token) window.history.replaceState(window.history.state, '', window.location.pathname);
  return token;
}

type Stage = 'form' | 'expired' | 'done';

/** A new password by a mailed link: an invitation, or somebody who forgot theirs. */
export function SetPasswordPage() {
  const { t } = useTranslation('auth');
  const [token, setToken] = useState(takeToken);
  const [stage, setStage] = useState<Stage>(token ? 'form' : 'expired');
  useEffect(() => {
    // Another link pasted into the same window is no new page.
    function take() {
      const taken = takeToken();
      if (taken) {
        setToken(taken);
        setStage('form');
      }
    }
    window.addEventListener('hashchange', take);
    return () => window.removeEventListener('hashchange', take);
  }, []);
  if (stage === 'done') {
    return (
      <Entrance title={t('setPassword.doneTitle')} takesFocus>
        <p className="sign-in-text">{t('setPassword.done')}</p>
        <SignInLink isMain />
      </Entrance>
    );
  }
  if (stage === 'expired') {
    return (
      <Entrance title={t('setPassword.expiredTitle')} takesFocus>
        <p className="sign-in-text">{t('setPassword.expired')}</p>
        <a className="sign-in-submit" href={paths.forgotPassword}>
          {t('setPassword.newLink')}
        </a>
        <div className="sign-in-links">
          <SignInLink />
        </div>
      </Entrance>
    );
  }
  return (
    <Entrance title={t('setPassword.title')} lead={t('setPassword.lead', { least: SHORTEST })}>
      <SetPasswordForm
        token={token}
        onDone={() => setStage('done')}
        onExpired={() => setStage('expired')}
      />
    </Entrance>
  );
}

function SetPasswordForm({
  token,
  onDone,
  onExpired,
}: {
  token: string;
  onDone(): void;
  onExpired(): void;
}) {
  const { t } = useTranslation('auth');
  const reason = usePasswordReason();
  const { failure, isBusy, left, attempt, forget } = useAttempt();
  const [password, setPassword] = useState('');
  const [isShort, setShort] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  async function send() {
    const found = await attempt(async () => {
      await postJson<void>('/auth/password/reset', { token, new: password });
      onDone();
    });
    // What is no token at all, such as a link cut in half, is as good as an old one.
    if (found?.code === 'LINK_EXPIRED' || found?.fields['token']) onExpired();
    else if (found) input.current?.focus();
  }
  function onSubmit(event: FormEvent) {
    event.preventDefault();
    const isTooShort = lengthOf(password) < SHORTEST;
    setShort(isTooShort);
    if (isTooShort) input.current?.focus();
    else void send();
  }
  return (
    <form className="sign-in-form" noValidate onSubmit={onSubmit}>
      <Failure failure={failure} left={left} told={['new']} />
      <PasswordInput
        id="new-password"
        label={t('newPassword.label')}
        autoComplete="new-password"
        autoFocus
        inputRef={input}
        problem={reason(isShort ? 'too_short' : failure?.fields['new'])}
        onChange={(text) => {
          setPassword(text);
          setShort(false);
          forget();
        }}
      />
      <PasswordMeter password={password} />
      <button type="submit" className="sign-in-submit" disabled={isBusy || left > 0}>
        {t(isBusy ? 'sending' : 'setPassword.title')}
      </button>
    </form>
  );
}
