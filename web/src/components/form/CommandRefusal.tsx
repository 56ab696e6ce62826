import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { NO_CONNECTION } from '../../lib/problem.ts';
import type { Problem } from '../../lib/problem.ts';
import { useFormat } from '../../lib/use_format.ts';
import { questionsOf } from '../questions/answers.ts';
import { Refusal, Way } from '../Refusal.tsx';
import type { CommandState } from './use_command.ts';
import type { SentForm } from './use_command_form.ts';

interface Props {
  /** A button's command, or a form, which can be sent again. */
  of: CommandState & Partial<SentForm>;
  /** Asks for what is saved now; what was typed stays. */
  onReload?(): Promise<unknown>;
  /** Of a change of state: somebody else was faster, so the page has to be asked for again. */
  onOvertaken?(): void;
  /** The page of the document that the command makes. */
  pathOf?(id: string): string;
  more?: ReactNode;
  /** Ways out that belong to this command alone. */
  children?: ReactNode;
}

/**
 * What the server said to a command, and the ways out; all that was typed stays. What it wants to
 * be told is asked by `QuestionsOf`.
 */
export function CommandRefusal(props: Props) {
  const { refusal } = props.of;
  if (!refusal || questionsOf(refusal.problem)) return null;
  const { at, problem } = refusal;
  return (
    <Refusal
      key={at}
      problem={problem}
      more={
        <>
          <WhoEdited problem={problem} />
          {props.more}
        </>
      }
    >
      {props.children}
      <GeneralWays {...props} problem={problem} />
    </Refusal>
  );
}

/** Who made the version that is in force instead. */
function WhoEdited({ problem: { code, details } }: { problem: Problem }) {
  const { t } = useTranslation('form');
  const format = useFormat();
  const { updated_by: name, updated_at: moment } = details;
  if (code !== 'STALE_VERSION' || typeof name !== 'string') return null;
  return (
    <Typography color="textSecondary">
      {t('editedBy', { name, moment: format.moment(String(moment)) })}
    </Typography>
  );
}

/** Somebody else was faster, or this very person in another window. */
const overtaking = new Set([
  'INVALID_TRANSITION',
  'NOT_FOUND',
  'DUPLICATE_REQUEST',
  'STALE_VERSION',
]);

/** The ways out that are the same for every command. */
function GeneralWays({ of, onReload, onOvertaken, pathOf, problem }: Props & { problem: Problem }) {
  const { t } = useTranslation(['form', 'common']);
  const { code, details } = problem;
  const made = (details['result'] as { id?: string } | null | undefined)?.id;
  if (onOvertaken && overtaking.has(code))
    return <Way onClick={onOvertaken}>{t('common:action.reload')}</Way>;
  if (code === 'STALE_VERSION' && onReload)
    return (
      <Way
        onClick={() => {
          void onReload().then(of.dismiss);
        }}
      >
        {t('takeNew')}
      </Way>
    );
  // The first one was done after all, and says something else than what stands here now.
  if (code === 'DUPLICATE_REQUEST' && of.sendAnew)
    return (
      <>
        {pathOf && made && (
          <Button
            component={Link}
            to={pathOf(made)}
            variant="outlined"
            color="inherit"
            size="small"
            sx={{ bgcolor: 'background.paper' }}
          >
            {t('duplicate.open')}
          </Button>
        )}
        <Way onClick={of.sendAnew}>{t(pathOf ? 'duplicate.document' : 'duplicate.command')}</Way>
      </>
    );
  if ([NO_CONNECTION, 'BUSY', 'INTERNAL'].includes(code) && of.submit)
    return <Way onClick={() => of.submit?.()}>{t('common:action.retry')}</Way>;
  return null;
}
