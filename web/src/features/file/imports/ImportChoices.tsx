import CheckIcon from '@mui/icons-material/Check';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import { CommandRefusal } from '../../../components/form/CommandRefusal.tsx';
import { Panel } from '../../../components/Panel.tsx';
import type { ImportStateFragment } from '../../../gql/graphql.ts';
import { chosenOf } from './choice.ts';
import { useChoose } from './use_choose.ts';

/** What was decided about a file; each is taken back here. */
export function ImportChoices({
  file,
  onChanged,
}: {
  file: ImportStateFragment;
  onChanged(): void;
}) {
  const { t } = useTranslation('imports');
  const command = useChoose(file.id, onChanged);
  const made = Object.entries((file.choices ?? {}) as Record<string, string>);
  if (made.length === 0) return null;
  return (
    <Panel title={t('choices.title')}>
      <CommandRefusal of={command} onOvertaken={onChanged} />
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {made.map(([choice, way]) => (
          <Box
            component="li"
            key={choice}
            sx={{ display: 'flex', alignItems: 'center', gap: 2, minHeight: 40 }}
          >
            <CheckIcon fontSize="small" sx={{ color: 'success.main' }} aria-hidden />
            <span>{t(`choices.made.${chosenOf(choice, way)}`)}</span>
            <Button
              size="small"
              disabled={command.isBusy}
              aria-label={`${t('choices.undo')}: ${t(`choices.made.${chosenOf(choice, way)}`)}`}
              onClick={() => command.choose(choice, null)}
            >
              {t('choices.undo')}
            </Button>
          </Box>
        ))}
      </Box>
    </Panel>
  );
}
