import { useTranslation } from 'react-i18next';
import { PageHead } from '../../../components/PageHead.tsx';
import { paths } from '../../../lib/paths.ts';
import { ReceiptSheet } from './ReceiptSheet.tsx';

/** Taking in goods from a supplier. */
export function ReceiptForm() {
  const { t } = useTranslation('goods');
  return (
    <>
      <PageHead
        title={t('receipt.new')}
        parent={{ label: t('receipt.many'), to: paths.receipts }}
        takesFocus={false}
      />
      <ReceiptSheet />
    </>
  );
}
