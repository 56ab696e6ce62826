import { useEffect, useState } from 'react';
import type { Root } from 'react-dom/client';
import { useTranslation } from 'react-i18next';
import { requestJson } from '../../lib/http.ts';
import { Entrance, SignInLink } from './Entrance.tsx';
import { RegisterForm } from './RegisterForm.tsx';
import type { District } from './RegisterForm.tsx';

export function start(root: Root) {
  root.render(<RegisterPage />);
}

/**
 * A dealer asks to be taken on. It waits for a manager, who may say no; only then is there an
 * account.
 */
export function RegisterPage() {
  const { t } = useTranslation('auth');
  const { districts, hasFailed, load } = useDistricts();
  const [sentBy, setSentBy] = useState<{ name: string; email: string } | null>(null);
  if (sentBy) {
    return (
      <Entrance title={t('register.doneTitle')} takesFocus>
        <p className="sign-in-text">{t('register.done', sentBy)}</p>
        <div className="sign-in-links">
          <SignInLink />
        </div>
      </Entrance>
    );
  }
  return (
    <Entrance title={t('register.title')} lead={t('register.lead')} isWide>
      {hasFailed && (
        <div role="alert" className="sign-in-failure">
          {t('register.loadFailed')}
          <div>
            <button type="button" className="sign-in-way" onClick={load}>
              {t('register.retry')}
            </button>
          </div>
        </div>
      )}
      {!hasFailed && (
        <RegisterForm districts={districts} onSent={(name, email) => setSentBy({ name, email })} />
      )}
      <div className="sign-in-links">
        <SignInLink />
      </div>
    </Entrance>
  );
}

function useDistricts() {
  const [districts, setDistricts] = useState<readonly District[]>([]);
  const [hasFailed, setFailed] = useState(false);
  function load() {
    requestJson<{ districts: District[] }>('/auth/registration')
      .then((answer) => {
        setDistricts(answer.districts);
        setFailed(false);
      })
      .catch(() => setFailed(true));
  }
  useEffect(load, []);
  return { districts, hasFailed, load };
}
