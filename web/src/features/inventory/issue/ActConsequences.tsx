import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../../components/Facts.tsx';
import { IssueHeadroomDocument } from '../../../gql/graphql.ts';
import type { ShownIssueFragment } from '../../../gql/graphql.ts';
import { isZero } from '../../../lib/dong.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { useWithMoney } from '../../../lib/session.ts';
import { useDebtInWords } from '../../../components/use_debt_in_words.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { MovedGoods } from '../MovedGoods.tsx';
import type { IssueAct } from './issue_acts.ts';

/** What an act does to stock and debt, in numbers. */
export function ActConsequences({
  issue,
  act,
  total,
}: {
  issue: ShownIssueFragment;
  act: IssueAct['name'];
  total: string | undefined;
}) {
  const { t } = useTranslation('inventory');
  const lines = t('acts.lines', { count: nodesOf(issue.issueDetails).length });
  const withMoney = useWithMoney();
  return (
    <>
      {act === 'cancel' && <GoesBack issue={issue} />}
      <Typography {...(act === 'cancel' ? { variant: 'body2', color: 'textSecondary' } : {})}>
        {t(`acts.${act}.text`, { lines })}
      </Typography>
      {act === 'confirm' && withMoney && issue.agency && (
        <DebtRises agencyId={issue.agency.id} total={total ?? '0'} />
      )}
    </>
  );
}

function DebtRises({ agencyId, total }: { agencyId: string; total: string }) {
  const { t } = useTranslation('inventory');
  const format = useFormat();
  const inWords = useDebtInWords();
  const { data } = useQuery(IssueHeadroomDocument, {
    variables: { agencyId, slipTotal: total, paidNow: '0' },
    fetchPolicy: 'no-cache',
  });
  const room = data?.issueHeadroom;
  const isOver = room?.shortBy && !isZero(room.shortBy);
  return (
    <>
      <Typography sx={{ mt: 2 }}>
        {room
          ? t('confirm.debt', {
              debt: inWords(room.currentDebt, true),
              wouldBe: inWords(room.wouldBe, true),
            })
          : t('confirm.debtUnknown', { amount: format.money(total) })}
      </Typography>
      {isOver && (
        <Typography color="error" sx={{ mt: 2, fontWeight: 600 }}>
          {t('room.short', { short: format.money(room.shortBy) })}
        </Typography>
      )}
    </>
  );
}

/** The goods and the money of a slip that is cancelled. */
function GoesBack({ issue }: { issue: ShownIssueFragment }) {
  const { t } = useTranslation('inventory');
  const format = useFormat();
  const withMoney = useWithMoney();
  const { totalAmount, paidNow, payment } = issue;
  return (
    <Box sx={{ mb: 3 }}>
      <Typography sx={{ fontWeight: 600, mb: 1 }}>{t('acts.goodsBack')}</Typography>
      <MovedGoods lines={nodesOf(issue.issueDetails)} sign="+" />
      {withMoney && (
        <Box sx={{ mt: 3, pt: 3, borderTop: '1px solid', borderColor: 'divider' }}>
          <Facts
            facts={[
              [t('acts.debtFalls'), <strong key="total">{format.money(totalAmount)}</strong>],
              ...(paidNow && !isZero(paidNow)
                ? [
                    [
                      t(payment?.handedOverAt ? 'acts.paidStays' : 'acts.paidBack'),
                      format.money(paidNow),
                    ] as const,
                  ]
                : []),
            ]}
          />
        </Box>
      )}
    </Box>
  );
}
