import TextField from '@mui/material/TextField';
import { useTranslation } from 'react-i18next';
import { onBareEnter } from '../../components/form/form_keys.ts';
import { Panel } from '../../components/Panel.tsx';
import type { GoodsFormState } from './use_goods_form.ts';
import { useGoodsReason } from './use_goods_reason.ts';

/** The last field: Enter asks. */
export function GoodsNote({
  state,
  value,
  onChange,
}: {
  state: GoodsFormState;
  value: string;
  onChange(note: string): void;
}) {
  const { t } = useTranslation('goods');
  const reason = useGoodsReason();
  return (
    <Panel>
      <TextField
        label={`${t('note')} ${t('optional')}`}
        fullWidth
        value={value}
        inputRef={state.inputRef('note')}
        onChange={(event) => {
          onChange(event.target.value);
          state.forgive('note');
        }}
        onKeyDown={onBareEnter(state.ask)}
        error={state.reasons['note'] !== undefined}
        helperText={reason(state.reasons['note'])}
        slotProps={{ htmlInput: { maxLength: 500 } }}
      />
    </Panel>
  );
}
