import { useTranslation } from 'react-i18next';
import { PageHead } from '../../../components/PageHead.tsx';
import { paths } from '../../../lib/paths.ts';
import { CountSheet } from './CountSheet.tsx';

/** Setting the books to what was counted. */
export function CountForm() {
  const { t } = useTranslation('goods');
  return (
    <>
      <PageHead
        title={t('count.new')}
        parent={{ label: t('count.many'), to: paths.stockCounts }}
        takesFocus={false}
      />
      <CountSheet />
    </>
  );
}
