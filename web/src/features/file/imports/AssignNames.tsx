import { useApolloClient, useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActDialog } from '../../../components/form/ActDialog.tsx';
import { useToast } from '../../../components/toasts.ts';
import { ImportCatalogueDocument } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import type { FaultGroup } from './fault_group.ts';
import { missingColumn, type Creatable } from './missing.ts';
import { assignNames } from './names.ts';

interface Props {
  importId: string;
  group: FaultGroup;
  onChanged(): void;
}

/** Says of names that a file has and the catalogue has not which one of it they stand for. */
export function AssignNames({ importId, group, onChanged }: Props) {
  const { t } = useTranslation('imports');
  const [isOpen, setOpen] = useState(false);
  const column = missingColumn(group);
  if (column === null) return null;
  return (
    <>
      <Button variant="outlined" color="inherit" size="small" onClick={() => setOpen(true)}>
        {t('groups.assign.verb')}
      </Button>
      {isOpen && (
        <AssignDialog
          importId={importId}
          column={column}
          written={group.values.flatMap(({ value }) => value ?? [])}
          onDone={() => {
            setOpen(false);
            onChanged();
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

interface DialogProps {
  importId: string;
  column: Creatable;
  written: readonly string[];
  onDone(): void;
  onClose(): void;
}

const NONE = '';

function AssignDialog({ importId, column, written, onDone, onClose }: DialogProps) {
  const { t } = useTranslation('imports');
  const client = useApolloClient();
  const toast = useToast();
  const known = useKnown(column);
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const [isMarked, setMarked] = useState(false);
  const names = written.flatMap((name) => {
    const one = known.find(({ id }) => id === chosen[name]);
    return one ? { written: name, name: one.name, city: one.city } : [];
  });
  const isRight = () => {
    setMarked(names.length === 0);
    return names.length > 0;
  };
  async function act(clientKey: string) {
    await assignNames(client, importId, column, names, clientKey);
    toast({ text: t('groups.assign.done') });
  }
  return (
    <ActDialog
      title={t('groups.assign.verb')}
      verb={t('groups.assign.act')}
      isRight={isRight}
      act={act}
      onChanged={onDone}
      onClose={onClose}
    >
      <Typography variant="body2" color={isMarked ? 'error' : 'textSecondary'}>
        {t('groups.assign.hint')}
      </Typography>
      <Box sx={{ display: 'grid', gap: 3, pt: 3 }}>
        {written.map((name) => (
          <TextField
            key={name}
            select
            size="small"
            label={t('groups.assign.standsFor', { written: name })}
            value={chosen[name] ?? NONE}
            onChange={({ target }) => setChosen({ ...chosen, [name]: target.value })}
            slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
          >
            <MenuItem value={NONE}>{t('groups.assign.none')}</MenuItem>
            {known.map(({ id, name: its, city }) => (
              <MenuItem key={id} value={id}>
                {city === null ? its : `${its}, ${city}`}
              </MenuItem>
            ))}
          </TextField>
        ))}
      </Box>
    </ActDialog>
  );
}

interface Known {
  id: string;
  name: string;
  city: string | null;
}

/** What the catalogue of a column has. */
function useKnown(column: Creatable): readonly Known[] {
  const { data } = useQuery(ImportCatalogueDocument, { fetchPolicy: 'network-only' });
  if (column === 'district') return nodesOf(data?.districts);
  const named = column === 'unit' ? nodesOf(data?.units) : nodesOf(data?.agencyTypes);
  return named.map(({ id, name }) => ({ id, name, city: null }));
}
