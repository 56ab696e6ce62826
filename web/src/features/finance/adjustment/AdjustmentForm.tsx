import { useQuery } from '@apollo/client/react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { LoadFailed } from '../../../components/LoadFailed.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { PayingAgencyDocument } from '../../../gql/graphql.ts';
import { paths } from '../../../lib/paths.ts';
import { AdjustmentSheet } from './AdjustmentSheet.tsx';

/** Putting a debt right, of the agency and the document in the address if there are such. */
export function AdjustmentForm() {
  const { t } = useTranslation('adjustment');
  const [params] = useSearchParams();
  const agencyId = params.get('dai-ly');
  const [opening, slip] = [params.get('so-dau'), params.get('phieu')];
  const corrects = opening ? `opening:${opening}` : slip ? `issue:${slip}` : '';
  const parent = { label: t('many'), to: paths.adjustments };
  return (
    <>
      <PageHead title={t('new')} parent={parent} takesFocus={false} />
      {agencyId ? (
        <SheetForAgency key={agencyId} id={agencyId} corrects={corrects} />
      ) : (
        <AdjustmentSheet agency={null} corrects="" />
      )}
    </>
  );
}

function SheetForAgency({ id, corrects }: { id: string; corrects: string }) {
  const { data, error, refetch } = useQuery(PayingAgencyDocument, {
    variables: { id },
    fetchPolicy: 'network-only',
  });
  if (error && !data) return <LoadFailed error={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  return <AdjustmentSheet agency={data.agency ?? null} corrects={data.agency ? corrects : ''} />;
}
