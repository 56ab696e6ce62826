import { useApolloClient } from '@apollo/client/react';
import CloseIcon from '@mui/icons-material/Close';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import TextField from '@mui/material/TextField';
import Tooltip from '@mui/material/Tooltip';
import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { onBareEnter } from '../../../components/form/form_keys.ts';
import { useFormField } from '../../../components/form/use_form_field.ts';
import { SearchPicker } from '../../../components/SearchPicker.tsx';
import { PickItemsDocument } from '../../../gql/graphql.ts';
import { isZero, lineTotal } from '../../../lib/dong.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { lineAreas, lineColumns } from '../line_layout.ts';
import { isFreeKey } from '../FreeToggle.tsx';
import { IssueLinePrice } from './IssueLinePrice.tsx';
import { LineRefusal } from './LineRefusal.tsx';
import { LineStock } from './LineStock.tsx';
import { priceOf } from './issue_values.ts';
import type { LineValues, PickedItem } from './issue_values.ts';
import type { RefusedItem } from './short_items.ts';
import type { IssueFormState } from './use_issue_form.ts';
import { useLastIssued } from './use_last_issued.ts';
import type { LastIssued } from './use_last_issued.ts';
import { useReason } from '../use_reason.ts';

interface Props {
  state: IssueFormState;
  index: number;
  line: LineValues;
  isLast: boolean;
  refused: RefusedItem | null;
  /** What the agency took of the item the last time. */
  last: LastIssued | undefined;
}

/** One line: item, quantity; its price and amount follow. */
export function IssueLine({ state, index, line, isLast, refused, last }: Props) {
  const format = useFormat();
  const { item } = line;
  function onKeyDown(event: KeyboardEvent) {
    if (isFreeKey(event) && item) {
      event.preventDefault();
      state.setFree(index, !line.isFree);
    }
    if (event.altKey && event.code === 'KeyL') {
      event.preventDefault();
      state.takeWhatIsThere(index);
    }
    if (event.altKey && event.key === 'Backspace') {
      event.preventDefault();
      state.removeLine(index);
    }
  }
  return (
    <Box component="li" onKeyDown={onKeyDown} sx={[lineColumns, lineAreas]}>
      <Box sx={{ gridArea: 'item', minWidth: 0 }}>
        <ItemField state={state} index={index} isLast={isLast} />
        {refused ? (
          <LineRefusal refused={refused} state={state} index={index} />
        ) : (
          <LineStock state={state} index={index} line={line} last={last} />
        )}
      </Box>
      <Box sx={{ gridArea: 'unit', color: 'text.secondary', pt: { xs: 0, md: '8px' } }}>
        {item?.unit?.name}
        <Box sx={{ display: { md: 'none' }, fontSize: 13, whiteSpace: 'nowrap' }}>
          {item && format.money(priceOf(line))}
        </Box>
      </Box>
      <Box
        sx={{
          gridArea: 'quantity',
          display: { xs: isLast && !item ? 'none' : 'block', md: 'block' },
        }}
      >
        <QuantityField state={state} index={index} isRefused={refused !== null} />
      </Box>
      <Box
        sx={{
          gridArea: 'price',
          display: { xs: 'none', md: 'block' },
          textAlign: 'right',
          pt: '8px',
          color: 'text.secondary',
        }}
      >
        {item && format.dong(priceOf(line))}
      </Box>
      <Box sx={{ gridArea: 'amount', textAlign: 'right', pt: '8px', fontWeight: 600 }}>
        {item && format.dong(lineTotal(line.quantity, priceOf(line)) ?? '0')}
      </Box>
      <Box sx={{ gridArea: 'remove' }}>{!isLast && <RemoveLine state={state} index={index} />}</Box>
      <IssueLinePrice state={state} index={index} line={line} />
    </Box>
  );
}

function RemoveLine({ state, index }: { state: IssueFormState; index: number }) {
  const { t } = useTranslation('inventory');
  const label = t('form.removeLine', { line: index + 1 });
  return (
    <Tooltip title={`${label} (Alt+Backspace)`}>
      <IconButton
        size="small"
        tabIndex={-1}
        aria-label={label}
        onClick={() => state.removeLine(index)}
        sx={{ width: 36, height: 36, color: 'text.secondary' }}
      >
        <CloseIcon fontSize="small" />
      </IconButton>
    </Tooltip>
  );
}

