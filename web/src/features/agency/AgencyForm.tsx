import { useApolloClient } from '@apollo/client/react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useCommandForm } from '../../components/form/use_command_form.ts';
import { PageHead } from '../../components/PageHead.tsx';
import { useToast } from '../../components/toasts.ts';
import { CreateAgencyDocument } from '../../gql/graphql.ts';
import { agencyPath, paths } from '../../lib/paths.ts';
import { forgetLists } from '../../lib/stale.ts';
import { AgencyFields, filledIn } from './AgencyFields.tsx';

/** Adding an agency. It waits for approval then. */
export function AgencyForm() {
  const { t } = useTranslation('agency');
  return (
    <>
      <PageHead
        title={t('new')}
        parent={{ label: t('many'), to: paths.agencies }}
        takesFocus={false}
      />
      <Sheet />
    </>
  );
}

const start = {
  name: '',
  agencyTypeId: '',
  districtId: '',
  phone: '',
  email: '',
  ward: '',
  address: '',
  taxCode: '',
  representative: '',
  ownCode: '',
};

function Sheet() {
  const { t } = useTranslation('agency');
  const client = useApolloClient();
  const toast = useToast();
  const navigate = useNavigate();
  const state = useCommandForm({
    saved: start,
    async send(values, { clientKey, answers }) {
      const { data } = await client.mutate({
        mutation: CreateAgencyDocument,
        variables: { input: { clientKey, ...filledIn(values), ...answers } },
        update: forgetLists,
      });
      return data?.createAgency?.agency;
    },
    onSent(agency) {
      if (!agency) return;
      const { id, code, name } = agency;
      toast({ text: t('form.done', { name, code }), detail: t('form.doneDetail') });
      void navigate(agencyPath(id));
    },
  });
  return (
    <AgencyFields
      state={state}
      note={t('form.pending')}
      verb={t(state.isBusy ? 'form.busy' : 'form.submit')}
    />
  );
}
