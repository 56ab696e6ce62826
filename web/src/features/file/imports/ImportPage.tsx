import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { LoadFailed } from '../../../components/LoadFailed.tsx';
import { PageHead } from '../../../components/PageHead.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { ImportColumns } from './ImportColumns.tsx';
import { ImportHistory } from './ImportHistory.tsx';
import { NewImport } from './NewImport.tsx';
import { useImportKinds } from './use_import_kinds.ts';

const KIND = 'loai';

/** Brings a list in as a file, and shows what came in before. */
export function ImportPage() {
  const { t } = useTranslation('imports');
  const { kinds, error, retry } = useImportKinds();
  const [params, setParams] = useSearchParams();
  const open = kinds?.filter(({ isOpen }) => isOpen);
  const kind = open?.find(({ code }) => code === params.get(KIND)) ?? open?.[0];
  return (
    <>
      <PageHead title={t('many')} />
      <Typography color="textSecondary" sx={{ mb: 3, maxWidth: '72ch' }}>
        {t('lead')}
      </Typography>
      {error && !kinds && <LoadFailed error={error} onRetry={retry} />}
      <Box sx={{ display: 'grid', gap: 6 }}>
        {kind && open && (
          <Panel isFlush>
            <NewImport
              kind={kind}
              kinds={open}
              onKind={(code) => setParams({ [KIND]: code }, { replace: true })}
            />
            <ImportColumns kind={kind} />
          </Panel>
        )}
        {open && !kind && <Typography>{t('noRight')}</Typography>}
        <ImportHistory />
      </Box>
    </>
  );
}
