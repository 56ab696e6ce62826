import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/Panel.tsx';
import { ImportFaultGroupsDocument } from '../../../gql/graphql.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { AssignNames } from './AssignNames.tsx';
import { CheckAgain } from './CheckAgain.tsx';
import { CreateMissing } from './CreateMissing.tsx';
import { doubts, type FaultGroup } from './fault_group.ts';
import { GroupChoice } from './GroupChoice.tsx';
import { LeaveOutFaulty } from './LeaveOutFaulty.tsx';
import { MarkedFile } from './MarkedFile.tsx';
import { missingColumn } from './missing.ts';
import { useFaultWords } from './use_fault_words.ts';
import { useImportKinds } from './use_import_kinds.ts';

interface Props {
  id: string;
  what: string;
  onChanged(): void;
}

const SHOWN = 8;

/** What is wrong with a file, by kind, and what can be done about each. */
export function FaultGroups({ id, what, onChanged }: Props) {
  const { t } = useTranslation('imports');
  const { data } = useQuery(ImportFaultGroupsDocument, {
    variables: { id },
    fetchPolicy: 'network-only',
  });
  const groups = (data?.import?.faultGroups ?? []) as FaultGroup[];
  if (groups.length === 0) return null;
  return (
    <Panel
      title={t('groups.title')}
      aside={
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2 }}>
          <MarkedFile id={id} />
          <CheckAgain id={id} onChanged={onChanged} />
        </Box>
      }
    >
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {groups.map((group) => (
          <Box component="li" key={`${group.column} ${group.reason}`} sx={groupStyle}>
            <GroupTitle group={group} what={what} />
            {!isToldWhole(group) && <Values group={group} />}
            {missingColumn(group) && (
              <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 2 }}>
                <CreateMissing importId={id} group={group} onChanged={onChanged} />
                <AssignNames importId={id} group={group} onChanged={onChanged} />
              </Box>
            )}
            <GroupChoice importId={id} group={group} onChanged={onChanged} />
          </Box>
        ))}
      </Box>
      <LeaveOutFaulty importId={id} what={what} groups={groups} onChanged={onChanged} />
    </Panel>
  );
}

/** How many cells, and what is wrong with them. */
function GroupTitle({ group, what }: { group: FaultGroup; what: string }) {
  const { t } = useTranslation('imports');
  const format = useFormat();
  const { kinds } = useImportKinds();
  const { sentenceOf } = useFaultWords();
  const columns = kinds?.find(({ code }) => code === what)?.columns;
  const column = columns?.find(({ code }) => code === group.column)?.name ?? t('row');
  const count = Number(group.different);
  const missing = missingColumn(group);
  const sentence =
    missing !== null
      ? t(`groups.missing.${missing}`, { count })
      : // the values follow, each with its number
        `${column}: ${sentenceOf({ reason: group.reason, value: valueTold(group) })}`;
  return (
    <Box sx={{ display: 'flex', gap: 2, alignItems: 'center' }}>
      {!doubts.has(group.reason) && (
        <Chip size="small" label={t('groups.cells', { cells: format.quantity(group.cells) })} />
      )}
      <Box component="h3" sx={{ m: 0, fontSize: 14, fontWeight: 600 }}>
        {sentence}
      </Box>
    </Box>
  );
}

/**
 * What is to be chosen of a whole column is told with its figures, and a length, which is nothing
 * that stands in a cell; of others there may be many.
 */
const isToldWhole = ({ reason }: FaultGroup): boolean =>
  doubts.has(reason) || reason === 'too_long';
const valueTold = (group: FaultGroup): string =>
  isToldWhole(group) ? (group.values[0]?.value ?? '') : '…';

/** What stands in the cells, and how often. */
function Values({ group }: { group: FaultGroup }) {
  const { t } = useTranslation('imports');
  const format = useFormat();
  const shown = group.values.filter(({ value }) => value !== null).slice(0, SHOWN);
  const others = Number(group.different) - shown.length;
  if (shown.length === 0)
    return (
      <Box sx={{ color: 'text.secondary', fontSize: 13 }}>
        {t('groups.firstRow', { row: format.quantity(group.values[0]?.row) })}
      </Box>
    );
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, alignItems: 'center' }}>
      {shown.map(({ value, cells, row }) => (
        <Chip
          key={value}
          variant="outlined"
          size="small"
          label={cells === '1' ? value : `${value ?? ''} × ${format.quantity(cells)}`}
          title={t('groups.firstRow', { row: format.quantity(row) })}
        />
      ))}
      {others > 0 && <span>{t('groups.others', { others: format.quantity(String(others)) })}</span>}
    </Box>
  );
}

const groupStyle = {
  display: 'grid',
  gap: 2,
  py: 3,
  '& + &': { borderTop: '1px solid', borderColor: 'divider' },
};
