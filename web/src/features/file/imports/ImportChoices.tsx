import { useApolloClient } from '@apollo/client/react';
import CheckIcon from '@mui/icons-material/Check';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import { CommandRefusal } from '../../../components/form/CommandRefusal.tsx';
import { useCommand } from '../../../components/form/use_command.ts';
import { Panel } from '../../../components/Panel.tsx';
import type { ImportStateFragment } from '../../../gql/graphql.ts';
import { chosenOf } from './choice.ts';
import type { Creatable } from './missing.ts';
import { assignedNames, assignNames, NAMES, type AssignedName } from './names.ts';
import { useChoose } from './use_choose.ts';

interface Props {
  file: ImportStateFragment;
  onChanged(): void;
}

/** What was decided about a file; each is taken back here. */
export function ImportChoices({ file, onChanged }: Props) {
  const { t } = useTranslation('imports');
  const choosing = useChoose(file.id, onChanged);
  const assigning = useTakeBack(file.id, onChanged);
  const made = Object.entries((file.choices ?? {}) as Record<string, string>).filter(
    ([choice]) => choice !== NAMES,
  );
  const assigned = assignedNames(file.choices);
  if (made.length + assigned.length === 0) return null;
  const isBusy = choosing.isBusy || assigning.isBusy;
  return (
    <Panel title={t('choices.title')}>
      <CommandRefusal of={choosing} onOvertaken={onChanged} />
      <CommandRefusal of={assigning} onOvertaken={onChanged} />
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {made.map(([choice, way]) => (
          <Made
            key={choice}
            text={t(`choices.made.${chosenOf(choice, way)}`)}
            isBusy={isBusy}
            onUndo={() => choosing.choose(choice, null)}
          />
        ))}
        {assigned.map(({ column, names }) => (
          <Made
            key={column}
            text={t(`choices.assigned.${column}`, { names: names.map(inWords).join('; ') })}
            isBusy={isBusy}
            onUndo={() => assigning.takeBack(column, names)}
          />
        ))}
      </Box>
    </Panel>
  );
}

const inWords = ({ written, name, city }: AssignedName): string =>
  `${written} → ${[name, city].filter(Boolean).join(', ')}`;

function Made({ text, isBusy, onUndo }: { text: string; isBusy: boolean; onUndo(): void }) {
  const { t } = useTranslation('imports');
  return (
    <Box component="li" sx={{ display: 'flex', alignItems: 'center', gap: 2, minHeight: 40 }}>
      <CheckIcon fontSize="small" sx={{ color: 'success.main' }} aria-hidden />
      <span>{text}</span>
      <Button
        size="small"
        disabled={isBusy}
        aria-label={`${t('choices.undo')}: ${text}`}
        onClick={onUndo}
      >
        {t('choices.undo')}
      </Button>
    </Box>
  );
}

/** Takes back what names of a column stand for; the file is read anew. */
function useTakeBack(importId: string, onChanged: () => void) {
  const client = useApolloClient();
  const command = useCommand();
  const takeBack = (column: Creatable, names: readonly AssignedName[]) =>
    void command.send(async (clientKey) => {
      const none = names.map(({ written }) => ({ written, name: null, city: null }));
      await assignNames(client, importId, column, none, clientKey);
      onChanged();
    });
  return { ...command, takeBack };
}
