import LateIcon from '@mui/icons-material/EventBusyOutlined';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { DataList } from '../../components/DataList.tsx';
import type { Column } from '../../components/data_list.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Panel } from '../../components/Panel.tsx';
import type { OpenDocumentFragment, ShownAgencyFragment } from '../../gql/graphql.ts';
import { isZero } from '../../lib/dong.ts';
import { businessToday } from '../../lib/format.ts';
import { adjustmentPath, issuePath, refundPath } from '../../lib/paths.ts';
import { useFormat } from '../../lib/use_format.ts';
import { AgencyRemind } from './AgencyRemind.tsx';
import { daysLeft, useDocumentName } from './use_standing.ts';
import type { Standing } from './use_standing.ts';

interface Props {
  agency: ShownAgencyFragment;
  standing: Standing;
}

/** "When do they pay?": what is open, by the day it is due. */
export function AgencyDue({ agency, standing }: Props) {
  const { t } = useTranslation('agency');
  const format = useFormat();
  const nameOf = useDocumentName();
  const columns = useColumns();
  const { documents, overdue, error, retry } = standing;
  return (
    <Panel
      title={t('due.title')}
      isFlush
      aside={
        overdue !== undefined
        && !isZero(overdue) && <AgencyRemind agency={agency} overdue={overdue} />
      }
    >
      <DataList<OpenDocumentFragment>
        label={t('due.title')}
        rows={documents}
        columns={columns}
        rowKey={({ seq }) => seq}
        error={error}
        onRetry={retry}
        empty={<EmptyState text={t('due.none')} />}
        card={(row) => ({
          title: format.money(row.openAmount),
          figure: format.date(row.dueDate),
          note: <Document row={row} name={nameOf(row)} />,
          mark: <DaysLeft row={row} />,
        })}
      />
    </Panel>
  );
}

/** A document leads to its page, when it has one. */
function Document({ row, name }: { row: OpenDocumentFragment; name: string }) {
  const { issue, debtTransaction } = row;
  const to = issue
    ? issuePath(issue.id)
    : debtTransaction?.adjustment
      ? adjustmentPath(debtTransaction.adjustment.id)
      : debtTransaction?.refund && refundPath(debtTransaction.refund.id);
  return to ? (
    <Link component={RouterLink} to={to}>
      {name}
    </Link>
  ) : (
    <>{name}</>
  );
}

function DaysLeft({ row }: { row: OpenDocumentFragment }) {
  const { t } = useTranslation('agency');
  const days = daysLeft(row, businessToday());
  if (days >= 0) return <>{days === 0 ? t('due.today') : t('due.left', { count: days })}</>;
  return (
    <Box component="span" sx={lateStyle}>
      <LateIcon aria-hidden="true" sx={{ fontSize: 16 }} />
      {t('due.late', { count: -days })}
    </Box>
  );
}

function useColumns(): Column<OpenDocumentFragment>[] {
  const { t } = useTranslation('agency');
  const format = useFormat();
  const nameOf = useDocumentName();
  return [
    {
      key: 'document',
      head: t('ledger.document'),
      cell: (row) => <Document row={row} name={nameOf(row)} />,
    },
    {
      key: 'date',
      head: t('due.date'),
      width: 116,
      cell: ({ documentDate }) => format.date(documentDate),
    },
    { key: 'due', head: t('due.due'), width: 116, cell: ({ dueDate }) => format.date(dueDate) },
    { key: 'days', head: t('due.days'), cell: (row) => <DaysLeft row={row} /> },
    {
      key: 'amount',
      head: t('due.amount'),
      align: 'right',
      cell: ({ amount }) => (
        <Box component="span" sx={{ color: 'text.secondary' }}>
          {format.dong(amount)}
        </Box>
      ),
    },
    {
      key: 'open',
      head: t('due.open'),
      align: 'right',
      cell: ({ openAmount }) => (
        <Box component="span" sx={{ fontWeight: 600 }}>
          {format.dong(openAmount)}
        </Box>
      ),
    },
  ];
}

const lateStyle = {
  display: 'inline-flex',
  alignItems: 'center',
  gap: 1,
  fontWeight: 600,
  color: 'error.main',
  whiteSpace: 'nowrap',
};
