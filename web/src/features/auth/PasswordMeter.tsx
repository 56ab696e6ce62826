import { useTranslation } from 'react-i18next';
import { lengthOf, SHORTEST } from './password_length.ts';
import './sign_in.css';

/** How far a password is from being long enough. Length is all that is asked for. */
export function PasswordMeter({ password }: { password: string }) {
  const { t } = useTranslation('auth');
  const length = lengthOf(password);
  const isEnough = length >= SHORTEST;
  return (
    <div className="password-meter" data-enough={isEnough}>
      <div aria-hidden="true">
        <div style={{ width: `${Math.min(100, (length * 100) / SHORTEST)}%` }} />
      </div>
      <span role="status">
        {isEnough
          ? t('newPassword.enough', { count: length })
          : t('newPassword.length', { count: length, least: SHORTEST })}
      </span>
    </div>
  );
}
