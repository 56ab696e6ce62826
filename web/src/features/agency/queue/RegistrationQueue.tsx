import { useQuery } from '@apollo/client/react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../../components/Facts.tsx';
import { DialogQueue } from '../../../components/queue/DialogQueue.tsx';
import type { Check } from '../../../components/queue/queue_line.ts';
import { RegistrationQueueDocument } from '../../../gql/graphql.ts';
import type { QueuedAgencyFragment } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { agencyPath } from '../../../lib/paths.ts';
import { useWithMoney } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { agencyActs } from '../agency_acts.ts';
import { AgencyActDialog } from '../AgencyActs.tsx';
import '../texts/index.ts';

const ASK_AGAIN_MS = 60_000;

/** Agencies that wait to be approved, who waits longest first. */
export function RegistrationQueue() {
  const { t } = useTranslation(['agency', 'queue']);
  const format = useFormat();
  const withMoney = useWithMoney();
  const { data, previousData, error, refetch } = useQuery(RegistrationQueueDocument, {
    variables: { withMoney },
    fetchPolicy: 'cache-and-network',
    pollInterval: ASK_AGAIN_MS,
  });
  const connection = (data ?? previousData)?.agenciesToApprove;
  const rows = useMemo(() => (connection ? nodesOf(connection) : undefined), [connection]);
  const roomOf = useDistrictRoom();
  return (
    <DialogQueue<QueuedAgencyFragment>
      label={t('queue:tabs.registrations')}
      rows={rows}
      total={connection?.totalCount ?? 0}
      error={error}
      onRetry={() => void refetch()}
      empty={t('approval.none')}
      codeOf={({ code }) => code}
      pathOf={({ id }) => agencyPath(id)}
      describe={(agency) => ({
        name: agency.name,
        note: [
          t(agency.isSelfRegistered ? 'approval.itself' : 'approval.byStaff'),
          format.ago(agency.createdAt),
        ].join(' · '),
        checks: [roomOf(agency)],
        figure: agency.debtLimit === undefined ? undefined : format.dong(agency.debtLimit),
      })}
      actsOf={() => [
        { name: 'approve', verb: t('acts.approve.verb'), letter: 'C', isLikely: true },
        { name: 'reject', verb: t('acts.reject.verb'), letter: 'T', isGrave: true },
      ]}
      body={(agency) => <Registration agency={agency} />}
      dialog={(agency, name, closing) => {
        const act = agencyActs.find((one) => one.name === name);
        return act && <AgencyActDialog agency={agency} act={act} {...closing} />;
      }}
    />
  );
}

/** Whether the territory takes one more, as approving will ask. */
function useDistrictRoom() {
  const { t } = useTranslation('agency');
  return ({ district }: QueuedAgencyFragment): Check => {
    const [count, cap] = [Number(district?.memberCount ?? 0), Number(district?.capInForce ?? 0)];
    const told = { district: district?.name, count, cap };
    return count < cap
      ? { tone: 'good', text: t('approval.room', told) }
      : { tone: 'bad', text: t('approval.full', told) };
  };
}

function Registration({ agency }: { agency: QueuedAgencyFragment }) {
  const { t } = useTranslation('agency');
  const format = useFormat();
  return (
    <Facts
      facts={[
        [t('type'), agency.agencyType?.name],
        [t('district'), agency.district?.name],
        [t('address'), [agency.address, agency.ward].filter(Boolean).join(', ') || null],
        [t('representative'), agency.representative],
        [t('phone'), agency.phone],
        [t('email'), agency.email],
        [t('taxCode'), agency.taxCode],
        ...(agency.debtLimit === undefined
          ? []
          : [[t('room.debtLimit'), format.money(agency.debtLimit)] as const]),
        [t('reception'), format.date(agency.receptionDate)],
      ]}
    />
  );
}
