import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { useTranslation } from 'react-i18next';
import { useFormField } from '../../../components/form/use_form_field.ts';
import { MoneyInput } from '../../../components/MoneyInput.tsx';
import { useSession } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { FreeToggle } from '../FreeToggle.tsx';
import type { LineValues } from './issue_values.ts';
import type { IssueFormState } from './use_issue_form.ts';
import { useReason } from '../use_reason.ts';

interface Props {
  state: IssueFormState;
  index: number;
  line: LineValues;
}

/**
 * Whether the line is free; another price than that of the rule, with its reason, for whoever may
 * name one.
 */
export function IssueLinePrice({ state, index, line }: Props) {
  const { t } = useTranslation('inventory');
  const { can } = useSession();
  const { form } = state;
  if (!line.item) return null;
  const mayName = !state.isRequest && !line.isFree && can('price:override');
  function name() {
    form.setValue(`lines.${index}.named`, { price: '', reason: '' }, { shouldDirty: true });
    state.focusLater(`lines.${index}.named.price`);
  }
  function drop() {
    form.setValue(`lines.${index}.named`, null, { shouldDirty: true });
    form.clearErrors(`lines.${index}.named`);
    state.focusLater(`lines.${index}.quantity`);
  }
  return (
    <Box sx={{ gridColumn: '1 / -1', minWidth: 0 }}>
      <FreeToggle
        isFree={line.isFree ?? false}
        place={index + 1}
        onChange={(isFree) => state.setFree(index, isFree)}
      />
      {mayName
        && (line.named ? (
          <NamedPrice
            state={state}
            index={index}
            rulePrice={line.item.issuePrice ?? '0'}
            onDrop={drop}
          />
        ) : (
          <Button
            size="small"
            color="inherit"
            tabIndex={-1}
            onClick={name}
            aria-label={`${t('price.name')}, ${t('price.line', { line: index + 1 })}`}
            sx={buttonStyle}
          >
            {t('price.name')}
          </Button>
        ))}
    </Box>
  );
}

function NamedPrice({
  state,
  index,
  rulePrice,
  onDrop,
}: {
  state: IssueFormState;
  index: number;
  rulePrice: string;
  onDrop(): void;
}) {
  const { t } = useTranslation('inventory');
  const format = useFormat();
  const reason = useReason();
  const price = useFormField(state, `lines.${index}.named.price`);
  const why = useFormField(state, `lines.${index}.named.reason`);
  return (
    <Box
      role="group"
      aria-label={`${t('price.name')}, ${t('price.line', { line: index + 1 })}`}
      sx={groupStyle}
    >
      <MoneyInput
        label={t('price.price')}
        value={price.value ?? ''}
        inputRef={price.inputRef}
        onBlur={price.onBlur}
        onChange={price.onChange}
        error={price.problem !== undefined}
        helperText={reason(price.problem) ?? t('price.rule', { price: format.money(rulePrice) })}
      />
      <TextField
        label={t('price.reason')}
        value={why.value ?? ''}
        inputRef={why.inputRef}
        onBlur={why.onBlur}
        onChange={(event) => why.onChange(event.target.value)}
        error={why.problem !== undefined}
        helperText={reason(why.problem)}
        slotProps={{ htmlInput: { maxLength: 500 } }}
      />
      <Button size="small" color="inherit" onClick={onDrop} sx={{ minHeight: { xs: 44, md: 36 } }}>
        {t('price.drop')}
      </Button>
    </Box>
  );
}

const buttonStyle = {
  ml: 1,
  px: 1,
  py: 0,
  minHeight: { xs: 44, md: 24 },
  minWidth: 0,
  fontSize: 12.5,
  fontWeight: 500,
  color: 'text.secondary',
};
const groupStyle = {
  display: 'grid',
  gap: 3,
  alignItems: 'start',
  pt: 2,
  gridTemplateColumns: { xs: '1fr', md: '180px minmax(0, 1fr) auto' },
};
