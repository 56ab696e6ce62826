import { useQuery } from '@apollo/client/react';
import { useTranslation } from 'react-i18next';
import { useCursorPages } from '../../../components/cursor_pages.ts';
import { DataList } from '../../../components/DataList.tsx';
import { Pager } from '../../../components/Pager.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { ImportFaultListDocument } from '../../../gql/graphql.ts';
import type { ImportFaultListQuery } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { useFaultWords } from './use_fault_words.ts';
import { useImportKinds } from './use_import_kinds.ts';

type Fault = NonNullable<NonNullable<ImportFaultListQuery['importFaults']>['nodes'][number]>;
const PAGE = 50;

/** Every cell that is wrong, in the order of the file. */
export function ImportFaults({ id, what }: { id: string; what: string }) {
  const { t } = useTranslation('imports');
  const format = useFormat();
  const pages = useCursorPages();
  const { kinds } = useImportKinds();
  const { sentenceOf: wrong, tellsValue } = useFaultWords();
  const { data, previousData, loading, error, refetch } = useQuery(ImportFaultListDocument, {
    variables: { id, first: PAGE, after: pages.after },
    fetchPolicy: 'network-only',
  });
  const connection = (data ?? previousData)?.importFaults;
  const rows = connection ? nodesOf(connection) : undefined;
  const next = connection?.pageInfo.hasNextPage ? (connection.pageInfo.endCursor ?? null) : null;
  const columns = kinds?.find(({ code }) => code === what)?.columns;
  const nameOf = ({ columnCode }: Fault) =>
    columns?.find(({ code }) => code === columnCode)?.name ?? t('row');
  const writtenIn = (fault: Fault) => (tellsValue(fault) ? '–' : (fault.value ?? '–'));
  return (
    <Panel title={t('faults')} isFlush>
      <DataList<Fault>
        label={t('faults')}
        rows={rows}
        isRefetching={loading}
        error={error}
        onRetry={() => void refetch()}
        empty={null}
        rowKey={({ rowNo, columnCode }) => `${rowNo} ${columnCode}`}
        columns={[
          {
            key: 'row',
            head: t('row'),
            align: 'right',
            width: 90,
            cell: ({ rowNo }) => format.quantity(rowNo),
          },
          { key: 'column', head: t('column'), width: 180, cell: nameOf },
          { key: 'value', head: t('value'), cell: writtenIn },
          { key: 'wrong', head: t('wrong'), cell: wrong },
        ]}
        card={(fault) => ({
          title: `${t('row')} ${format.quantity(fault.rowNo)} · ${nameOf(fault)}`,
          figure: writtenIn(fault),
          note: wrong(fault),
        })}
        foot={
          rows
          && (next !== null || !pages.isFirst) && (
            <Pager
              pages={pages}
              total={connection?.totalCount ?? 0}
              shown={rows.length}
              next={next}
            />
          )
        }
      />
    </Panel>
  );
}
