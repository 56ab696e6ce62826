import type { OverviewQuery } from '../../gql/graphql.ts';
import { nodesOf } from '../../lib/nodes.ts';
import { Debtors } from './Debtors.tsx';
import { LowStock } from './LowStock.tsx';
import { Months } from './Months.tsx';
import { NearLimit } from './NearLimit.tsx';

type Data = OverviewQuery | undefined;

/** What is below the first screen comes a moment after it. */
export function MonthPanel({ data }: { data: Data }) {
  return <Months months={data?.salesByMonth && nodesOf(data.salesByMonth)} />;
}

export function SidePanels({ data, isAgency }: { data: Data; isAgency: boolean }) {
  return (
    <>
      {!isAgency && (
        <NearLimit agencies={data?.agenciesNearLimit && nodesOf(data.agenciesNearLimit)} />
      )}
      <Debtors debtors={data?.monthlyDebt && nodesOf(data.monthlyDebt)} />
      <LowStock items={data?.lowStockItems && nodesOf(data.lowStockItems)} />
    </>
  );
}
