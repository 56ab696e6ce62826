import { useApolloClient } from '@apollo/client/react';
import ExportIcon from '@mui/icons-material/FileDownloadOutlined';
import Button from '@mui/material/Button';
import ListSubheader from '@mui/material/ListSubheader';
import Menu from '@mui/material/Menu';
import MenuItem from '@mui/material/MenuItem';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import exports from '../../../db/words/exports.json';
import { StartExportDocument } from '../gql/graphql.ts';
import { useFormat } from '../lib/use_format.ts';
import { CommandRefusal } from './form/CommandRefusal.tsx';
import { useWord } from '../lib/words.ts';
import { ExportWatch } from './ExportWatch.tsx';
import { useCommand } from './form/use_command.ts';

/** A code of file.export_kind. */
export type ExportKind = keyof typeof exports;

interface Choice {
  name: 'xlsx' | 'csv' | 'pdf';
  format: string;
}

const tables: readonly Choice[] = [
  { name: 'xlsx', format: 'xlsx' },
  { name: 'csv', format: 'csv' },
  { name: 'pdf', format: 'pdf' },
];
const none: readonly ExportKind[] = [];

interface Props {
  /** What is exported. */
  what: ExportKind;
  /** What else can be had of the same filters, like the lines of the slips of a list. */
  others?: readonly ExportKind[];
  /** The filters as they are on screen. */
  parameters: Readonly<Record<string, string | null | undefined>>;
}

/** Has what the page shows made into a file, and fetches it when it is there. */
export function ExportButton({ what, others = none, parameters }: Props) {
  const { t } = useTranslation('export');
  const { language } = useFormat();
  const nameOf = useWord(exports);
  const client = useApolloClient();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [watched, setWatched] = useState<string | null>(null);
  const command = useCommand();

  function start(chosen: ExportKind, { format }: Choice) {
    setAnchor(null);
    const given = Object.fromEntries(Object.entries(parameters).filter(([, value]) => value));
    // each choice is a file of its own; the button is off while one is on its way
    void command.send(async () => {
      const { data } = await client.mutate({
        mutation: StartExportDocument,
        variables: {
          input: {
            clientKey: crypto.randomUUID(),
            what: chosen,
            format,
            parameters: { ...given, language },
          },
        },
      });
      setWatched(data?.startExport?.export?.id ?? null);
    });
  }

  return (
    <>
      <Button
        variant="outlined"
        color="inherit"
        startIcon={<ExportIcon />}
        disabled={command.isBusy}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {t('verb')}
      </Button>
      <Menu anchorEl={anchor} open={anchor !== null} disablePortal onClose={() => setAnchor(null)}>
        {[what, ...others].flatMap((kind) => [
          // read out with its heading, because three of them are called Excel
          others.length > 0 && (
            <ListSubheader key={kind} role="presentation">
              {nameOf(kind)}
            </ListSubheader>
          ),
          ...tables.map((choice) => (
            <MenuItem
              key={`${kind} ${choice.name}`}
              aria-label={others.length > 0 ? `${nameOf(kind)}, ${t(choice.name)}` : undefined}
              onClick={() => start(kind, choice)}
            >
              {t(choice.name)}
            </MenuItem>
          )),
        ])}
      </Menu>
      <CommandRefusal of={command} />
      {watched && <ExportWatch key={watched} id={watched} onClose={() => setWatched(null)} />}
    </>
  );
}
