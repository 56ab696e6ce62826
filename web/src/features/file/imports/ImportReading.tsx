import { useApolloClient, useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CommandRefusal } from '../../../components/form/CommandRefusal.tsx';
import { useCommand } from '../../../components/form/use_command.ts';
import { Panel } from '../../../components/Panel.tsx';
import { ImportReadingDocument, ReadImportAgainDocument } from '../../../gql/graphql.ts';
import type { ImportReadingQuery } from '../../../gql/graphql.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { ReadingTable } from './ReadingTable.tsx';
import type { ReadRow } from './ReadingTable.tsx';
import { useImportKinds } from './use_import_kinds.ts';
import type { Kind } from './use_import_kinds.ts';

interface Props {
  id: string;
  what: string;
  onChanged(): void;
}

/** How a file is read, before anything of it is stored: changed here, and read again. */
export function ImportReading({ id, what, onChanged }: Props) {
  const { kinds } = useImportKinds();
  const { data } = useQuery(ImportReadingDocument, {
    variables: { id },
    fetchPolicy: 'network-only',
  });
  const kind = kinds?.find(({ code }) => code === what);
  const reading = data?.import;
  if (!kind || !reading || reading.headRowNo === null) return null;
  return <Reading kind={kind} reading={reading} onChanged={onChanged} />;
}

type Read = NonNullable<ImportReadingQuery['import']>;

function Reading({
  kind,
  reading,
  onChanged,
}: { kind: Kind; reading: Read } & Pick<Props, 'onChanged'>) {
  const { t } = useTranslation('imports');
  const saved = readingOf(reading);
  const [wanted, setWanted] = useState(saved);
  const again = useReadAgain(reading.id, saved, wanted, onChanged);
  return (
    <Panel title={t('reading.title')}>
      <CommandRefusal of={again} />
      <Understood reading={reading} />
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 3, my: 3, alignItems: 'center' }}>
        {(reading.sheetNames?.length ?? 0) > 1 && (
          <TextField
            select
            label={t('reading.sheet')}
            value={wanted.sheet}
            onChange={({ target }) => setWanted({ ...wanted, sheet: target.value })}
            sx={{ minWidth: 180 }}
          >
            {reading.sheetNames?.map((name) => (
              <MenuItem key={name} value={name ?? ''}>
                {name}
              </MenuItem>
            ))}
          </TextField>
        )}
        <TextField
          label={t('reading.headRow')}
          value={wanted.headRow}
          onChange={({ target }) =>
            setWanted({ ...wanted, headRow: target.value.replaceAll(/\D/g, '').slice(0, 3) })
          }
          slotProps={{ htmlInput: { inputMode: 'numeric' } }}
          sx={{ width: 140 }}
        />
        <Button
          variant="outlined"
          disabled={again.isBusy || JSON.stringify(saved) === JSON.stringify(wanted)}
          onClick={again.read}
        >
          {t('reading.again')}
        </Button>
      </Box>
      <ReadingTable
        heads={reading.heads ?? []}
        columns={wanted.columns}
        choices={kind.columns}
        rows={reading.sample as ReadRow[]}
        onColumns={(columns) => setWanted({ ...wanted, columns })}
      />
    </Panel>
  );
}

/** A row as it will be stored. */

const readingOf = ({ sheetName, headRowNo, columns }: Read) => ({
  sheet: sheetName ?? '',
  headRow: headRowNo ?? '',
  columns: (columns ?? []) as readonly (string | null)[],
});

/** What was recognized, what is left out, in sentences. */
function Understood({ reading }: { reading: Read }) {
  const { t } = useTranslation('imports');
  const format = useFormat();
  const leftOut = reading.leftOut as { row: number; text: string }[];
  const ignored = (reading.heads ?? []).filter(
    (head, place) => head && !(reading.columns ?? [])[place],
  );
  return (
    <Box component="ul" sx={{ m: 0, pl: 5 }}>
      {reading.sheetName && <li>{t('reading.ofSheet', { sheet: reading.sheetName })}</li>}
      <li>{t('reading.ofHeadRow', { row: format.quantity(reading.headRowNo) })}</li>
      {ignored.length > 0 && <li>{t('reading.ignored', { heads: ignored.join(', ') })}</li>}
      {leftOut.map(({ row, text }) => (
        <li key={row}>{t('reading.leftOut', { row: format.quantity(String(row)), text })}</li>
      ))}
    </Box>
  );
}

type Wanted = ReturnType<typeof readingOf>;

/** Another sheet or row has other heads: its columns are recognized anew. */
function useReadAgain(importId: string, saved: Wanted, wanted: Wanted, onChanged: () => void) {
  const client = useApolloClient();
  const command = useCommand();
  const isSameHead = saved.sheet === wanted.sheet && saved.headRow === wanted.headRow;
  const read = () =>
    void command.send(async (clientKey) => {
      await client.mutate({
        mutation: ReadImportAgainDocument,
        variables: {
          input: {
            clientKey,
            importId,
            sheetName: wanted.sheet || null,
            headRowNo: saved.sheet === wanted.sheet ? wanted.headRow || null : null,
            columns: isSameHead ? [...wanted.columns] : null,
          },
        },
      });
      onChanged();
    });
  return { ...command, read };
}
