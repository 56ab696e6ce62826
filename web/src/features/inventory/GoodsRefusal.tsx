import { CommandRefusal } from '../../components/form/CommandRefusal.tsx';
import { QuestionsOf } from '../../components/questions/QuestionsOf.tsx';
import { RefusedGoods } from './RefusedGoods.tsx';
import type { GoodsFormState } from './use_goods_form.ts';

interface Props {
  state: GoodsFormState;
  verb: string;
  pathOf(id: string): string;
}

/** Why the document was not made, item by item, or what has to be told first. */
export function GoodsRefusal({ state, verb, pathOf }: Props) {
  return (
    <>
      <CommandRefusal
        of={state}
        pathOf={pathOf}
        more={state.refusal && <RefusedGoods problem={state.refusal.problem} />}
      />
      <QuestionsOf of={state} verb={verb} />
    </>
  );
}
