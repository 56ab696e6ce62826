import type {
  AgencyNearLimitFragment,
  DebtorFragment,
  LowItemFragment,
} from '../../gql/graphql.ts';
import { Debtors } from './Debtors.tsx';
import { LowStock } from './LowStock.tsx';
import { Months } from './Months.tsx';
import { NearLimit } from './NearLimit.tsx';

/** What is below the first screen comes a moment after it. */
export const MonthPanel = Months;

interface Props {
  agencies: readonly AgencyNearLimitFragment[] | null | undefined;
  debtors: readonly DebtorFragment[] | null | undefined;
  items: readonly LowItemFragment[] | null | undefined;
  isAgency: boolean;
}

export function SidePanels({ agencies, debtors, items, isAgency }: Props) {
  return (
    <>
      {!isAgency && <NearLimit agencies={agencies} />}
      <Debtors debtors={debtors} />
      <LowStock items={items} />
    </>
  );
}
