import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/Panel.tsx';
import { useFormat } from '../../../lib/use_format.ts';
import { useSettled } from '../../../lib/use_settled.ts';

const ANNOUNCE_AFTER = 800;

interface Props {
  total: string;
  isPosting: boolean;
  isOver: boolean;
  isRequest: boolean;
  onSubmit(): void;
}

/**
 * The live total and the one button of the page: beside the lines, or along the bottom of a phone.
 */
export function IssueTotal({ total, isPosting, isOver, isRequest, onSubmit }: Props) {
  const { t } = useTranslation('inventory');
  const format = useFormat();
  const announced = useSettled(total, ANNOUNCE_AFTER);
  return (
    <Panel sx={barStyle}>
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Box sx={{ color: 'text.secondary', fontSize: 13 }}>{t('issue.totalLabel')}</Box>
        <Box
          data-testid="live-total"
          sx={{
            fontSize: { xs: 18, md: 22 },
            fontWeight: 650,
            color: isOver ? 'error.main' : 'text.primary',
          }}
        >
          {format.money(total)}
        </Box>
        <span role="status" className="visually-hidden">
          {t('form.totalStatus', { total: format.money(announced) })}
        </span>
      </Box>
      <Button
        variant="contained"
        disabled={isPosting}
        onClick={onSubmit}
        aria-keyshortcuts="Control+Enter"
        title="Ctrl+Enter"
        sx={{ width: { md: '100%' }, mt: { md: 3 }, px: 4 }}
      >
        {t(isRequest ? 'request.submit' : 'form.submit')}
      </Button>
    </Panel>
  );
}

const barStyle = {
  position: { xs: 'fixed', md: 'static' },
  insetInline: 0,
  bottom: 0,
  zIndex: { xs: 10, md: 0 },
  borderRadius: { xs: 0, md: 1 },
  borderWidth: { xs: '1px 0 0', md: '1px' },
  '& > div': {
    display: { xs: 'flex', md: 'block' },
    alignItems: 'center',
    gap: 3,
    py: { xs: 2.5, md: 4 },
    px: 4,
  },
};
