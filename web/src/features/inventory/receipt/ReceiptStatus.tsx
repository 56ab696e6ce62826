import states from '../../../../../db/words/states.json';
import { StatusChip } from '../../../components/StatusChip.tsx';

export const ReceiptStatus = ({ status }: { status: string }) => (
  <StatusChip words={states.receipt_status} status={status} />
);
