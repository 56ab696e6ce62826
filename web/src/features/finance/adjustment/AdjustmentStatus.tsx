import states from '../../../../../db/words/states.json';
import { StatusChip } from '../../../components/StatusChip.tsx';

export const adjustmentStates = Object.keys(states.adjustment_status);

export const AdjustmentStatus = ({ status }: { status: string }) => (
  <StatusChip words={states.adjustment_status} status={status} />
);

/** "−200.000 ₫" for one that lowers the debt, "+300.000 ₫" for one that raises it. */
export const signed = (direction: string, shown: string) =>
  `${direction === 'up' ? '+' : '−'}${shown}`;
