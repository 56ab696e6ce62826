import ImportIcon from '@mui/icons-material/FileUploadOutlined';
import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { newImportPath } from '../lib/paths.ts';

/** The way to where rows of this list come in as a file; `what` is a code of file.import_kind. */
export function ImportButton({ what }: { what: string }) {
  const { t } = useTranslation('export');
  return (
    <Button
      component={RouterLink}
      to={newImportPath(what)}
      variant="outlined"
      color="inherit"
      startIcon={<ImportIcon />}
    >
      {t('import')}
    </Button>
  );
}
