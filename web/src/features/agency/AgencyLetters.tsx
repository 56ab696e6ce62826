import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/EmptyState.tsx';
import { LoadFailed } from '../../components/LoadFailed.tsx';
import { Panel } from '../../components/Panel.tsx';
import { PrintRow } from '../../components/PrintRow.tsx';
import { AgencyLettersDocument } from '../../gql/graphql.ts';
import { nodesOf } from '../../lib/nodes.ts';
import { useFormat } from '../../lib/use_format.ts';

/** What was confirmed with the agency month by month. */
export function AgencyLetters({ id }: { id: string }) {
  const { t } = useTranslation('agency');
  const format = useFormat();
  const { data, error, refetch } = useQuery(AgencyLettersDocument, { variables: { id } });
  const letters = nodesOf(data?.agency?.balanceLetters);
  if (error && !data) return <LoadFailed error={error} onRetry={() => void refetch()} />;
  if (data && letters.length === 0)
    return (
      <Panel title={t('letters.title')}>
        <EmptyState text={t('letters.none')} />
      </Panel>
    );
  return (
    <Panel title={t('letters.title')}>
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {letters.map((letter) => {
          const month = `${letter.month.slice(5, 7)}/${letter.month.slice(0, 4)}`;
          const answer =
            letter.isAgreed === null
              ? t('letters.waiting')
              : t(letter.isAgreed ? 'letters.agreed' : 'letters.disagreed', {
                  date: format.date(letter.answeredDate),
                });
          return (
            <Box
              component="li"
              key={letter.id}
              sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 4, alignItems: 'center' }}
            >
              <Box sx={{ fontWeight: 600 }}>{month}</Box>
              <Box>{format.money(letter.closingAmount)}</Box>
              <Box sx={{ color: 'text.secondary', flex: 1 }}>
                {[answer, letter.mailedTo].filter(Boolean).join(' · ')}
              </Box>
              <PrintRow what="balance_letters" id={letter.id} name={month} />
            </Box>
          );
        })}
      </Box>
    </Panel>
  );
}
