import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../lib/use_format.ts';
import '../form_texts/index.ts';
import { Refusal, Way } from '../Refusal.tsx';
import type { CommandState } from './use_command.ts';

interface Props {
  command: CommandState;
  onReload?(): Promise<unknown>;
  more?: ReactNode;
}

/** What the server said to a form. A version that is no longer in force leads to the new one. */
export function CommandRefusal({ command, onReload, more }: Props) {
  const { t } = useTranslation('form');
  const format = useFormat();
  if (!command.refusal) return null;
  const { at, problem } = command.refusal;
  const { updated_by: name, updated_at: moment } = problem.details;
  const isStale = problem.code === 'STALE_VERSION';
  return (
    <Refusal
      key={at}
      problem={problem}
      more={
        isStale && typeof name === 'string' ? (
          <Typography color="textSecondary">
            {t('editedBy', { name, moment: format.moment(String(moment)) })}
          </Typography>
        ) : (
          more
        )
      }
    >
      {isStale && onReload && (
        <Way
          onClick={() => {
            void onReload().then(command.dismiss);
          }}
        >
          {t('takeNew')}
        </Way>
      )}
    </Refusal>
  );
}
