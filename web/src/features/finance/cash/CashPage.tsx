import { useTranslation } from 'react-i18next';
import { PageHead } from '../../../components/PageHead.tsx';
import { CashBoard } from './CashBoard.tsx';

/** Cash that people have in hand, on a page of its own. */
export function CashPage() {
  const { t } = useTranslation('finance');
  return (
    <>
      <PageHead title={t('cash.many')} />
      <CashBoard />
    </>
  );
}
