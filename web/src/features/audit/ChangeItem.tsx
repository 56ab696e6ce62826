import CopyIcon from '@mui/icons-material/ContentCopyOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import kinds from '../../../../db/words/kinds.json';
import trail from '../../../../db/words/trail.json';
import { useToast } from '../../components/toasts.ts';
import type { ChangeRowFragment } from '../../gql/graphql.ts';
import { useFormat } from '../../lib/use_format.ts';
import { useWord } from '../../lib/words.ts';
import { Differences } from './Differences.tsx';
import { differencesOf } from './facts.ts';
import type { ChangeFilters } from './use_change_list.ts';

interface Props {
  change: ChangeRowFragment;
  onFilter(some: Partial<ChangeFilters>): void;
}

/** One change of one row. */
export function ChangeItem({ change, onFilter }: Props) {
  const { t } = useTranslation('audit');
  const format = useFormat();
  const tableName = useWord(trail.tables);
  const actionName = useWord(kinds.change_action);
  const { tableName: table, rowKey, userId, userName, databaseUser, traceId } = change;
  const who = userName ?? databaseUser ?? t('system');
  const differences = differencesOf(change.before, change.after);
  return (
    <Box component="li" sx={itemStyle}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 2 }}>
        <Box
          component="span"
          sx={{ fontWeight: 600 }}
        >{`${actionName(change.action)} · ${tableName(table)}`}</Box>
        <Button
          size="small"
          color="inherit"
          sx={linkStyle}
          title={t('filter.onlyRow')}
          onClick={() => onFilter({ table, row: rowKey })}
        >{`#${rowKey}`}</Button>
        <Box component="span" sx={{ flex: 1 }} />
        {traceId && <Trace id={traceId} />}
      </Box>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          columnGap: 1,
          fontSize: 13,
          color: 'text.secondary',
        }}
      >
        <span>{format.moment(change.changedAt)}</span>
        {userId && userName ? (
          <Button
            size="small"
            color="inherit"
            sx={linkStyle}
            title={t('filter.onlyPerson', { name: userName })}
            onClick={() => onFilter({ userId, userName })}
          >
            {userName}
          </Button>
        ) : (
          <span>{`· ${who}`}</span>
        )}
      </Box>
      {change.action === 'update' ? (
        <Differences table={table} rows={differences} hasBefore hasAfter />
      ) : (
        <Box
          component="details"
          sx={{
            mt: 1,
            '& > summary': {
              cursor: 'pointer',
              fontSize: 13,
              color: 'text.secondary',
              minHeight: { xs: 44, md: 24 },
              alignContent: 'center',
            },
          }}
        >
          <summary>{t('fields', { count: differences.length })}</summary>
          <Differences
            table={table}
            rows={differences}
            hasBefore={change.action === 'delete'}
            hasAfter={change.action !== 'delete'}
          />
        </Box>
      )}
    </Box>
  );
}

/** The id under which the logs know the request. */
function Trace({ id }: { id: string }) {
  const { t } = useTranslation('audit');
  const toast = useToast();
  async function copy() {
    await navigator.clipboard.writeText(id);
    toast({ text: t('copied', { id }) });
  }
  return (
    <Button
      size="small"
      color="inherit"
      sx={{ ...linkStyle, color: 'text.secondary', fontWeight: 400 }}
      aria-label={t('trace', { id })}
      title={id}
      endIcon={<CopyIcon sx={{ fontSize: '14px !important' }} />}
      onClick={() => void copy()}
    >
      {id.slice(0, 8)}
    </Button>
  );
}

const linkStyle = { minWidth: 0, minHeight: { xs: 44, md: 24 }, py: 0, px: 1, fontSize: 13 };
const itemStyle = { px: 4, py: 2.5, borderTop: '1px solid', borderColor: 'divider', minWidth: 0 };
