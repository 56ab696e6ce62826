import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DataList } from '../../components/DataList.tsx';
import type { Column } from '../../components/data_list.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Panel } from '../../components/Panel.tsx';
import type { RegulationRowFragment } from '../../gql/graphql.ts';
import { useSession } from '../../lib/session.ts';
import { useFormat } from '../../lib/use_format.ts';
import { RegulationChange } from './RegulationChange.tsx';
import { RegulationHistory } from './RegulationHistory.tsx';
import { RegulationWithdraw } from './RegulationWithdraw.tsx';
import { useRegulationWords } from './regulation_words.ts';

type Row = RegulationRowFragment;
type Act = 'change' | 'history' | 'withdraw';

interface Props {
  rows: Row[] | undefined;
  isRefetching: boolean;
  error: unknown;
  reload(): Promise<unknown>;
}

/** Every regulation: its value today, since when, by whom and why, and what comes next. */
export function RegulationList({ rows, isRefetching, error, reload }: Props) {
  const { t } = useTranslation('config');
  const words = useRegulationWords();
  const format = useFormat();
  const [open, setOpen] = useState<{ act: Act; row: Row } | null>(null);
  const close = () => setOpen(null);
  const acts = (row: Row) => <RowActs row={row} onOpen={(act) => setOpen({ act, row })} />;
  return (
    <Panel isFlush>
      <DataList<Row>
        label={t('many')}
        rows={rows}
        rowKey={({ id }) => id}
        isRefetching={isRefetching}
        error={error}
        onRetry={() => void reload()}
        columns={useColumns(acts)}
        empty={<EmptyState text={t('none')} />}
        card={(row) => ({
          title: words.nameOf(row),
          figure: row.inForce && words.valueOf(row, row.inForce.value),
          note:
            row.inForce
            && [
              format.date(row.inForce.validFrom),
              row.inForce.createdByName ?? t('atStart'),
              row.inForce.reason,
            ].join(' · '),
          below: (
            <>
              {row.nextVersion && (
                <Box sx={{ fontSize: 13, mt: 1 }}>
                  {t('next')}: <Next row={row} />
                </Box>
              )}
              <Box sx={{ display: 'flex', gap: 2, mt: 2 }}>{acts(row)}</Box>
            </>
          ),
        })}
      />
      {open?.act === 'change' && (
        <RegulationChange
          regulation={open.row}
          onChanged={() => {
            close();
            void reload();
          }}
          onClose={close}
        />
      )}
      {open?.act === 'withdraw' && (
        <RegulationWithdraw
          regulation={open.row}
          onChanged={() => {
            close();
            void reload();
          }}
          onClose={close}
        />
      )}
      {open?.act === 'history' && <RegulationHistory regulation={open.row} onClose={close} />}
    </Panel>
  );
}

function Next({ row }: { row: Row }) {
  const { t } = useTranslation('config');
  const words = useRegulationWords();
  const format = useFormat();
  const { nextVersion } = row;
  return (
    nextVersion
    && t('nextOf', {
      value: words.valueOf(row, nextVersion.value),
      date: format.date(nextVersion.validFrom),
    })
  );
}

function RowActs({ row, onOpen }: { row: Row; onOpen(act: Act): void }) {
  const { t } = useTranslation(['config', 'form']);
  const { can } = useSession();
  const rule = useRegulationWords().nameOf(row);
  return (
    <>
      <Button
        size="small"
        color="inherit"
        aria-label={t('historyOf', { rule })}
        onClick={() => onOpen('history')}
      >
        {t('history')}
      </Button>
      {can('config:write') && row.nextVersion && (
        <Button
          size="small"
          color="inherit"
          aria-label={t('withdraw.of', { rule })}
          onClick={() => onOpen('withdraw')}
        >
          {t('withdraw.verb')}
        </Button>
      )}
      {can('config:write') && (
        <Button
          size="small"
          variant="outlined"
          color="inherit"
          aria-label={t('changeOf', { rule })}
          onClick={() => onOpen('change')}
        >
          {t('form:change')}
        </Button>
      )}
    </>
  );
}

function useColumns(acts: (row: Row) => ReactNode): Column<Row>[] {
  const { t } = useTranslation('config');
  const words = useRegulationWords();
  const format = useFormat();
  return [
    {
      key: 'rule',
      head: t('rule'),
      cell: (row) => (
        <Box sx={{ py: 2 }}>
          <Box sx={{ fontWeight: 600 }}>{words.nameOf(row)}</Box>
          <Box sx={{ color: 'text.secondary', fontSize: 12 }}>{row.key}</Box>
        </Box>
      ),
    },
    {
      key: 'value',
      head: t('value'),
      align: 'right',
      cell: (row) => (
        <Box sx={{ fontWeight: 600 }}>
          {row.inForce ? words.valueOf(row, row.inForce.value) : '–'}
        </Box>
      ),
    },
    { key: 'since', head: t('since'), cell: ({ inForce }) => format.date(inForce?.validFrom) },
    {
      key: 'who',
      head: t('who'),
      cell: ({ inForce }) => (
        <Box sx={{ color: 'text.secondary' }}>{inForce?.createdByName ?? t('atStart')}</Box>
      ),
    },
    {
      key: 'why',
      head: t('why'),
      cell: ({ inForce }) => <Box sx={{ color: 'text.secondary' }}>{inForce?.reason}</Box>,
    },
    { key: 'next', head: t('next'), cell: (row) => (row.nextVersion ? <Next row={row} /> : '–') },
    {
      key: 'acts',
      head: t('acts'),
      align: 'right',
      cell: (row) => <Box sx={{ whiteSpace: 'nowrap' }}>{acts(row)}</Box>,
    },
  ];
}
