import { useEffect, useState } from 'react';
import type { Root } from 'react-dom/client';
import { useTranslation } from 'react-i18next';
import { chooseLanguage } from '../../lib/i18n.ts';
import { nextPath } from '../../lib/paths.ts';
import './texts/index.ts';
import { demoAccounts, demoEmail } from './demo_accounts.ts';
import { askDemo } from './sign_in.ts';
import { SignInForm } from './SignInForm.tsx';
import './sign_in.css';

export function start(root: Root) {
  // A fresh page load afterwards leaves nothing of an earlier person in memory.
  root.render(<SignInPage onSignedIn={() => window.location.replace(nextPath(window.location.search))} />);
}

export function SignInPage({ onSignedIn }: { onSignedIn(): void }) {
  const { t } = useTranslation(['auth', 'common']);
  const [email, setEmail] = useState('');
  const [isDemo, setDemo] = useState(false);
  // A picked account starts the form anew, with the focus on the password.
  const [picked, setPicked] = useState('');

  useEffect(() => { void askDemo().then(setDemo); }, []);
  useEffect(() => {
    document.title = t('common:title', { page: t('title') });
  }, [t]);

  return (
    <div className="sign-in-page">
      <LanguageSwitch />
      <main className="sign-in-card">
        <div className="sign-in-brand">
          <img src="/icon.svg" alt="" width="40" height="40" />
          <span>{t('common:app')}</span>
        </div>
        <h1>{t('title')}</h1>
        <p className="sign-in-lead">{t('lead')}</p>
        <SignInForm key={picked} email={email} onEmail={setEmail} onSignedIn={onSignedIn} />
        {isDemo && <DemoAccounts onPick={(account) => { setEmail(account); setPicked(account); }} />}
      </main>
    </div>
  );
}

function LanguageSwitch() {
  const { i18n } = useTranslation();
  return (
    <header className="sign-in-language" aria-label="Ngôn ngữ / Language">
      {(['vi', 'en'] as const).map((language) => (
        <button key={language} type="button" lang={language} aria-pressed={i18n.language === language}
          onClick={() => void chooseLanguage(language)}>
          {language === 'vi' ? 'Tiếng Việt' : 'English'}
        </button>
      ))}
    </header>
  );
}

function DemoAccounts({ onPick }: { onPick(email: string): void }) {
  const { t } = useTranslation(['auth', 'common']);
  return (
    <section className="sign-in-demo" aria-labelledby="demo-title">
      <h2 id="demo-title">{t('demo.title')}</h2>
      <p>{t('demo.text')}</p>
      <div>
        {demoAccounts.map((role) => (
          <button key={role} type="button" onClick={() => onPick(demoEmail(role))}
            aria-label={t('demo.fill', { role: t(`common:account.role.${role}`) })}>
            {t(`common:account.role.${role}`)}
          </button>
        ))}
      </div>
    </section>
  );
}
