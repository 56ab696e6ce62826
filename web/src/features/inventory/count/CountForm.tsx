import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { paths } from '../../../lib/paths.ts';
import { useSession } from '../../../lib/session.ts';
import { CountSheet } from './CountSheet.tsx';
import '../texts/index.ts';

/** Setting the books to what was counted. */
export function CountForm() {
  const { t } = useTranslation('goods');
  const { can } = useSession();
  return (
    <>
      <PageHead
        title={t('count.new')}
        parent={{ label: t('count.many'), to: paths.stockCounts }}
        takesFocus={false}
      />
      {can('inventory:adjust') ? <CountSheet /> : <EmptyState text={t('count.noRight')} />}
    </>
  );
}
