import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { Controller } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { EmptyState } from '../../components/EmptyState.tsx';
import { LoadFailed } from '../../components/LoadFailed.tsx';
import { PageHead } from '../../components/PageHead.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Refusal, Way } from '../../components/Refusal.tsx';
import { useToast } from '../../components/toasts.ts';
import { AgencyChoicesDocument } from '../../gql/graphql.ts';
import { nodesOf } from '../../lib/nodes.ts';
import { agencyPath, paths } from '../../lib/paths.ts';
import { NO_CONNECTION } from '../../lib/problem.ts';
import { useSession } from '../../lib/session.ts';
import { useAgencyForm } from './use_agency_form.ts';
import type { AgencyField, AgencyFormState } from './use_agency_form.ts';
import './texts/index.ts';

/** Adding an agency. It waits for approval then. */
export function AgencyForm() {
  const { t } = useTranslation('agency');
  const { can } = useSession();
  return (
    <>
      <PageHead
        title={t('new')}
        parent={{ label: t('many'), to: paths.agencies }}
        takesFocus={false}
      />
      {can('agency:write') ? <Sheet /> : <EmptyState text={t('form.noRight')} />}
    </>
  );
}

function Sheet() {
  const { t } = useTranslation(['agency', 'common']);
  const toast = useToast();
  const navigate = useNavigate();
  const state = useAgencyForm(({ id, code, name }) => {
    toast({ text: t('form.done', { name, code }), detail: t('form.doneDetail') });
    void navigate(agencyPath(id));
  });
  const { data, error, refetch } = useQuery(AgencyChoicesDocument);
  const {
    refusal,
    form: {
      formState: { isSubmitting },
    },
  } = state;
  if (error && !data) return <LoadFailed error={error} onRetry={() => void refetch()} />;
  return (
    <Box component="form" noValidate onSubmit={state.submit} sx={{ maxWidth: 720 }}>
      {refusal && (
        <Refusal key={refusal.at} problem={refusal.problem}>
          {[NO_CONNECTION, 'BUSY', 'INTERNAL'].includes(refusal.problem.code) && (
            <Way onClick={() => state.submit()}>{t('common:action.retry')}</Way>
          )}
        </Refusal>
      )}
      <Panel>
        <Box
          sx={{
            display: 'grid',
            gap: 4,
            gridTemplateColumns: { xs: '1fr', md: 'repeat(2, minmax(0, 1fr))' },
            alignItems: 'start',
          }}
        >
          <Box sx={{ gridColumn: '1 / -1' }}>
            <Field state={state} name="name" label={t('form.name')} isNeeded takesFocus />
          </Box>
          <Field
            state={state}
            name="agencyTypeId"
            label={t('type')}
            isNeeded
            choices={nodesOf(data?.agencyTypes)}
          />
          <Field
            state={state}
            name="districtId"
            label={t('district')}
            isNeeded
            choices={nodesOf(data?.districts)}
          />
          <Field state={state} name="phone" label={t('phone')} />
          <Field state={state} name="email" label={t('email')} />
          <Box sx={{ gridColumn: '1 / -1' }}>
            <Field state={state} name="address" label={t('address')} />
          </Box>
          <Field state={state} name="representative" label={t('representative')} />
          <Field state={state} name="taxCode" label={t('taxCode')} />
        </Box>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 4, mt: 4 }}>
          <Typography variant="body2" color="textSecondary" sx={{ flex: '1 1 240px' }}>
            {t('form.pending')}
          </Typography>
          <Button
            type="submit"
            variant="contained"
            disabled={isSubmitting}
            sx={{ flex: { xs: '1 1 100%', md: 'none' } }}
          >
            {t(isSubmitting ? 'form.busy' : 'form.submit')}
          </Button>
        </Box>
      </Panel>
    </Box>
  );
}

const known = ['required', 'unknown', 'malformed', 'too_long'] as const;

interface FieldProps {
  state: AgencyFormState;
  name: AgencyField;
  label: string;
  isNeeded?: boolean;
  takesFocus?: boolean;
  choices?: readonly { id: string; name: string }[];
}

function Field({ state, name, label, isNeeded = false, takesFocus = false, choices }: FieldProps) {
  const { t } = useTranslation(['agency', 'common']);
  const reason = (message: string | undefined) =>
    message === undefined
      ? undefined
      : t(`reason.${known.find((one) => one === message) ?? 'other'}`);
  return (
    <Controller
      control={state.form.control}
      name={name}
      rules={isNeeded ? { required: 'required' } : {}}
      render={({ field, fieldState }) => (
        <TextField
          select={choices !== undefined}
          fullWidth
          autoFocus={takesFocus}
          value={field.value}
          inputRef={field.ref}
          onBlur={field.onBlur}
          label={isNeeded ? label : `${label} ${t('common:state.optional')}`}
          type={name === 'email' ? 'email' : 'text'}
          onChange={(event) => {
            field.onChange(event.target.value);
            state.form.clearErrors(name);
          }}
          error={fieldState.error !== undefined}
          helperText={reason(fieldState.error?.message)}
        >
          {choices?.map((choice) => (
            <MenuItem key={choice.id} value={choice.id}>
              {choice.name}
            </MenuItem>
          ))}
        </TextField>
      )}
    />
  );
}
