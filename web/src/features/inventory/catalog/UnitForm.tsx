import { useApolloClient } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../../components/form/FormDialog.tsx';
import { FormLine, useReason } from '../../../components/form/FormLine.tsx';
import { useToast } from '../../../components/toasts.ts';
import { missing, useCommand } from '../../../components/form/use_command.ts';
import { useDraft } from '../../../components/use_draft.ts';
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
  const command = useCommand();
  const reason = useReason();
  const { values, set, newerOf } = useDraft({
    name: unit?.name ?? '',
    isDecimal: unit?.isDecimal ?? false,
  });
  const kept = command.fields['isDecimal'];
  const items = unit?.items.totalCount ?? 0;

  async function send(clientKey: string) {
    const input = { clientKey, name: values.name.trim(), isDecimal: values.isDecimal };
    if (unit)
      await client.mutate({
        mutation: UpdateUnitDocument,
        variables: { input: { ...input, unitId: unit.id, version: unit.version } },
        update: forgetLists,
      });
    else await client.mutate({ mutation: CreateUnitDocument, variables: { input } });
    toast({ text: t('saved', { name: input.name }) });
    onDone();
  }

  function submit() {
    const empty = missing({ name: values.name });
    if (empty) command.mark(empty);
    else void command.send(send);
  }

  return (
    <FormDialog
      title={unit ? t('unit.edit', { name: unit.name }) : t('unit.add')}
      verb={unit ? t('form:save') : t('unit.add')}
      command={command}
      onReload={onReload}
      onSubmit={submit}
      onClose={onClose}
    >
      <FormLine
        label={t('unit.name')}
        value={values.name}
        problem={command.fields['name']}
        newer={newerOf('name')}
        takesFocus
        longest={30}
        onChange={(text) => {
          set('name', text);
          command.unmark('name');
        }}
      />
      <Box>
        <FormControlLabel
          label={t('unit.mayHaveParts')}
          sx={{ mr: 0 }}
          control={
            <Checkbox
              size="small"
              checked={values.isDecimal}
              onChange={(event) => {
                set('isDecimal', event.target.checked);
                command.unmark('isDecimal');
              }}
            />
          }
        />
        {kept && (
          <Box role="alert" sx={{ color: 'error.main', fontSize: 12.5 }}>
            {kept.reason === 'has_decimals'
              ? t('unit.hasParts', { sku: kept.value })
              : reason(kept)}
          </Box>
        )}
      </Box>
      {unit && items > 0 && values.name.trim() !== unit.name && (
        <Typography role="status" variant="body2" color="textSecondary">
          {t('unit.renamed', { count: items })}
        </Typography>
      )}
    </FormDialog>
  );
}
