import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { chooseLanguage } from '../../lib/i18n.ts';
import { paths } from '../../lib/paths.ts';
import './texts/index.ts';
import './sign_in.css';

interface Props {
  title: string;
  lead?: ReactNode;
  /** True when no field takes the focus, such as when something is done. */
  takesFocus?: boolean;
  isWide?: boolean;
  children: ReactNode;
}

/** The frame of every page before the sign-in: language, name of the product, one card. */
export function Entrance({ title, lead, takesFocus = false, isWide = false, children }: Props) {
  const { t } = useTranslation('common');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = t('title', { page: title });
  }, [t, title]);
  useEffect(() => {
    if (takesFocus) heading.current?.focus();
  }, [takesFocus]);
  return (
    <div className="sign-in-page">
      <LanguageSwitch />
      <main className={isWide ? 'sign-in-card sign-in-wide' : 'sign-in-card'}>
        <div className="sign-in-brand">
          <img src="/icon.svg" alt="" width="40" height="40" />
          <span>{t('app')}</span>
        </div>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {lead && <p className="sign-in-lead">{lead}</p>}
        {children}
      </main>
    </div>
  );
}

/** Back to where one signs in: the one thing left to do, or quiet under a form. */
export function SignInLink({ isMain = false }: { isMain?: boolean }) {
  const { t } = useTranslation('auth');
  return (
    <a href={paths.signIn} className={isMain ? 'sign-in-submit' : undefined}>
      {t(isMain ? 'submit' : 'toSignIn')}
    </a>
  );
}

function LanguageSwitch() {
  const { i18n } = useTranslation();
  return (
    <header className="sign-in-language" aria-label="Ngôn ngữ / Language">
      {(['vi', 'en'] as const).map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          aria-pressed={i18n.language === language}
          onClick={() => void chooseLanguage(language)}
        >
          {language === 'vi' ? 'Tiếng Việt' : 'English'}
        </button>
      ))}
    </header>
  );
}
