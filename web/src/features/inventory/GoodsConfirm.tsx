import type { ReactNode } from 'react';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import type { Fact } from '../../components/Facts.tsx';
import type { GoodsFormState } from './use_goods_form.ts';

interface Props {
  state: GoodsFormState;
  title: string;
  verb: string;
  day: { label: string; value: string };
  facts?: readonly Fact[];
  note: string;
  children: ReactNode;
}

/** The question before a receipt or a count is booked. */
export function GoodsConfirm({ state, ...told }: Props) {
  return (
    <ConfirmDialog
      {...told}
      isBusy={state.isBusy}
      onConfirm={state.confirm}
      onClose={state.stopAsking}
    />
  );
}
