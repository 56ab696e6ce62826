import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import kinds from '../../../../../db/words/kinds.json';
import { OpenDocumentsDocument } from '../../../gql/graphql.ts';
import type { OpenDocumentsQuery } from '../../../gql/graphql.ts';
import { isZero } from '../../../lib/dong.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { useWord } from '../../../lib/words.ts';
import { settledBy } from './settled_by.ts';

/** So many are named; of more only how many. */
const NAMED = 4;

type OpenRow = NonNullable<NonNullable<OpenDocumentsQuery['openItems']>['nodes'][number]>;

/** What the amount will pay, document by document, before it is booked. */
export function Settles({ agencyId, amount }: { agencyId: string; amount: string }) {
  const { t } = useTranslation('finance');
  const format = useFormat();
  const nameOf = useDocumentName();
  const { data } = useQuery(OpenDocumentsDocument, {
    variables: { agencyId },
    fetchPolicy: 'cache-and-network',
  });
  if (!data || amount === '' || isZero(amount)) return null;
  const { settled, advance } = settledBy(
    amount,
    nodesOf(data.openItems).map((row) => ({ ...row, name: nameOf(row) })),
  );
  const more = settled.length - NAMED;
  return (
    <Box data-testid="settles">
      <Box sx={{ color: 'text.secondary' }}>{t('settles.title')}</Box>
      <Box component="ul" sx={{ m: 0, mt: 1, pl: 5 }}>
        {settled.slice(0, NAMED).map(({ document: { seq, name, dueDate }, left }) => (
          <li key={seq}>
            {left === '0'
              ? t('settles.whole', { name, due: format.date(dueDate) })
              : t('settles.part', { name, left: format.money(left) })}
          </li>
        ))}
        {more > 0 && <li>{t('settles.more', { count: more })}</li>}
        {advance !== '0' && <li>{t('settles.advance', { advance: format.money(advance) })}</li>}
      </Box>
    </Box>
  );
}

/** A document by its number; one without is called by its kind. */
function useDocumentName() {
  const kindOf = useWord(kinds.open_item_kind);
  return ({ kind, issue, debtTransaction }: OpenRow) =>
    issue?.code
    ?? debtTransaction?.adjustment?.code
    ?? debtTransaction?.refund?.code
    ?? debtTransaction?.openingDebt?.document
    ?? kindOf(kind);
}
