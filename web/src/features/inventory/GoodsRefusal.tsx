import Button from '@mui/material/Button';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Refusal, Way } from '../../components/Refusal.tsx';
import { NO_CONNECTION } from '../../lib/problem.ts';
import { RefusedGoods } from './RefusedGoods.tsx';
import type { GoodsFormState } from './use_goods_form.ts';

interface Props {
  state: GoodsFormState;
  pathOf(id: string): string;
  opened: string;
  anew: string;
}

/** Why the document was not made, and the ways out; all that was typed stays. */
export function GoodsRefusal({ state, pathOf, opened, anew }: Props) {
  const { t } = useTranslation(['goods', 'common']);
  const problem = state.refusal?.problem;
  if (!problem) return null;
  const { code, details } = problem;
  const first = (details['result'] as { id?: string } | null | undefined)?.id;
  return (
    <Refusal problem={problem} more={<RefusedGoods problem={problem} />}>
      {code === 'DUPLICATE_REQUEST' && first && <Button component={Link} to={pathOf(first)} variant="outlined" color="inherit" size="small">{opened}</Button>}
      {code === 'DUPLICATE_REQUEST' && <Way onClick={state.takeNewKey}>{anew}</Way>}
      {[NO_CONNECTION, 'BUSY', 'INTERNAL'].includes(code) && <Way onClick={state.ask}>{t('common:action.retry')}</Way>}
    </Refusal>
  );
}
