import { useTranslation } from 'react-i18next';

const known = [
  'required',
  'too_short',
  'too_long',
  'too_common',
  'is_own_name',
  'unchanged',
  'wrong',
] as const;

/** The sentence for what is wrong with a password. */
export function usePasswordReason() {
  const { t } = useTranslation('auth');
  return (reason: string | undefined) => {
    if (reason === undefined) return undefined;
    const found = known.find((one) => one === reason);
    return found ? t(`newPassword.reason.${found}`) : t('newPassword.reason.other');
  };
}
