import { useApolloClient } from '@apollo/client/react';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../components/form/FormDialog.tsx';
import { FormLine } from '../../components/form/FormLine.tsx';
import { useToast } from '../../components/toasts.ts';
import { missing, useCommand } from '../../components/form/use_command.ts';
import { SetRegulationDocument } from '../../gql/graphql.ts';
import type { RegulationRowFragment } from '../../gql/graphql.ts';
import { businessToday } from '../../lib/format.ts';
import { useFormat } from '../../lib/use_format.ts';
import { CapPreview } from './CapPreview.tsx';
import { KeptSlips } from './KeptSlips.tsx';
import { useRegulationWords } from './regulation_words.ts';

interface Props {
  regulation: RegulationRowFragment;
  onChanged(): void;
  onClose(): void;
}

/** A new value from a day on, with its reason. */
export function RegulationChange({ regulation, onChanged, onClose }: Props) {
  const { t } = useTranslation(['config', 'form', 'common']);
  const client = useApolloClient();
  const toast = useToast();
  const format = useFormat();
  const words = useRegulationWords();
  const command = useCommand();
  const { key, inForce, nextVersion, valueType, isOptional, minValue, maxValue } = regulation;
  const [value, setValue] = useState(() =>
    valueType === 'boolean' ? String(inForce?.value !== 'true') : '',
  );
  const [validFrom, setValidFrom] = useState(businessToday);
  const [reason, setReason] = useState('');
  const written = value.trim().replace(',', '.');
  const corrected = [inForce, nextVersion].find((version) => version?.validFrom === validFrom);

  function submit() {
    const empty = missing({ ...(isOptional ? {} : { value }), validFrom, reason });
    if (empty) command.mark(empty);
    else void command.send(send);
  }

  async function send(clientKey: string) {
    await client.mutate({
      mutation: SetRegulationDocument,
      variables: { input: { clientKey, key, value: written, validFrom, reason: reason.trim() } },
    });
    toast({
      text: t('form.done', { rule: words.nameOf(regulation) }),
      detail: t('form.doneDetail', {
        value: words.valueOf(regulation, written),
        date: format.date(validFrom),
      }),
    });
    onChanged();
  }

  return (
    <FormDialog
      title={words.nameOf(regulation)}
      verb={t('form.submit')}
      command={command}
      onSubmit={submit}
      onClose={onClose}
    >
      {inForce && (
        <Typography>
          {t('form.now', {
            value: words.valueOf(regulation, inForce.value),
            date: format.date(inForce.validFrom),
          })}
        </Typography>
      )}
      <FormLine
        label={t('form.value')}
        value={value}
        problem={command.fields['value']}
        isOptional={isOptional}
        takesFocus
        longest={20}
        {...(valueType === 'boolean'
          ? {
              choices: [
                { id: 'true', name: t('on') },
                { id: 'false', name: t('off') },
              ],
            }
          : { kind: 'number' as const })}
        hint={
          minValue && maxValue
            ? t('form.bounds', { min: words.figure(minValue), max: words.figure(maxValue) })
            : undefined
        }
        onChange={(text) => {
          setValue(text);
          command.unmark('value');
        }}
      />
      {key === 'MAX_AGENCIES_PER_DISTRICT' && <CapPreview cap={written} />}
      <FormLine
        label={t('form:from')}
        value={validFrom}
        problem={command.fields['validFrom']}
        kind="date"
        min={businessToday()}
        onChange={(text) => {
          setValidFrom(text);
          command.unmark('validFrom');
        }}
      />
      {corrected && (
        <Typography variant="body2" color="warning.main">
          {t('form.corrects', { value: words.valueOf(regulation, corrected.value) })}
        </Typography>
      )}
      {validFrom === businessToday() && (
        <KeptSlips regulationKey={key} day={validFrom} isChanging />
      )}
      <FormLine
        label={t('common:act.reason')}
        value={reason}
        problem={command.fields['reason']}
        kind="long"
        onChange={(text) => {
          setReason(text);
          command.unmark('reason');
        }}
      />
      <Typography variant="body2" color="textSecondary">
        {t('form.final')}
      </Typography>
    </FormDialog>
  );
}
