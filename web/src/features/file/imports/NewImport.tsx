import { useApolloClient } from '@apollo/client/react';
import DownloadIcon from '@mui/icons-material/FileDownloadOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import LinearProgress from '@mui/material/LinearProgress';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useRef, useState } from 'react';
import type { DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Refusal, Way } from '../../../components/Refusal.tsx';
import { useCommand } from '../../../components/form/use_command.ts';
import { EndImportUploadDocument, StartImportDocument } from '../../../gql/graphql.ts';
import { importPath, importTemplatePath } from '../../../lib/paths.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { sendFile } from './upload.ts';
import type { Kind } from './use_import_kinds.ts';

interface Props {
  kind: Kind;
  kinds: readonly Kind[];
  onKind(code: string): void;
}

/** Chooses what comes in and the file that it is in. */
export function NewImport({ kind, kinds, onKind }: Props) {
  const { t } = useTranslation('imports');
  const { language } = useFormat();
  const upload = useUpload(kind.code);
  return (
    <Box sx={{ p: 4, display: 'grid', gap: 4 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 3, alignItems: 'center' }}>
        <TextField
          select
          label={t('what')}
          value={kind.code}
          onChange={({ target }) => onKind(target.value)}
          disabled={upload.isBusy}
          sx={{ minWidth: 220 }}
        >
          {kinds.map(({ code, name }) => (
            <MenuItem key={code} value={code}>
              {name}
            </MenuItem>
          ))}
        </TextField>
        <Button
          component="a"
          href={importTemplatePath(kind.code, language)}
          download
          variant="outlined"
          color="inherit"
          startIcon={<DownloadIcon />}
        >
          {t('template')}
        </Button>
      </Box>
      {upload.refusal && (
        <Refusal
          key={upload.refusal.at}
          problem={upload.refusal.problem}
          more={<Typography>{t('uploadFailed', { name: upload.fileName })}</Typography>}
        >
          <Way onClick={upload.sendAgain}>{t('again')}</Way>
        </Refusal>
      )}
      {upload.isBusy ? <Sending percent={upload.percent} /> : <FileChoice onFile={upload.send} />}
    </Box>
  );
}

function Sending({ percent }: { percent: number }) {
  const { t } = useTranslation('imports');
  return (
    <Box role="status">
      <Box sx={{ fontWeight: 600, mb: 1 }}>{t('uploading')}</Box>
      <LinearProgress aria-label={t('uploading')} variant="determinate" value={percent} />
      <Box sx={{ fontSize: 13, color: 'text.secondary', mt: 1.5 }}>{t('sent', { percent })}</Box>
    </Box>
  );
}

function FileChoice({ onFile }: { onFile(file: File): void }) {
  const { t } = useTranslation('imports');
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const take = (files: FileList | null | undefined) => {
    setOver(false);
    if (files?.[0]) onFile(files[0]);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    take(event.dataTransfer.files);
  };
  return (
    <Box
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      sx={{
        ...dropStyle,
        borderColor: isOver ? 'primary.main' : 'divider',
        bgcolor: isOver ? 'action.hover' : 'transparent',
      }}
    >
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('choose')}
        accept=".xlsx,.xls,.ods,.csv,.txt,text/csv"
        onChange={({ target }) => {
          take(target.files);
          target.value = '';
        }}
      />
      <span>{t('drop')}</span>
      <Button variant="contained" onClick={() => input.current?.click()}>
        {t('choose')}
      </Button>
      <Box sx={{ width: '100%', fontSize: 13, color: 'text.secondary' }}>{t('limits')}</Box>
    </Box>
  );
}

const dropStyle = {
  border: '1px dashed',
  borderRadius: 1,
  p: 5,
  display: 'flex',
  flexWrap: 'wrap',
  gap: 2.5,
  alignItems: 'center',
  justifyContent: 'center',
  textAlign: 'center',
};

/** A file on its way; sent again it is the same import, from its first piece on. */
function useUpload(what: string) {
  const client = useApolloClient();
  const navigate = useNavigate();
  const command = useCommand();
  const [percent, setPercent] = useState(0);
  const [last, setLast] = useState<{ file: File; key: string; what: string } | null>(null);

  function carry({ file, key, what: kind }: { file: File; key: string; what: string }) {
    setPercent(0);
    void command.send(async () => {
      const { data } = await client.mutate({
        mutation: StartImportDocument,
        variables: { input: { clientKey: key, what: kind, fileName: file.name.slice(-200) } },
      });
      const id = data?.startImport?.import?.id ?? '';
      await sendFile(id, file, setPercent);
      await client.mutate({
        mutation: EndImportUploadDocument,
        variables: { input: { importId: id } },
      });
      void navigate(importPath(id));
    });
  }

  return {
    isBusy: command.isBusy,
    refusal: command.refusal,
    percent,
    fileName: last?.file.name ?? '',
    send: (file: File) => {
      const next = { file, key: crypto.randomUUID(), what };
      setLast(next);
      carry(next);
    },
    sendAgain: () => {
      if (last) carry(last);
    },
  };
}
