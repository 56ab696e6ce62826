import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';

function subscribe(onChange: () => void) {
  window.addEventListener('online', onChange);
  window.addEventListener('offline', onChange);
  return () => {
    window.removeEventListener('online', onChange);
    window.removeEventListener('offline', onChange);
  };
}

/** Says that the network is gone, or that this page is older than the server. */
export function ConnectionBanner() {
  const { t } = useTranslation();
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine);
  const [isOld, setOld] = useState(false);
  useEffect(() => {
    const onNew = () => setOld(true);
    window.addEventListener('sodaily:new-version', onNew);
    return () => window.removeEventListener('sodaily:new-version', onNew);
  }, []);
  return (
    <Box role="status" className="no-print">
      {!isOnline && <Box sx={{ ...bandStyle, bgcolor: 'tint.warning' }}>{t('state.offline')}</Box>}
      {isOld && (
        <Box sx={{ ...bandStyle, bgcolor: 'tint.primary' }}>
          {t('state.newVersion')}
          <Button size="small" onClick={() => window.location.reload()}>
            {t('action.reload')}
          </Button>
        </Box>
      )}
    </Box>
  );
}

const bandStyle = {
  display: 'flex',
  alignItems: 'center',
  gap: 3,
  px: { xs: 4, md: 6 },
  minHeight: 40,
  fontSize: 13.5,
  fontWeight: 500,
};
