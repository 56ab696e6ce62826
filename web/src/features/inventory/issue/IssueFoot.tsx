import Box from '@mui/material/Box';
import TextField from '@mui/material/TextField';
import { Controller } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { onBareEnter } from '../../../components/form/form_keys.ts';
import { MoneyInput } from '../../../components/MoneyInput.tsx';
import { Panel } from '../../../components/Panel.tsx';
import type { IssueFormState } from './use_issue_form.ts';
import { useReason } from '../use_reason.ts';

/** Money paid on the spot, and a note. Enter in the last field asks to post. */
export function IssueFoot({ state, onDone }: { state: IssueFormState; onDone(): void }) {
  const { t } = useTranslation(['inventory', 'common']);
  const reason = useReason();
  const optional = t('common:state.optional');
  return (
    <Panel>
      <Box
        sx={{
          display: 'grid',
          gap: 4,
          gridTemplateColumns: { xs: '1fr', md: state.isRequest ? '1fr' : '240px minmax(0, 1fr)' },
          alignItems: 'start',
        }}
      >
        {!state.isRequest && <PaidNow state={state} />}
        <Controller
          control={state.form.control}
          name="note"
          render={({ field, fieldState }) => (
            <TextField
              label={`${t('issue.note')} ${optional}`}
              value={field.value}
              inputRef={field.ref}
              onBlur={field.onBlur}
              onChange={(event) => {
                field.onChange(event.target.value);
                state.form.clearErrors('note');
              }}
              onKeyDown={onBareEnter(onDone)}
              error={fieldState.error !== undefined}
              helperText={reason(fieldState.error?.message)}
            />
          )}
        />
      </Box>
    </Panel>
  );
}

function PaidNow({ state }: { state: IssueFormState }) {
  const { t } = useTranslation(['inventory', 'common']);
  const reason = useReason();
  return (
    <Controller
      control={state.form.control}
      name="paidNow"
      render={({ field, fieldState }) => (
        <MoneyInput
          label={`${t('issue.paidNow')} ${t('common:state.optional')}`}
          value={field.value}
          inputRef={field.ref}
          onBlur={field.onBlur}
          onChange={(value) => {
            field.onChange(value);
            state.form.clearErrors('paidNow');
          }}
          onKeyDown={onBareEnter(() => state.moveTo('note'))}
          error={fieldState.error !== undefined}
          helperText={reason(fieldState.error?.message)}
        />
      )}
    />
  );
}
