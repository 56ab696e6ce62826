import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DataList } from '../../components/DataList.tsx';
import type { Card, Column } from '../../components/data_list.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Pager } from '../../components/Pager.tsx';
import { Panel } from '../../components/Panel.tsx';
import type { ReportState } from './use_report.ts';

interface Props<Row> {
  label: string;
  report: ReportState;
  rows: readonly Row[] | undefined;
  total: number;
  next: string | null;
  columns: readonly Column<Row>[];
  /** What stands below each column, of all pages. */
  sums?: Readonly<Record<string, ReactNode>>;
  card(row: Row): Card;
  rowKey(row: Row): string;
  rowPath?(row: Row): string;
  isLoading: boolean;
  error: unknown;
  onRetry(): void;
}

/** The rows of a report, with their sums and pages. */
export function ReportTable<Row>({ report, rows, total, next, isLoading, ...list }: Props<Row>) {
  const { t } = useTranslation('report');
  return (
    <Panel isFlush>
      <DataList<Row>
        {...list}
        rows={rows}
        isRefetching={isLoading}
        empty={<EmptyState text={t(report.search ? 'noneFound' : 'none')} />}
        foot={
          rows
          && (next !== null || !report.pages.isFirst) && (
            <Pager pages={report.pages} total={total} shown={rows.length} next={next} />
          )
        }
      />
    </Panel>
  );
}
