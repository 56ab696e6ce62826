import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import Skeleton from '@mui/material/Skeleton';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/EmptyState.tsx';
import { LoadFailed } from '../../components/LoadFailed.tsx';
import { RegulationHistoryDocument } from '../../gql/graphql.ts';
import type { RegulationRowFragment } from '../../gql/graphql.ts';
import { nodesOf } from '../../lib/nodes.ts';
import { useFormat } from '../../lib/use_format.ts';
import { KeptSlips } from './KeptSlips.tsx';
import { useRegulationWords } from './regulation_words.ts';

/**
 * Every value a regulation had and will have, the latest day first; of a day the one written last.
 */
export function RegulationHistory({
  regulation,
  onClose,
}: {
  regulation: RegulationRowFragment;
  onClose(): void;
}) {
  const { t } = useTranslation(['config', 'common']);
  const id = useId();
  const words = useRegulationWords();
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby={id}>
      <DialogTitle id={id}>{words.nameOf(regulation)}</DialogTitle>
      <DialogContent>
        <Versions regulation={regulation} />
        {regulation.inForce && (
          <KeptSlips
            regulationKey={regulation.key}
            day={regulation.inForce.validFrom}
            isChanging={false}
          />
        )}
      </DialogContent>
      <DialogActions>
        <Button color="inherit" autoFocus onClick={onClose}>
          {t('common:action.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function Versions({ regulation }: { regulation: RegulationRowFragment }) {
  const { t } = useTranslation('config');
  const format = useFormat();
  const words = useRegulationWords();
  const { data, error, refetch } = useQuery(RegulationHistoryDocument, {
    variables: { id: regulation.id },
    fetchPolicy: 'network-only',
  });
  if (error && !data) return <LoadFailed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton variant="rounded" height={120} />;
  const versions = nodesOf(data.regulation?.regulationVersions);
  if (versions.length === 0) return <EmptyState text={t('noHistory')} />;
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {versions.map(
        ({ id, value, validFrom, reason, createdByName, withdrawnAt, withdrawReason }) => (
          <Box component="li" key={id} sx={rowStyle}>
            <Box>{format.date(validFrom)}</Box>
            <Box>
              <Box sx={{ fontWeight: 600, ...(withdrawnAt && { textDecoration: 'line-through' }) }}>
                {words.valueOf(regulation, value)}
              </Box>
              <Box
                sx={{ color: 'text.secondary', fontSize: 13 }}
              >{`${createdByName ?? t('atStart')} · ${reason}`}</Box>
              {withdrawnAt && (
                <Box sx={{ fontSize: 13 }}>
                  {t('withdraw.was', {
                    moment: format.moment(withdrawnAt),
                    reason: withdrawReason,
                  })}
                </Box>
              )}
            </Box>
          </Box>
        ),
      )}
    </Box>
  );
}

const rowStyle = {
  display: 'grid',
  gridTemplateColumns: '96px minmax(0, 1fr)',
  gap: 3,
  py: 2.5,
  borderBottom: '1px solid',
  borderColor: 'divider',
  '&:last-of-type': { borderBottom: 0 },
};
