import { useApolloClient } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Dialog from '@mui/material/Dialog';
import InputBase from '@mui/material/InputBase';
import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { usePickerSearch } from '../components/picker_search.ts';
import { PaletteDocument } from '../gql/graphql.ts';
import { fold } from '../lib/fold.ts';
import { nodesOf } from '../lib/nodes.ts';
import { agencyPath, issuePath, paths } from '../lib/paths.ts';
import { useSession } from '../lib/session.ts';
import { useFormat } from '../lib/use_format.ts';
import { usePageGroups } from './pages.tsx';

interface Goal {
  to: string;
  name: string;
  kind: string;
}

function usePages(query: string): Goal[] {
  const { t } = useTranslation();
  const { can } = useSession();
  const kind = t('palette.pages');
  const make = can('inventory:write')
    ? [{ to: paths.newIssue, name: t('palette.newIssue'), kind }]
    : [];
  const pages = usePageGroups().flatMap((group) =>
    group.pages.map(({ key, to }) => ({ to, name: t(`nav.${key}`), kind })),
  );
  return [...make, ...pages].filter(({ name }) => fold(name).includes(fold(query)));
}

/** Slips by number or agency, and agencies, as the server finds them. */
function useFound(query: string): Goal[] {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useApolloClient();
  const { can } = useSession();
  const { options } = usePickerSearch<Goal>(
    can('finance:read') && query.length > 1,
    query,
    async (words) => {
      const { data } = await client.query({
        query: PaletteDocument,
        variables: { query: words },
        fetchPolicy: 'network-only',
      });
      return [
        ...nodesOf(data?.searchIssues).map(({ id, code, requestCode, agency, issueDate }) => ({
          to: issuePath(id),
          name: `${code ?? requestCode ?? ''} · ${agency?.name ?? ''} · ${format.date(issueDate)}`,
          kind: t('palette.issues'),
        })),
        ...nodesOf(data?.searchAgencies).map(({ id, code, name }) => ({
          to: agencyPath(id),
          name: `${name} · ${code}`,
          kind: t('palette.agencies'),
        })),
      ];
    },
  );
  return query.length > 1 ? [...options] : [];
}

/** Ctrl+K: to any page, slip or agency without the mouse. */
export function Palette({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const query = text.trim();
  const pages = usePages(query);
  const found = useFound(query);
  const goals = [...pages, ...found];
  const chosen = Math.min(at, goals.length - 1);

  function go(goal: Goal | undefined) {
    if (!goal) return;
    onClose();
    void navigate(goal.to);
  }
  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setAt((chosen + step + goals.length) % Math.max(goals.length, 1));
    else if (event.key === 'Enter') go(goals[chosen]);
    else return;
    event.preventDefault();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      fullWidth
      maxWidth="sm"
      aria-labelledby="palette-label"
      sx={{ '& .MuiDialog-container': { alignItems: 'flex-start' } }}
    >
      <span id="palette-label" className="visually-hidden">
        {t('palette.label')}
      </span>
      <InputBase
        autoFocus
        fullWidth
        value={text}
        onKeyDown={onKeyDown}
        placeholder={t('palette.placeholder')}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        sx={{ px: 5, height: 56, fontSize: 16, borderBottom: '1px solid', borderColor: 'divider' }}
        inputProps={{
          role: 'combobox',
          'aria-label': t('palette.label'),
          'aria-expanded': true,
          'aria-controls': 'palette-goals',
          'aria-activedescendant': goals[chosen] ? `goal-${chosen}` : undefined,
        }}
      />
      <Box
        component="ul"
        role="listbox"
        id="palette-goals"
        aria-label={t('palette.label')}
        sx={{ listStyle: 'none', m: 0, p: 2, maxHeight: '60vh', overflowY: 'auto' }}
      >
        {goals.length === 0 && (
          <Box
            component="li"
            role="option"
            aria-disabled="true"
            aria-selected="false"
            sx={{ p: 4, color: 'text.secondary' }}
          >
            {t('palette.nothing')}
          </Box>
        )}
        {goals.map((goal, index) => (
          <Box
            component="li"
            role="option"
            key={goal.to}
            id={`goal-${index}`}
            aria-selected={index === chosen}
            onClick={() => go(goal)}
            onMouseMove={() => setAt(index)}
            sx={[goalStyle, index === chosen && { bgcolor: 'action.selected' }]}
          >
            <Box sx={{ flex: 1, minWidth: 0 }}>{goal.name}</Box>
            <Box sx={{ color: 'text.secondary', fontSize: 12.5 }}>{goal.kind}</Box>
          </Box>
        ))}
      </Box>
    </Dialog>
  );
}

const goalStyle = {
  display: 'flex',
  alignItems: 'center',
  gap: 3,
  px: 3,
  minHeight: { xs: 44, md: 38 },
  borderRadius: '6px',
  cursor: 'pointer',
};
