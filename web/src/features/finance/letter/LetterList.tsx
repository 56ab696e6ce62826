import { useApolloClient, useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink, useSearchParams } from 'react-router';
import { CURSOR, useCursorPages } from '../../../components/cursor_pages.ts';
import { DataList } from '../../../components/DataList.tsx';
import type { Column } from '../../../components/data_list.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ActDialog } from '../../../components/form/ActDialog.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { Pager } from '../../../components/Pager.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { PrintButton } from '../../../components/PrintButton.tsx';
import { useToast } from '../../../components/toasts.ts';
import { usePrintedList } from '../../../components/use_printed_list.tsx';
import { CreateLettersDocument, LetterListDocument } from '../../../gql/graphql.ts';
import type { LetterRowFragment } from '../../../gql/graphql.ts';
import { businessToday } from '../../../lib/format.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { agencyPath } from '../../../lib/paths.ts';
import { useSession } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { LetterAnswer } from './LetterAnswer.tsx';

const PAGE = 25;
const MONTH = 'thang';

/** Letters of a month: who was sent what, and who answered. */
export function LetterList() {
  const { t } = useTranslation('letter');
  const { can } = useSession();
  const [params, setParams] = useSearchParams();
  const pages = useCursorPages();
  const month = `${(params.get(MONTH) ?? businessToday()).slice(0, 7)}-01`;
  const [open, setOpen] = useState<LetterRowFragment | 'make' | null>(null);
  const { data, previousData, error, loading, refetch } = useQuery(LetterListDocument, {
    variables: { first: PAGE, after: pages.after, filter: { month: { equalTo: month } } },
    fetchPolicy: 'cache-and-network',
  });
  const connection = (data ?? previousData)?.balanceLetters;
  const rows = connection ? nodesOf(connection) : undefined;
  const next = connection?.pageInfo.hasNextPage ? (connection.pageInfo.endCursor ?? null) : null;
  const printed = usePrintedList<LetterRowFragment>(
    'balance_letters',
    rows,
    ({ agency }) => agency?.name ?? '',
  );
  const close = () => setOpen(null);
  function reload() {
    close();
    void refetch();
  }
  const acts = (row: LetterRowFragment): ReactNode =>
    can('finance:write')
    && row.isAgreed === null && (
      <Button size="small" variant="outlined" color="inherit" onClick={() => setOpen(row)}>
        {t('record')}
      </Button>
    );
  const answerOf = useAnswerOf();
  const format = useFormat();
  return (
    <>
      <PageHead
        title={t('many')}
        actions={
          <>
            {(rows?.length ?? 0) > 0 && (
              <PrintButton
                what="balance_letters"
                hasSizes={false}
                label={t('printAll')}
                parameters={{ month }}
              />
            )}
            {can('finance:write') && (
              <Button variant="contained" onClick={() => setOpen('make')}>
                {t('make')}
              </Button>
            )}
          </>
        }
      />
      <Panel isFlush>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 4, p: 4, alignItems: 'center' }}>
          <TextField
            type="month"
            label={t('month')}
            value={month.slice(0, 7)}
            onChange={({ target: { value } }) =>
              setParams(
                (earlier) => {
                  const changed = new URLSearchParams(earlier);
                  changed.delete(CURSOR);
                  if (value) changed.set(MONTH, value);
                  else changed.delete(MONTH);
                  return changed;
                },
                { replace: true },
              )
            }
            slotProps={{
              inputLabel: { shrink: true },
              htmlInput: { max: businessToday().slice(0, 7) },
            }}
          />
          <Typography color="textSecondary" sx={{ flex: '1 1 240px' }}>
            {t('text')}
          </Typography>
        </Box>
        {printed.bar}
        <DataList<LetterRowFragment>
          label={t('many')}
          rows={rows}
          rowKey={({ id }) => id}
          columns={printed.around(useColumns(answerOf, acts))}
          isRefetching={loading}
          error={error}
          onRetry={() => void refetch()}
          empty={<EmptyState text={t('empty')} />}
          card={(row) => ({
            title: row.agency?.name,
            figure: format.money(row.closingAmount),
            note: answerOf(row),
            below: acts(row),
          })}
          foot={
            rows && (
              <Pager
                pages={pages}
                total={connection?.totalCount ?? 0}
                shown={rows.length}
                next={next}
              />
            )
          }
        />
      </Panel>
      {open === 'make' && <MakeLetters month={month} onChanged={reload} onClose={close} />}
      {open !== null && open !== 'make' && (
        <LetterAnswer letter={open} onDone={reload} onClose={close} />
      )}
    </>
  );
}

/** What the agency said to it, in words. */
function useAnswerOf() {
  const { t } = useTranslation('letter');
  const format = useFormat();
  return ({ isAgreed, answeredDate, answerNote }: LetterRowFragment): string => {
    if (isAgreed === null) return t('waiting');
    const said = t(isAgreed ? 'agreed' : 'disagreed', { date: format.date(answeredDate) });
    return [said, answerNote].filter(Boolean).join(' · ');
  };
}

function useColumns(
  answerOf: (row: LetterRowFragment) => string,
  acts: (row: LetterRowFragment) => ReactNode,
): Column<LetterRowFragment>[] {
  const { t } = useTranslation('letter');
  const format = useFormat();
  return [
    {
      key: 'agency',
      head: t('agency'),
      cell: ({ agency }) =>
        agency && (
          <Link component={RouterLink} to={agencyPath(agency.id)}>
            {agency.name} ({agency.code})
          </Link>
        ),
    },
    {
      key: 'opening',
      head: t('opening'),
      align: 'right',
      cell: ({ openingAmount }) => format.dong(openingAmount),
    },
    {
      key: 'closing',
      head: t('closing'),
      align: 'right',
      cell: ({ closingAmount }) => (
        <Box component="span" sx={{ fontWeight: 600 }}>
          {format.dong(closingAmount)}
        </Box>
      ),
    },
    { key: 'known', head: t('knownAt'), cell: ({ knownAt }) => format.moment(knownAt) },
    { key: 'mailed', head: t('mailedTo'), cell: ({ mailedTo }) => mailedTo ?? t('notMailed') },
    { key: 'answer', head: t('answer'), cell: (row) => acts(row) || answerOf(row) },
  ];
}

interface MakeProps {
  month: string;
  onChanged(): void;
  onClose(): void;
}

/** The question before letters go out to everybody. */
function MakeLetters({ month, ...close }: MakeProps) {
  const { t } = useTranslation('letter');
  const client = useApolloClient();
  const toast = useToast();
  async function make(clientKey: string) {
    const { data } = await client.mutate({
      mutation: CreateLettersDocument,
      variables: { input: { clientKey, month } },
    });
    const count = Number(data?.createLetters?.letterCount ?? 0);
    toast({ text: count === 0 ? t('madeNone') : t('made', { count }) });
  }
  return (
    <ActDialog
      title={t('makeTitle', { month: `${month.slice(5, 7)}/${month.slice(0, 4)}` })}
      verb={t('make')}
      act={make}
      {...close}
    >
      <Typography>{t('makeText')}</Typography>
    </ActDialog>
  );
}
