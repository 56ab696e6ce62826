import states from '../../../../../db/words/states.json';
import { StatusChip } from '../../../components/StatusChip.tsx';

export const RefundStatus = ({ status }: { status: string }) => (
  <StatusChip words={states.refund_status} status={status} />
);
