import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { CommandRefusal } from '../../components/form/CommandRefusal.tsx';
import { sendOnCtrlEnter } from '../../components/form/form_keys.ts';
import { FormField } from '../../components/form/FormField.tsx';
import { LeaveGuard } from '../../components/form/LeaveGuard.tsx';
import type { CommandForm } from '../../components/form/use_command_form.ts';
import { LoadFailed } from '../../components/LoadFailed.tsx';
import { Panel } from '../../components/Panel.tsx';
import { QuestionsOf } from '../../components/questions/QuestionsOf.tsx';
import { AgencyChoicesDocument } from '../../gql/graphql.ts';
import { nodesOf } from '../../lib/nodes.ts';

/** What is typed about an agency; "" where nothing is. */
export interface AgencyValues {
  name: string;
  agencyTypeId: string;
  districtId: string;
  phone: string;
  email: string;
  ward: string;
  address: string;
  taxCode: string;
  representative: string;
  ownCode: string;
}

/** As the server takes it: an empty field is none. */
export const filledIn = (values: AgencyValues) =>
  Object.fromEntries(Object.entries(values).map(([name, text]) => [name, text.trim() || null]));

interface Props {
  state: CommandForm<AgencyValues>;
  /** What becomes of it, beside the button. */
  note: string;
  verb: string;
  onReload?(): Promise<unknown>;
}

/** The data of an agency, of a new one as of one that is edited. */
export function AgencyFields({ state, note, verb, onReload }: Props) {
  const { t } = useTranslation('agency');
  const { data: choices, error, refetch } = useQuery(AgencyChoicesDocument);
  if (error && !choices) return <LoadFailed error={error} onRetry={() => void refetch()} />;
  const optional = { of: state, isOptional: true } as const;
  return (
    <>
      <Box
        component="form"
        noValidate
        onKeyDown={sendOnCtrlEnter}
        onSubmit={state.submit}
        sx={{ maxWidth: 720 }}
      >
        <CommandRefusal of={state} {...(onReload ? { onReload } : {})} />
        <Panel>
          <Box sx={columns}>
            <Box sx={{ gridColumn: '1 / -1' }}>
              <FormField of={state} name="name" label={t('form.name')} takesFocus />
            </Box>
            <FormField
              of={state}
              name="agencyTypeId"
              label={t('type')}
              choices={nodesOf(choices?.agencyTypes)}
            />
            <FormField
              of={state}
              name="districtId"
              label={t('district')}
              choices={nodesOf(choices?.districts)}
            />
            <FormField {...optional} name="phone" label={t('phone')} />
            <FormField {...optional} name="email" label={t('email')} kind="email" />
            <FormField {...optional} name="address" label={t('address')} />
            <FormField {...optional} name="ward" label={t('edit.ward')} />
            <FormField {...optional} name="representative" label={t('representative')} />
            <FormField {...optional} name="taxCode" label={t('taxCode')} />
            <FormField {...optional} name="ownCode" label={t('ownCode')} hint={t('ownCodeHint')} />
          </Box>
          <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 4, mt: 4 }}>
            <Typography variant="body2" color="textSecondary" sx={{ flex: '1 1 240px' }}>
              {note}
            </Typography>
            <Button
              type="submit"
              variant="contained"
              disabled={state.isBusy}
              sx={{ flex: { xs: '1 1 100%', md: 'none' } }}
            >
              {verb}
            </Button>
          </Box>
        </Panel>
        <LeaveGuard hasWork={state.hasWork} />
      </Box>
      <QuestionsOf of={state} verb={verb} />
    </>
  );
}

const columns = {
  display: 'grid',
  gap: 4,
  gridTemplateColumns: { xs: '1fr', md: 'repeat(2, minmax(0, 1fr))' },
  alignItems: 'start',
};
