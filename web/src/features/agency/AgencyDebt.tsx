import { useQuery } from '@apollo/client/react';
import Link from '@mui/material/Link';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { DataList } from '../../components/DataList.tsx';
import type { Column } from '../../components/data_list.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Pager } from '../../components/Pager.tsx';
import { Panel } from '../../components/Panel.tsx';
import { useBalance, useDebtInWords } from '../../components/use_debt_in_words.ts';
import { useEntryKind } from '../../components/use_entry_kind.ts';
import { AgencyDebtDocument } from '../../gql/graphql.ts';
import type { AgencyDebtQuery } from '../../gql/graphql.ts';
import { nodesOf } from '../../lib/nodes.ts';
import {
  adjustmentPath,
  issuePath,
  issueReturnPath,
  paymentPath,
  refundPath,
} from '../../lib/paths.ts';
import { useFormat } from '../../lib/use_format.ts';
import { useTrail } from './use_trail.ts';

type Entry = NonNullable<
  NonNullable<AgencyDebtQuery['agency']>['debtTransactions']['nodes'][number]
>;
const PAGE = 20;

/** The debt ledger, newest first: what arose, what was paid, the balance after each row. */
export function AgencyDebt({ id }: { id: string }) {
  const { t } = useTranslation('agency');
  const format = useFormat();
  const kindOf = useEntryKind();
  const inWords = useDebtInWords();
  const pages = useTrail(PAGE);
  const { data, previousData, error, loading, refetch } = useQuery(AgencyDebtDocument, {
    variables: { id, after: pages.after },
  });
  const ledger = (data ?? previousData)?.agency?.debtTransactions;
  const rows = ledger ? nodesOf(ledger) : undefined;
  const next = ledger?.pageInfo.hasNextPage ? (ledger.pageInfo.endCursor ?? null) : null;
  return (
    <Panel title={t('ledger.title')} isFlush>
      <DataList<Entry>
        label={t('ledger.title')}
        rows={rows}
        columns={useColumns()}
        rowKey={(entry) => entry.id}
        isRefetching={loading}
        error={error}
        onRetry={() => void refetch()}
        empty={<EmptyState text={t('ledger.empty')} />}
        card={(entry) => ({
          title: kindOf(entry.kind),
          figure: format.money(entry.amount),
          note: (
            <>
              <Document entry={entry} /> · {format.date(entry.businessDate)}
            </>
          ),
          mark: inWords(entry.balanceAfter),
        })}
        foot={
          rows
          && (next !== null || !pages.isFirst) && (
            <Pager pages={pages} total={ledger?.totalCount ?? 0} shown={rows.length} next={next} />
          )
        }
      />
    </Panel>
  );
}

function Document({ entry }: { entry: Entry }) {
  const { issue, payment, refund, adjustment, openingDebt, issueReturn } = entry;
  const link = (to: string, code: string | null) => (
    <Link component={RouterLink} to={to}>
      {code}
    </Link>
  );
  if (payment) return link(paymentPath(payment.id), payment.code);
  if (refund) return link(refundPath(refund.id), refund.code);
  if (adjustment) return link(adjustmentPath(adjustment.id), adjustment.code);
  if (issueReturn) return link(issueReturnPath(issueReturn.id), issueReturn.code);
  if (issue) return link(issuePath(issue.id), issue.code);
  return openingDebt?.document ?? '–';
}

const isDecrease = ({ amount }: Entry) => amount.startsWith('-');

function useColumns(): Column<Entry>[] {
  const { t } = useTranslation('agency');
  const format = useFormat();
  const kindOf = useEntryKind();
  const balance = useBalance();
  return [
    {
      key: 'date',
      head: t('ledger.date'),
      width: 110,
      cell: ({ businessDate }) => format.date(businessDate),
    },
    { key: 'entry', head: t('ledger.entry'), cell: ({ kind }) => kindOf(kind) },
    { key: 'document', head: t('ledger.document'), cell: (entry) => <Document entry={entry} /> },
    {
      key: 'up',
      head: t('ledger.up'),
      align: 'right',
      cell: (entry) => (isDecrease(entry) ? '' : format.dong(entry.amount)),
    },
    {
      key: 'down',
      head: t('ledger.down'),
      align: 'right',
      cell: (entry) => (isDecrease(entry) ? format.dong(entry.amount.slice(1)) : ''),
    },
    {
      key: 'balance',
      head: t('ledger.balance'),
      align: 'right',
      cell: ({ balanceAfter }) => balance(balanceAfter),
    },
  ];
}
