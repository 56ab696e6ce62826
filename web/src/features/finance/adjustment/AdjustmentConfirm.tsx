import { useQuery } from '@apollo/client/react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import type { Fact } from '../../../components/Facts.tsx';
import { useDebtFacts } from '../../../components/use_debt_facts.tsx';
import { FourEyesDocument } from '../../../gql/graphql.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { useAmountInWords } from '../AmountInWords.tsx';
import { hasDueDate } from './use_adjustment_form.ts';
import type { AdjustmentFormState } from './use_adjustment_form.ts';
import type { CorrectableDocument } from './use_corrected.ts';

interface Props {
  state: AdjustmentFormState;
  debt: string | undefined;
  after: string | undefined;
  documents: readonly CorrectableDocument[];
}

/** What the adjustment will do, and whether it does it now or once a colleague has confirmed it. */
export function AdjustmentConfirm({ state, debt, after, documents }: Props) {
  const { t } = useTranslation(['adjustment', 'finance']);
  const format = useFormat();
  const values = state.form.getValues();
  const { agency, amount, direction, corrects, dueDate, day, reason } = values;
  const words = useAmountInWords(amount);
  const note = useWhen();
  const document = documents.find(({ key }) => key === corrects);
  const debtFacts = useDebtFacts(debt, after);
  const due: readonly Fact[] = hasDueDate(values)
    ? [[t('due'), dueDate === '' ? t('confirm.dueOwn') : format.date(dueDate)]]
    : [];
  return (
    <ConfirmDialog
      title={t(`confirm.title.${direction}`, { amount: format.money(amount) })}
      verb={t('make')}
      note={note}
      day={{ label: t('date'), value: day }}
      lead={words && <span lang="vi">{words}</span>}
      facts={[
        [
          t('finance:agency'),
          <strong key="agency">
            {agency?.name} · {agency?.code}
          </strong>,
        ],
        [t('corrects'), document ? `${document.name} · ${document.open}` : t('noDocument')],
        ...due,
        [t('reason'), reason],
        ...debtFacts,
      ]}
      isBusy={state.isBusy}
      onConfirm={state.confirm}
      onClose={state.stopAsking}
    />
  );
}

/** Whether it is posted at once. Who may not read regulations is told of both. */
function useWhen() {
  const { t } = useTranslation('adjustment');
  const { data } = useQuery(FourEyesDocument, { fetchPolicy: 'network-only' });
  const value = data?.regulationByKey?.inForce?.value;
  if (value === undefined) return t('confirm.maybe');
  return t(value === 'true' ? 'confirm.later' : 'confirm.now');
}
