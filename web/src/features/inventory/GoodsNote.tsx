import { useTranslation } from 'react-i18next';
import { FormField } from '../../components/form/FormField.tsx';
import { Panel } from '../../components/Panel.tsx';
import type { GoodsFormState } from './use_goods_form.ts';
import { useGoodsReason } from './use_goods_reason.ts';

/** The last field: Enter asks. */
export function GoodsNote({ state }: { state: GoodsFormState }) {
  const { t } = useTranslation('goods');
  return (
    <Panel>
      <FormField
        of={state}
        name="note"
        label={t('note')}
        isOptional
        onEnter={state.submit}
        reasonOf={useGoodsReason()}
      />
    </Panel>
  );
}
