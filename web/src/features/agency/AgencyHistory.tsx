import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import { useTranslation } from 'react-i18next';
import states from '../../../../db/words/states.json';
import { EmptyState } from '../../components/EmptyState.tsx';
import { LoadFailed } from '../../components/LoadFailed.tsx';
import { AgencyHistoryDocument } from '../../gql/graphql.ts';
import type { AgencyHistoryQuery } from '../../gql/graphql.ts';
import { nodesOf } from '../../lib/nodes.ts';
import { useWithMoney } from '../../lib/session.ts';
import { useFormat } from '../../lib/use_format.ts';
import { useWord } from '../../lib/words.ts';

type Agency = NonNullable<AgencyHistoryQuery['agency']>;

interface Event {
  id: string;
  at: string;
  text: string;
  reason: string | null;
}

/** What was decided about the agency, in sentences, newest first. */
export function AgencyHistory({ id }: { id: string }) {
  const { t } = useTranslation('agency');
  const format = useFormat();
  const withMoney = useWithMoney();
  const eventsOf = useEvents();
  const { data, error, refetch } = useQuery(AgencyHistoryDocument, {
    variables: { id, withMoney },
    fetchPolicy: 'cache-and-network',
  });
  if (error && !data) return <LoadFailed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton variant="rounded" height={160} sx={{ m: 4 }} />;
  const events = data.agency ? eventsOf(data.agency) : [];
  if (events.length === 0) return <EmptyState text={t('history.empty')} />;
  return (
    <Box component="ol" aria-label={t('tabs.history')} sx={{ listStyle: 'none', m: 0, p: 4 }}>
      {events.map((event) => (
        <Box component="li" key={event.id} sx={eventStyle}>
          <Box>
            {event.text}
            {event.reason && (
              <Box component="span" sx={{ color: 'text.secondary' }}>
                {' '}
                {t('history.because', { reason: event.reason })}
              </Box>
            )}
          </Box>
          <Box sx={{ fontSize: 13, color: 'text.secondary' }}>{format.moment(event.at)}</Box>
        </Box>
      ))}
    </Box>
  );
}

function useEvents() {
  const { t } = useTranslation('agency');
  const format = useFormat();
  const stateOf = useWord(states.agency_status);
  return (agency: Agency): Event[] => {
    const changes = nodesOf(agency.agencyStatusChanges).map(
      ({ id, createdAt, fromStatus, toStatus, reason }): Event => ({
        id: `status ${id}`,
        at: createdAt,
        text: t('history.status', { from: stateOf(fromStatus), to: stateOf(toStatus) }),
        reason,
      }),
    );
    const limits = nodesOf(agency.agencyDebtLimitChanges).map(
      ({ id, createdAt, debtLimit, validUntil, reason }): Event => ({
        id: `limit ${id}`,
        at: createdAt,
        text: debtLimit
          ? t('history.limit', { limit: format.money(debtLimit), date: format.date(validUntil) })
          : t('history.noLimit'),
        reason,
      }),
    );
    const terms = nodesOf(agency.agencyTermsChanges).map((change): Event => {
      const own = [
        change.paymentTermDays != null && t('terms.ownTerm', { days: change.paymentTermDays }),
        change.blockOverdueDays != null && t('terms.ownBlock', { days: change.blockOverdueDays }),
        change.maxOpenSlips != null && t('terms.ownSlips', { slips: change.maxOpenSlips }),
      ].filter((text) => text !== false);
      return {
        id: `terms ${change.id}`,
        at: change.createdAt,
        text: own.length > 0 ? t('history.terms', { terms: own.join(', ') }) : t('history.noTerms'),
        reason: change.reason,
      };
    });
    return [...changes, ...limits, ...terms].toSorted((a, b) => b.at.localeCompare(a.at));
  };
}

const eventStyle = {
  position: 'relative',
  pl: 5,
  pb: 4,
  borderLeft: '1px solid',
  borderColor: 'divider',
  '&:last-of-type': { pb: 0 },
  '&::before': {
    content: '""',
    position: 'absolute',
    left: '-5px',
    top: 6,
    width: 9,
    height: 9,
    borderRadius: '50%',
    bgcolor: 'line.field',
  },
};
