import { useQuery } from '@apollo/client/react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { LoadFailed } from '../../../components/LoadFailed.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { PayingAgencyDocument } from '../../../gql/graphql.ts';
import { paths } from '../../../lib/paths.ts';
import { PaymentSheet } from './PaymentSheet.tsx';

/** Recording a payment, of the agency in the address if there is one. */
export function PaymentForm() {
  const { t } = useTranslation('finance');
  const [params] = useSearchParams();
  const agencyId = params.get('dai-ly');
  const parent = { label: t('many'), to: paths.payments };
  return (
    <>
      <PageHead title={t('new')} parent={parent} takesFocus={false} />
      {agencyId ? <SheetForAgency key={agencyId} id={agencyId} /> : <PaymentSheet agency={null} />}
    </>
  );
}

function SheetForAgency({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(PayingAgencyDocument, {
    variables: { id },
    fetchPolicy: 'network-only',
  });
  if (error && !data) return <LoadFailed error={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  return <PaymentSheet agency={data.agency ?? null} />;
}
