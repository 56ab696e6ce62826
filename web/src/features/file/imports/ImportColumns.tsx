import { useTranslation } from 'react-i18next';
import kinds from '../../../../../db/words/kinds.json';
import { DataList } from '../../../components/DataList.tsx';
import { useWord } from '../../../lib/words.ts';
import type { Kind } from './use_import_kinds.ts';

type Column = Kind['columns'][number];

/** What a file of a kind has in its columns. */
export function ImportColumns({ kind }: { kind: Kind }) {
  const { t } = useTranslation('imports');
  const word = useWord(kinds.import_column_form);
  const formOf = ({ form }: Column) => word(form);
  return (
    <DataList<Column>
      label={t('columns')}
      rows={kind.columns}
      rowKey={({ code }) => code}
      onRetry={() => undefined}
      empty={null}
      columns={[
        { key: 'column', head: t('column'), cell: ({ name }) => name },
        {
          key: 'required',
          head: t('required'),
          cell: ({ isRequired }) => (isRequired ? t('isRequired') : '–'),
        },
        { key: 'form', head: t('form'), cell: formOf },
        { key: 'example', head: t('example'), cell: ({ example }) => example },
      ]}
      card={(column) => ({
        title: column.name,
        figure: column.isRequired ? t('required') : undefined,
        note: `${formOf(column)} · ${column.example}`,
      })}
    />
  );
}
