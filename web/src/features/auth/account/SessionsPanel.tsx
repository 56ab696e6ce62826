import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ActDialog } from '../../../components/form/ActDialog.tsx';
import { LoadFailed } from '../../../components/LoadFailed.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { useToast } from '../../../components/toasts.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { endOtherSessions, endSession, listSessions } from './account.ts';
import type { OwnSession } from './account.ts';
import { browserName } from './browser_name.ts';

function useSessions() {
  const [sessions, setSessions] = useState<readonly OwnSession[] | null>(null);
  const [error, setError] = useState<unknown>(null);
  const load = useCallback(() => {
    listSessions()
      .then((answer) => {
        setSessions(answer);
        setError(null);
      })
      .catch(setError);
  }, []);
  useEffect(load, [load]);
  return { sessions, error, load };
}

/** Where one is signed in, and how to end it elsewhere. */
export function SessionsPanel() {
  const { t } = useTranslation('account');
  const { sessions, error, load } = useSessions();
  const toast = useToast();
  const words = useWords();
  const [ending, setEnding] = useState<OwnSession | 'others' | null>(null);
  const others = sessions?.filter((session) => !session.is_current).length ?? 0;
  const isAll = ending === 'others';
  async function act() {
    if (!ending) return;
    await (ending === 'others' ? endOtherSessions() : endSession(ending.id));
    toast({
      text:
        ending === 'others'
          ? t('sessions.othersDone')
          : t('sessions.endDone', { browser: words(ending) }),
    });
  }
  return (
    <Panel title={t('sessions.title')} isFlush>
      {error !== null && !sessions && <LoadFailed error={error} onRetry={load} />}
      {error === null && !sessions && (
        <Box aria-busy="true" sx={{ px: 4, pb: 4 }}>
          <Skeleton />
          <Skeleton width="60%" />
        </Box>
      )}
      {sessions && (
        <Box component="ul" aria-label={t('sessions.title')} sx={{ listStyle: 'none', m: 0, p: 0 }}>
          {sessions.map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              name={words(session)}
              onEnd={() => setEnding(session)}
            />
          ))}
        </Box>
      )}
      {others > 0 && (
        <Box sx={{ p: 4, borderTop: '1px solid', borderColor: 'divider' }}>
          <Button variant="outlined" color="error" onClick={() => setEnding('others')}>
            {t('sessions.others')}
          </Button>
        </Box>
      )}
      {ending && (
        <ActDialog
          title={
            isAll ? t('sessions.othersTitle') : t('sessions.endTitle', { browser: words(ending) })
          }
          verb={t(isAll ? 'sessions.others' : 'sessions.end')}
          isGrave
          act={act}
          onChanged={() => {
            setEnding(null);
            load();
          }}
          onClose={() => setEnding(null)}
        >
          <Typography>
            {isAll ? t('sessions.othersText', { count: others }) : t('sessions.endText')}
          </Typography>
        </ActDialog>
      )}
    </Panel>
  );
}

function useWords() {
  const { t } = useTranslation('account');
  return (session: OwnSession) => {
    const { browser, system } = browserName(session.browser);
    if (browser && system) return t('sessions.browserOn', { browser, system });
    return browser ?? system ?? t('sessions.unknown');
  };
}

function SessionRow({
  session,
  name,
  onEnd,
}: {
  session: OwnSession;
  name: string;
  onEnd(): void;
}) {
  const { t } = useTranslation('account');
  const format = useFormat();
  return (
    <Box
      component="li"
      sx={{
        display: 'flex',
        gap: 3,
        alignItems: 'center',
        px: 4,
        py: 2.5,
        borderTop: '1px solid',
        borderColor: 'divider',
      }}
    >
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Box
          sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center', fontWeight: 600 }}
          title={session.browser ?? ''}
        >
          {name}
          {session.is_current && (
            <Chip size="small" variant="outlined" color="primary" label={t('sessions.current')} />
          )}
        </Box>
        <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
          {[
            session.address,
            !session.is_current && t('sessions.used', { ago: format.ago(session.last_used_at) }),
            t('sessions.since', { moment: format.moment(session.created_at) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </Box>
      </Box>
      {!session.is_current && (
        <Button
          size="small"
          color="inherit"
          aria-label={`${t('sessions.end')}: ${name}`}
          onClick={onEnd}
        >
          {t('sessions.end')}
        </Button>
      )}
    </Box>
  );
}
