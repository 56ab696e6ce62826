import CheckIcon from '@mui/icons-material/CheckCircleOutlined';
import CloseIcon from '@mui/icons-material/Close';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import Snackbar from '@mui/material/Snackbar';
import { useCallback, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ToastContext } from './toasts.ts';
import type { Toast } from './toasts.ts';

/** One toast at a time, bottom left, six seconds each. */
export function Toasts({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [queue, setQueue] = useState<(Toast & { key: number })[]>([]);
  const show = useCallback((toast: Toast) => {
    setQueue((earlier) => [...earlier, { ...toast, key: (earlier.at(-1)?.key ?? 0) + 1 }]);
  }, []);
  const dismiss = () => setQueue(([, ...rest]) => rest);
  const toast = queue[0];
  return (
    <ToastContext value={show}>
      {children}
      <Snackbar
        key={toast?.key ?? 0}
        open={toast !== undefined}
        autoHideDuration={6000}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
        onClose={(_, reason) => {
          if (reason !== 'clickaway') dismiss();
        }}
        className="no-print"
      >
        <Box role="status" sx={toastStyle}>
          <CheckIcon color="success" fontSize="small" sx={{ mt: '2px' }} />
          <Box sx={{ flex: 1, minWidth: 0 }}>
            <Box sx={{ fontWeight: 600 }}>{toast?.text}</Box>
            {toast?.detail && (
              <Box sx={{ color: 'text.secondary', fontSize: 13 }}>{toast.detail}</Box>
            )}
          </Box>
          <IconButton
            size="small"
            aria-label={t('action.close')}
            onClick={dismiss}
            sx={{ my: '-4px' }}
          >
            <CloseIcon fontSize="small" />
          </IconButton>
        </Box>
      </Snackbar>
    </ToastContext>
  );
}

const toastStyle = {
  display: 'flex',
  alignItems: 'flex-start',
  gap: 2.5,
  minWidth: 280,
  maxWidth: 420,
  p: '10px 8px 10px 14px',
  bgcolor: 'background.paper',
  color: 'text.primary',
  borderRadius: 1,
  border: '1px solid',
  borderColor: 'divider',
  boxShadow: '0 8px 24px rgb(16 24 40 / 0.14)',
};
