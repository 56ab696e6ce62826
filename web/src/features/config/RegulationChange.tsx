import { useApolloClient } from '@apollo/client/react';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import kinds from '../../../../db/words/kinds.json';
import { FormDialog } from '../../components/form/FormDialog.tsx';
import { FormField } from '../../components/form/FormField.tsx';
import { useCommandForm } from '../../components/form/use_command_form.ts';
import { useToast } from '../../components/toasts.ts';
import { SetRegulationDocument } from '../../gql/graphql.ts';
import type { RegulationRowFragment } from '../../gql/graphql.ts';
import { businessToday } from '../../lib/format.ts';
import { useFormat } from '../../lib/use_format.ts';
import { useWord } from '../../lib/words.ts';
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
  const word = useWord(kinds.on_off);
  const client = useApolloClient();
  const toast = useToast();
  const format = useFormat();
  const words = useRegulationWords();
  const { key, inForce, nextVersion, valueType, isOptional, minValue, maxValue } = regulation;
  const state = useCommandForm({
    saved: {
      value: valueType === 'boolean' ? String(inForce?.value !== 'true') : '',
      validFrom: businessToday(),
      reason: '',
    },
    send: ({ value, validFrom, reason }, { clientKey }) =>
      client.mutate({
        mutation: SetRegulationDocument,
        variables: {
          input: { clientKey, key, value: written(value), validFrom, reason: reason.trim() },
        },
      }),
    onSent(_, { value, validFrom }) {
      toast({
        text: t('form.done', { rule: words.nameOf(regulation) }),
        detail: t('form.doneDetail', {
          value: words.valueOf(regulation, written(value)),
          date: format.date(validFrom),
        }),
      });
      onChanged();
    },
  });
  const [value, validFrom] = state.form.watch(['value', 'validFrom']);
  const corrected = [inForce, nextVersion].find((version) => version?.validFrom === validFrom);
  return (
    <FormDialog
      of={state}
      title={words.nameOf(regulation)}
      verb={t('form.submit')}
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
      <FormField
        of={state}
        name="value"
        label={t('form.value')}
        isOptional={isOptional}
        takesFocus
        longest={20}
        {...(valueType === 'boolean'
          ? {
              choices: [
                { id: 'true', name: word('true') },
                { id: 'false', name: word('false') },
              ],
            }
          : { kind: 'number' as const })}
        hint={
          minValue && maxValue
            ? t('form.bounds', { min: words.figure(minValue), max: words.figure(maxValue) })
            : undefined
        }
      />
      {key === 'MAX_AGENCIES_PER_DISTRICT' && <CapPreview cap={written(value)} />}
      <FormField
        of={state}
        name="validFrom"
        label={t('form:from')}
        kind="date"
        min={businessToday()}
      />
      {corrected && (
        <Typography variant="body2" color="warning.main">
          {t('form.corrects', { value: words.valueOf(regulation, corrected.value) })}
        </Typography>
      )}
      {validFrom === businessToday() && (
        <KeptSlips regulationKey={key} day={validFrom} isChanging />
      )}
      <FormField of={state} name="reason" label={t('common:act.reason')} kind="long" />
      <Typography variant="body2" color="textSecondary">
        {t('form.final')}
      </Typography>
    </FormDialog>
  );
}

/** A decimal comma is a point to the server. */
const written = (value: string) => value.trim().replace(',', '.');
