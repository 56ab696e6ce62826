import { useQuery } from '@apollo/client/react';
import Link from '@mui/material/Link';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { DataList } from '../../components/DataList.tsx';
import type { Column } from '../../components/data_list.ts';
import { ExportButton } from '../../components/ExportButton.tsx';
import { Panel } from '../../components/Panel.tsx';
import { useBalance, useDebtInWords } from '../../components/use_debt_in_words.ts';
import { AgencyOpeningDocument } from '../../gql/graphql.ts';
import type { AgencyOpeningQuery } from '../../gql/graphql.ts';
import { nodesOf } from '../../lib/nodes.ts';
import { newAdjustmentPath } from '../../lib/paths.ts';
import { useSession } from '../../lib/session.ts';
import { useFormat } from '../../lib/use_format.ts';

type Row = NonNullable<NonNullable<AgencyOpeningQuery['openingDebts']>['nodes'][number]>;

/**
 * What the books of an agency began with, a row a document, and what is open of each. An agency
 * without any has no such part.
 */
export function AgencyOpening({ id }: { id: string }) {
  const { t } = useTranslation('agency');
  const format = useFormat();
  const inWords = useDebtInWords();
  const columns = useColumns(id);
  const { data, error, refetch } = useQuery(AgencyOpeningDocument, { variables: { id } });
  const rows = data && nodesOf(data.openingDebts);
  if (!error && !rows?.length) return null;
  return (
    <Panel
      title={t('opening.title')}
      isFlush
      aside={<ExportButton what="opening_debts" parameters={{ agencyId: id }} />}
    >
      <DataList<Row>
        label={t('opening.title')}
        rows={rows}
        columns={columns}
        rowKey={(row) => row.id}
        error={error}
        onRetry={() => void refetch()}
        empty={null}
        card={(row) => ({
          title: row.document ?? format.date(row.documentDate),
          figure: inWords(row.amount),
          note: [
            format.date(row.documentDate),
            row.dueDate && `${t('opening.due')} ${format.date(row.dueDate)}`,
          ]
            .filter(Boolean)
            .join(' · '),
          mark: `${t('opening.openNow')} ${inWords(row.openAmount, true)}`,
          below: <Adjust agencyId={id} row={row} />,
        })}
      />
    </Panel>
  );
}

function Adjust({ agencyId, row }: { agencyId: string; row: Row }) {
  const { t } = useTranslation('agency');
  const { can } = useSession();
  const format = useFormat();
  if (!can('finance:write')) return null;
  return (
    <Link
      component={RouterLink}
      to={newAdjustmentPath(agencyId, { openingDebtId: row.id })}
      aria-label={t('opening.adjustLabel', {
        document: row.document ?? format.date(row.documentDate),
      })}
    >
      {t('opening.adjust')}
    </Link>
  );
}

function useColumns(agencyId: string): Column<Row>[] {
  const { t } = useTranslation('agency');
  const { can } = useSession();
  const format = useFormat();
  const balance = useBalance();
  return [
    { key: 'document', head: t('ledger.document'), cell: ({ document }) => document ?? '–' },
    {
      key: 'date',
      head: t('opening.date'),
      width: 120,
      cell: ({ documentDate }) => format.date(documentDate),
    },
    {
      key: 'due',
      head: t('opening.due'),
      width: 120,
      cell: ({ dueDate }) => (dueDate ? format.date(dueDate) : '–'),
    },
    {
      key: 'amount',
      head: t('opening.amount'),
      align: 'right',
      cell: ({ amount }) => balance(amount),
    },
    {
      key: 'open',
      head: t('opening.open'),
      align: 'right',
      cell: ({ openAmount }) => balance(openAmount),
    },
    ...(can('finance:write')
      ? [
          {
            key: 'act',
            head: t('opening.act'),
            width: 110,
            cell: (row: Row) => <Adjust agencyId={agencyId} row={row} />,
          },
        ]
      : []),
  ];
}
