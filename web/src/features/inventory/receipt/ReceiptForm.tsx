import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { paths } from '../../../lib/paths.ts';
import { useSession } from '../../../lib/session.ts';
import { ReceiptSheet } from './ReceiptSheet.tsx';
import '../texts/index.ts';

/** Taking in goods from a supplier. */
export function ReceiptForm() {
  const { t } = useTranslation('goods');
  const { can } = useSession();
  return (
    <>
      <PageHead
        title={t('receipt.new')}
        parent={{ label: t('receipt.many'), to: paths.receipts }}
        takesFocus={false}
      />
      {can('inventory:adjust') ? <ReceiptSheet /> : <EmptyState text={t('receipt.noRight')} />}
    </>
  );
}
