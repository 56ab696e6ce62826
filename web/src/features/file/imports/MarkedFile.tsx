import { useApolloClient } from '@apollo/client/react';
import ExportIcon from '@mui/icons-material/FileDownloadOutlined';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ExportWatch } from '../../../components/ExportWatch.tsx';
import { CommandRefusal } from '../../../components/form/CommandRefusal.tsx';
import { useCommand } from '../../../components/form/use_command.ts';
import { StartExportDocument } from '../../../gql/graphql.ts';
import { useFormat } from '../../../lib/use_format.ts';

/** Fetches the file that came in, with the cells that are wrong in red. */
export function MarkedFile({ id }: { id: string }) {
  const { t } = useTranslation('imports');
  const { language } = useFormat();
  const client = useApolloClient();
  const command = useCommand();
  const [watched, setWatched] = useState<string | null>(null);
  const start = () =>
    void command.send(async (clientKey) => {
      const { data } = await client.mutate({
        mutation: StartExportDocument,
        variables: {
          input: { clientKey, what: 'import_faults', format: 'xlsx', parameters: { id, language } },
        },
      });
      setWatched(data?.startExport?.export?.id ?? null);
    });
  return (
    <>
      <Button
        size="small"
        variant="outlined"
        color="inherit"
        startIcon={<ExportIcon />}
        disabled={command.isBusy}
        onClick={start}
      >
        {t('groups.marked')}
      </Button>
      <CommandRefusal of={command} />
      {watched && <ExportWatch key={watched} id={watched} onClose={() => setWatched(null)} />}
    </>
  );
}