function ItemField({
  state,
  index,
  isLast,
}: {
  state: IssueFormState;
  index: number;
  isLast: boolean;
}) {
  const { t } = useTranslation('inventory');
  const client = useApolloClient();
  const reason = useReason();
  const { value, inputRef, onChange, problem } = useFormField(state, `lines.${index}.item`);
  const [found, setFound] = useState<readonly string[]>([]);
  const last = useLastIssued(state.values.agency?.id, found);
  async function load(query: string) {
    const { data } = await client.query({
      query: PickItemsDocument,
      variables: { query },
      fetchPolicy: 'network-only',
    });
    const items = nodesOf(data?.searchItems);
    setFound(items.map(({ id }) => id));
    return items;
  }
  return (
    <SearchPicker<PickedItem>
      label={t('form.line', { field: t('show.item'), line: index + 1 })}
      isLabelHidden
      placeholder={isLast ? t('form.pickItem') : ''}
      value={value}
      inputRef={inputRef}
      load={load}
      idOf={({ id }) => id}
      nameOf={({ itemName }) => itemName}
      isDisabled={({ stockQuantity, isActive }) => isZero(stockQuantity) || !isActive}
      renderOption={(option) => <ItemOption item={option} last={last.get(option.id)} />}
      onPick={(item) => {
        onChange(item);
        state.form.setValue(`lines.${index}.named`, null);
        state.form.clearErrors(`lines.${index}`);
        state.keepEmptyLine();
      }}
      onEnter={() =>
        state.focusLater(
          isItemTyped(state, index)
            ? `lines.${index}.quantity`
            : state.isRequest
              ? 'note'
              : 'paidNow',
        )
      }
      error={reason(problem)}
    />
  );
}

const isItemTyped = (state: IssueFormState, index: number) =>
  state.form.getValues(`lines.${index}.item`) !== null;

function ItemOption({ item, last }: { item: PickedItem; last: LastIssued | undefined }) {
  const { t } = useTranslation(['inventory', 'slipEntry']);
  const format = useFormat();
  const stock = isZero(item.stockQuantity)
    ? t('form.outOfStock')
    : t('form.stock', { stock: format.quantity(item.stockQuantity), unit: item.unit?.name ?? '' });
  return (
    <Box sx={{ width: '100%' }}>
      {item.itemName}
      <Box
        sx={{
          display: 'flex',
          justifyContent: 'space-between',
          gap: 2,
          color: 'text.secondary',
          fontSize: 13,
        }}
      >
        <span>
          {[
            item.sku,
            last
              && t('slipEntry:last', {
                quantity: format.quantity(last.quantity),
                date: format.date(last.issueDate),
              }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
        <span>
          {item.isActive
            ? [stock, item.issuePrice && format.money(item.issuePrice)].filter(Boolean).join(' · ')
            : t('form.inactive')}
        </span>
      </Box>
    </Box>
  );
}

function QuantityField({
  state,
  index,
  isRefused,
}: {
  state: IssueFormState;
  index: number;
  isRefused: boolean;
}) {
  const { t } = useTranslation('inventory');
  const reason = useReason();
  const { problem, onChange, ...field } = useFormField(state, `lines.${index}.quantity`);
  return (
    <TextField
      {...field}
      fullWidth
      placeholder="0"
      error={problem !== undefined || isRefused}
      helperText={reason(problem)}
      onChange={(event) => {
        onChange(event.target.value);
        state.keepEmptyLine();
      }}
      onKeyDown={onBareEnter(() => state.focus(`lines.${index + 1}.item`))}
      slotProps={{
        htmlInput: {
          inputMode: 'decimal',
          autoComplete: 'off',
          style: { textAlign: 'right' },
          'aria-label': t('form.line', { field: t('show.quantity'), line: index + 1 }),
        },
      }}
    />
  );
}
