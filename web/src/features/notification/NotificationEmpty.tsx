import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/EmptyState.tsx';

export function NotificationEmpty() {
  const { t } = useTranslation('notification');
  return <EmptyState text={`${t('empty')} ${t('emptyText')}`} />;
}
