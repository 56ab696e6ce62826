import { useEffect, useState } from 'react';
import type { Root } from 'react-dom/client';
import { useTranslation } from 'react-i18next';
import roles from '../../../../db/words/roles.json';
import { nextPath, paths } from '../../lib/paths.ts';
import { useWord } from '../../lib/words.ts';
import { demoAccounts, demoEmail } from './demo_accounts.ts';
import { Entrance } from './Entrance.tsx';
import { askDemo } from './sign_in.ts';
import { SignInForm } from './SignInForm.tsx';
import type { SignInStep } from './SignInForm.tsx';

export function start(root: Root) {
  // A fresh page load afterwards leaves nothing of an earlier person in memory.
  root.render(
    <SignInPage onSignedIn={() => window.location.replace(nextPath(window.location.search))} />,
  );
}

export function SignInPage({ onSignedIn }: { onSignedIn(): void }) {
  const { t } = useTranslation('auth');
  const [email, setEmail] = useState('');
  const [step, setStep] = useState<SignInStep>('password');
  const [isDemo, setDemo] = useState(false);
  // A picked account starts the form anew, with the focus on the password.
  const [picked, setPicked] = useState('');

  useEffect(() => {
    void askDemo().then(setDemo);
  }, []);

  return (
    <Entrance
      title={t(step === 'code' ? 'code.title' : 'title')}
      lead={t(step === 'code' ? 'code.lead' : 'lead')}
    >
      <SignInForm
        key={picked}
        email={email}
        onEmail={setEmail}
        onSignedIn={onSignedIn}
        onStep={setStep}
      />
      {step === 'password' && (
        <div className="sign-in-links">
          <a href={paths.forgotPassword}>{t('forgot.link')}</a>
          <a href={paths.register}>{t('register.link')}</a>
        </div>
      )}
      {isDemo && step === 'password' && (
        <DemoAccounts
          onPick={(account) => {
            setEmail(account);
            setPicked(account);
          }}
        />
      )}
    </Entrance>
  );
}

function DemoAccounts({ onPick }: { onPick(email: string): void }) {
  const { t } = useTranslation('auth');
  const roleName = useWord(roles);
  return (
    <section className="sign-in-demo" aria-labelledby="demo-title">
      <h2 id="demo-title">{t('demo.title')}</h2>
      <p>{t('demo.text')}</p>
      <div>
        {demoAccounts.map((role) => (
          <button
            key={role}
            type="button"
            onClick={() => onPick(demoEmail(role))}
            aria-label={t('demo.fill', { role: roleName(role) })}
          >
            {roleName(role)}
          </button>
        ))}
      </div>
    </section>
  );
}
