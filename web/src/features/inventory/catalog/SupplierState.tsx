import { useApolloClient } from '@apollo/client/react';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../../components/form/FormDialog.tsx';
import { FormField } from '../../../components/form/FormField.tsx';
import { useCommandForm } from '../../../components/form/use_command_form.ts';
import { useToast } from '../../../components/toasts.ts';
import { ActivateSupplierDocument, DeactivateSupplierDocument } from '../../../gql/graphql.ts';
import type { SupplierRowFragment } from '../../../gql/graphql.ts';

interface Props {
  supplier: SupplierRowFragment;
  onReload(): Promise<unknown>;
  onDone(): void;
  onClose(): void;
}

/** A supplier taken out of use, or put back. */
export function SupplierState({ supplier, onReload, onDone, onClose }: Props) {
  const { t } = useTranslation(['stockCatalog', 'common']);
  const client = useApolloClient();
  const toast = useToast();
  // What was meant stays meant, also when somebody else did it meanwhile.
  const [isStopping] = useState(supplier.isActive);
  const act = isStopping ? 'supplier.stop' : 'supplier.resume';
  const { id, name, version, inactiveReason } = supplier;
  const state = useCommandForm({
    saved: { reason: '' },
    async send({ reason }, { clientKey }) {
      const input = { clientKey, supplierId: id, version };
      if (isStopping)
        await client.mutate({
          mutation: DeactivateSupplierDocument,
          variables: { input: { ...input, reason: reason.trim() || null } },
        });
      else await client.mutate({ mutation: ActivateSupplierDocument, variables: { input } });
    },
    onSent() {
      toast({ text: t(`${act}.done`, { name }) });
      onDone();
    },
  });

  return (
    <FormDialog
      of={state}
      title={t(`${act}.title`, { name })}
      verb={t(`${act}.verb`)}
      onReload={onReload}
      onClose={onClose}
    >
      <Typography>{t(`${act}.text`)}</Typography>
      {!isStopping && inactiveReason && (
        <Typography color="textSecondary">
          {t('supplier.resume.why', { reason: inactiveReason })}
        </Typography>
      )}
      {isStopping && (
        <FormField
          of={state}
          name="reason"
          label={t('common:act.reason')}
          kind="long"
          isOptional
          takesFocus
        />
      )}
    </FormDialog>
  );
}
