import { useApolloClient } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../../components/form/FormDialog.tsx';
import { FormField } from '../../../components/form/FormField.tsx';
import { useCommandForm } from '../../../components/form/use_command_form.ts';
import type { CommandForm } from '../../../components/form/use_command_form.ts';
import { useFormField } from '../../../components/form/use_form_field.ts';
import { useReason } from '../../../components/form/use_reason.ts';
import { useToast } from '../../../components/toasts.ts';
import { CreateUnitDocument, UpdateUnitDocument } from '../../../gql/graphql.ts';
import type { UnitRowFragment } from '../../../gql/graphql.ts';
import { forgetLists } from '../../../lib/stale.ts';

interface Props {
  /** Null for a new one. */
  unit: UnitRowFragment | null;
  onReload(): Promise<unknown>;
  onDone(): void;
  onClose(): void;
}

export function UnitForm({ unit, onReload, onDone, onClose }: Props) {
  const { t } = useTranslation(['stockCatalog', 'form']);
  const client = useApolloClient();
  const toast = useToast();
  const state = useCommandForm({
    saved: { name: unit?.name ?? '', isDecimal: unit?.isDecimal ?? false },
    async send({ name, isDecimal }, { clientKey }) {
      const input = { clientKey, name: name.trim(), isDecimal };
      if (unit)
        await client.mutate({
          mutation: UpdateUnitDocument,
          variables: { input: { ...input, unitId: unit.id, version: unit.version } },
          update: forgetLists,
        });
      else await client.mutate({ mutation: CreateUnitDocument, variables: { input } });
    },
    onSent(_, { name }) {
      toast({ text: t('saved', { name: name.trim() }) });
      onDone();
    },
  });
  const items = unit?.items.totalCount ?? 0;
  const isRenamed = state.form.watch('name').trim() !== unit?.name;
  return (
    <FormDialog
      of={state}
      title={unit ? t('unit.edit', { name: unit.name }) : t('unit.add')}
      verb={unit ? t('form:save') : t('unit.add')}
      onReload={onReload}
      onClose={onClose}
    >
      <FormField of={state} name="name" label={t('unit.name')} takesFocus longest={30} />
      <MayHaveParts of={state} />
      {unit && items > 0 && isRenamed && (
        <Typography role="status" variant="body2" color="textSecondary">
          {t('unit.renamed', { count: items })}
        </Typography>
      )}
    </FormDialog>
  );
}

function MayHaveParts({ of }: { of: CommandForm<{ name: string; isDecimal: boolean }> }) {
  const { t } = useTranslation('stockCatalog');
  const reason = useReason();
  const { value, onChange, inputRef, problem } = useFormField(of, 'isDecimal');
  return (
    <Box>
      <FormControlLabel
        label={t('unit.mayHaveParts')}
        sx={{ mr: 0 }}
        control={
          <Checkbox
            size="small"
            checked={value}
            onChange={(event) => onChange(event.target.checked)}
            slotProps={{ input: { ref: inputRef } }}
          />
        }
      />
      {problem && (
        <Box role="alert" sx={{ color: 'error.main', fontSize: 12.5 }}>
          {problem.reason === 'has_decimals'
            ? t('unit.hasParts', { sku: problem.value })
            : reason(problem)}
        </Box>
      )}
    </Box>
  );
}
