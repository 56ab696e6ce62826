import { useApolloClient } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActDialog } from '../../../components/form/ActDialog.tsx';
import { MoneyInput } from '../../../components/MoneyInput.tsx';
import { useToast } from '../../../components/toasts.ts';
import { CheckImportAgainDocument } from '../../../gql/graphql.ts';
import { useSession } from '../../../lib/session.ts';
import type { FaultGroup } from './fault_group.ts';
import { create, isWhole, missingColumn, missingOf, scopeFor } from './missing.ts';
import type { Creatable, Missing } from './missing.ts';

interface Props {
  importId: string;
  group: FaultGroup;
  onChanged(): void;
}

/** Makes the units, territories or types that a file names and that are not there yet. */
export function CreateMissing({ importId, group, onChanged }: Props) {
  const { t } = useTranslation('imports');
  const { can } = useSession();
  const [isOpen, setOpen] = useState(false);
  const column = missingColumn(group);
  if (column === null) return null;
  if (!can(scopeFor(column)))
    return (
      <Typography variant="body2" color="textSecondary">
        {t('groups.notYours')}
      </Typography>
    );
  return (
    <Box>
      <Button variant="outlined" size="small" onClick={() => setOpen(true)}>
        {t(`groups.create.${column}`, { count: missingOf(group).length })}
      </Button>
      {isOpen && (
        <MissingDialog
          importId={importId}
          column={column}
          missing={missingOf(group)}
          onDone={() => {
            setOpen(false);
            onChanged();
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </Box>
  );
}

interface DialogProps {
  importId: string;
  column: Creatable;
  missing: readonly Missing[];
  onDone(): void;
  onClose(): void;
}

function MissingDialog({ importId, column, missing, onDone, onClose }: DialogProps) {
  const { t } = useTranslation('imports');
  const client = useApolloClient();
  const toast = useToast();
  const [rows, setRows] = useState(missing);
  const [isMarked, setMarked] = useState(false);
  const chosen = rows.filter(({ isChosen }) => isChosen);
  const isRight = () => {
    const isFine = chosen.length > 0 && chosen.every((row) => isWhole(column, row));
    setMarked(!isFine);
    return isFine;
  };
  // each has a key of its own, so that what was made before a refusal is not made again
  async function act(clientKey: string) {
    for (const [place, row] of rows.entries())
      if (row.isChosen) await create(client, column, row, `${clientKey}:${place}`);
    await client.mutate({
      mutation: CheckImportAgainDocument,
      variables: { input: { clientKey, importId } },
    });
    toast({ text: t('groups.created') });
  }
  return (
    <ActDialog
      title={t(`groups.create.${column}`, { count: chosen.length })}
      verb={t('groups.createVerb')}
      isRight={isRight}
      act={act}
      onChanged={onDone}
      onClose={onClose}
    >
      <Box sx={{ display: 'grid', gap: 3, pt: 2 }}>
        {rows.map((row, place) => (
          <MissingRow
            key={row.name}
            column={column}
            row={row}
            isMarked={isMarked && row.isChosen && !isWhole(column, row)}
            onChange={(change) =>
              setRows(rows.map((one, at) => (at === place ? { ...one, ...change } : one)))
            }
          />
        ))}
      </Box>
    </ActDialog>
  );
}

interface RowProps {
  column: Creatable;
  row: Missing;
  isMarked: boolean;
  onChange(change: Partial<Missing>): void;
}

function MissingRow({ column, row, isMarked, onChange }: RowProps) {
  const { t } = useTranslation('imports');
  const label = (field: string) => `${field}: ${row.name}`;
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 3 }}>
      <FormControlLabel
        label={row.name}
        sx={{ flex: '1 1 140px' }}
        control={
          <Checkbox
            checked={row.isChosen}
            onChange={(_, isChosen) => onChange({ isChosen })}
            slotProps={{ input: { 'aria-label': row.name } }}
          />
        }
      />
      {column === 'unit' && (
        <FormControlLabel
          label={t('groups.decimal')}
          control={
            <Checkbox
              checked={row.isDecimal}
              onChange={(_, isDecimal) => onChange({ isDecimal })}
              slotProps={{ input: { 'aria-label': label(t('groups.decimal')) } }}
            />
          }
        />
      )}
      {column === 'district' && (
        <TextField
          size="small"
          label={label(t('groups.city'))}
          value={row.city}
          error={isMarked}
          onChange={({ target }) => onChange({ city: target.value.slice(0, 100) })}
        />
      )}
      {column === 'agency_type' && (
        <MoneyInput
          size="small"
          label={label(t('groups.debtLimit'))}
          value={row.debtLimit}
          error={isMarked}
          onChange={(debtLimit) => onChange({ debtLimit })}
        />
      )}
    </Box>
  );
}
