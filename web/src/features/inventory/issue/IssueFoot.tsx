import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { FormField } from '../../../components/form/FormField.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { useReason } from '../use_reason.ts';
import type { IssueFormState } from './use_issue_form.ts';

/** Money paid on the spot, and a note. Enter in the last field asks to post. */
export function IssueFoot({ state }: { state: IssueFormState }) {
  const { t } = useTranslation('inventory');
  const common = { of: state, isOptional: true, reasonOf: useReason() };
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
        {!state.isRequest && (
          <FormField
            {...common}
            name="paidNow"
            label={t('issue.paidNow')}
            kind="money"
            onEnter={() => state.focus('note')}
          />
        )}
        <FormField {...common} name="note" label={t('issue.note')} onEnter={state.submit} />
      </Box>
    </Panel>
  );
}
