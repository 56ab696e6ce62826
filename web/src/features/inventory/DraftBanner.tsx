import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/use_format.ts';
import type { IssueDraft } from './issue/issue_draft.ts';

interface Props {
  draft: IssueDraft;
  /** Restored: the form shows it. Offered: another slip was asked for. */
  isRestored: boolean;
  onOpen(): void;
  onDrop(): void;
}

export function DraftBanner({ draft, isRestored, onOpen, onDrop }: Props) {
  const { t } = useTranslation('inventory');
  const format = useFormat();
  const moment = format.moment(draft.savedAt);
  const agency = draft.values.agency?.name;
  const offer = agency
    ? t('draft.offered', { agency, moment })
    : t('draft.offeredNoAgency', { moment });
  return (
    <Box role="status" sx={bannerStyle}>
      <Box sx={{ flex: 1, minWidth: 200 }}>
        {isRestored ? t('draft.restored', { moment }) : offer}
      </Box>
      {!isRestored && (
        <Button size="small" onClick={onOpen}>
          {t('draft.open')}
        </Button>
      )}
      <Button size="small" color="inherit" onClick={onDrop}>
        {t(isRestored ? 'draft.discard' : 'draft.drop')}
      </Button>
    </Box>
  );
}

const bannerStyle = {
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: 2,
  mb: 4,
  px: 4,
  py: 1.5,
  borderRadius: 1,
  bgcolor: 'tint.primary',
};
