import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { questionsOf } from '../../components/questions/answers.ts';
import { QuestionsOf } from '../../components/questions/QuestionsOf.tsx';
import { Refusal, Way } from '../../components/Refusal.tsx';
import { NO_CONNECTION } from '../../lib/problem.ts';
import { RefusedGoods } from './RefusedGoods.tsx';
import type { GoodsFormState } from './use_goods_form.ts';

interface Props {
  state: GoodsFormState;
  verb: string;
  pathOf(id: string): string;
  opened: string;
  anew: string;
}

/**
 * Why the document was not made, and the ways out, or what has to be told first; all that was typed
 * stays.
 */
export function GoodsRefusal({ state, verb, pathOf, opened, anew }: Props) {
  const { t } = useTranslation(['goods', 'common']);
  const problem = state.refusal?.problem;
  if (!problem) return null;
  if (questionsOf(problem))
    return (
      <QuestionsOf
        refusal={state.refusal}
        verb={verb}
        isBusy={state.isBusy}
        onAnswer={state.answer}
        onClose={state.dismiss}
      />
    );
  const { code, details } = problem;
  const first = (details['result'] as { id?: string } | null | undefined)?.id;
  return (
    <Refusal problem={problem} more={<RefusedGoods problem={problem} />}>
      {code === 'DUPLICATE_REQUEST' && first && (
        <Button component={Link} to={pathOf(first)} variant="outlined" color="inherit" size="small">
          {opened}
        </Button>
      )}
      {code === 'DUPLICATE_REQUEST' && <Way onClick={state.takeNewKey}>{anew}</Way>}
      {[NO_CONNECTION, 'BUSY', 'INTERNAL'].includes(code) && (
        <Way onClick={state.ask}>{t('common:action.retry')}</Way>
      )}
    </Refusal>
  );
}
