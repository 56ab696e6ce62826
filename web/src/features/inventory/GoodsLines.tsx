import { useApolloClient } from '@apollo/client/react';
import CloseIcon from '@mui/icons-material/Close';
import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import TextField from '@mui/material/TextField';
import Tooltip from '@mui/material/Tooltip';
import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { onBareEnter } from '../../components/form/form_keys.ts';
import { useFormField } from '../../components/form/use_form_field.ts';
import { Panel } from '../../components/Panel.tsx';
import { SearchPicker } from '../../components/SearchPicker.tsx';
import { HandledItemsDocument } from '../../gql/graphql.ts';
import { nodesOf } from '../../lib/nodes.ts';
import { useFormat } from '../../lib/use_format.ts';
import { isFreeKey } from './FreeToggle.tsx';
import type { GoodsLine, HandledItem } from './goods_values.ts';
import type { GoodsFormState } from './use_goods_form.ts';
import { useGoodsReason } from './use_goods_reason.ts';

export interface GoodsLineProps {
  state: GoodsFormState;
  line: GoodsLine;
  index: number;
  isLast: boolean;
}

interface Props {
  state: GoodsFormState;
  label: string;
  /** Heads of the columns between the item and the button that removes a line. */
  heads: readonly (readonly [string, 'left' | 'right'])[];
  columns: string;
  keys: string;
  /** Alt+T says that the goods of a line are free. */
  mayBeFree?: boolean;
  isDisabled?(item: HandledItem): boolean;
  onPick(index: number, item: HandledItem | null): void;
  /** Enter on an empty line: all lines are typed. */
  onDone(): void;
  cells(props: GoodsLineProps): ReactNode;
}

/** The lines of a receipt or a count under one head; the last one is the next to be typed. */
export function GoodsLines({
  state,
  label,
  heads,
  columns,
  keys,
  cells,
  mayBeFree = false,
  ...item
}: Props) {
  const { t } = useTranslation(['goods', 'inventory']);
  const grid = {
    display: 'grid',
    columnGap: { xs: 2, md: 3 },
    gridTemplateColumns: { xs: 'repeat(2, minmax(0, 1fr)) 44px', md: columns },
  };
  return (
    <Panel isFlush>
      <Box aria-hidden="true" sx={[grid, headStyle]}>
        <span>{t('inventory:show.item')}</span>
        {heads.map(([head, align]) => (
          <Box key={head} sx={{ textAlign: align }}>
            {head}
          </Box>
        ))}
      </Box>
      <Box component="ol" aria-label={label} sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {state.lineKeys.map((key, index) => {
          const line = state.lines[index];
          if (!line) return null;
          const isLast = index === state.lineKeys.length - 1;
          const onKeyDown = (event: KeyboardEvent) => {
            if (mayBeFree && line.item && isFreeKey(event)) {
              event.preventDefault();
              state.changeLine(index, { isFree: !line.isFree });
            }
            if (!event.altKey || event.key !== 'Backspace') return;
            event.preventDefault();
            state.removeLine(index);
          };
          return (
            <Box component="li" key={key} onKeyDown={onKeyDown} sx={[grid, lineStyle]}>
              <Box sx={{ gridColumn: { xs: '1 / 3', md: '1' }, minWidth: 0 }}>
                <ItemField state={state} index={index} isLast={isLast} {...item} />
              </Box>
              <Box sx={{ gridColumn: '3', gridRow: '1', display: { md: 'none' } }}>
                {!isLast && <RemoveLine state={state} index={index} />}
              </Box>
              {cells({ state, line, index, isLast })}
              <Box sx={{ display: { xs: 'none', md: 'block' } }}>
                {!isLast && <RemoveLine state={state} index={index} />}
              </Box>
            </Box>
          );
        })}
      </Box>
      <Box
        sx={{
          display: { xs: 'none', md: 'block' },
          px: 4,
          py: 2.5,
          fontSize: 12.5,
          color: 'text.secondary',
        }}
      >
        {keys}
      </Box>
    </Panel>
  );
}

const headStyle = {
  display: { xs: 'none', md: 'grid' },
  px: 4,
  height: 36,
  alignItems: 'center',
  fontSize: 12,
  fontWeight: 600,
  color: 'text.secondary',
  borderBottom: '1px solid',
  borderColor: 'divider',
};
const lineStyle = {
  px: 4,
  py: 2,
  rowGap: 2,
  alignItems: 'start',
  borderBottom: '1px solid',
  borderColor: 'divider',
};

function RemoveLine({ state, index }: Pick<GoodsLineProps, 'state' | 'index'>) {
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

const never = () => false;

type ItemProps = Omit<GoodsLineProps, 'line'> & Pick<Props, 'isDisabled' | 'onPick' | 'onDone'>;

function ItemField({ state, index, isLast, isDisabled = never, onPick, onDone }: ItemProps) {
  const { t } = useTranslation('inventory');
  const client = useApolloClient();
  const reason = useGoodsReason();
  const { value, inputRef, problem } = useFormField(state, `lines.${index}.item`);
  async function load(query: string) {
    const { data } = await client.query({
      query: HandledItemsDocument,
      variables: { query },
      fetchPolicy: 'network-only',
    });
    return nodesOf(data?.searchItems);
  }
  return (
    <SearchPicker<HandledItem>
      label={t('form.line', { field: t('show.item'), line: index + 1 })}
      isLabelHidden
      placeholder={isLast ? t('form.pickItem') : ''}
      value={value}
      inputRef={inputRef}
      load={load}
      idOf={({ id }) => id}
      nameOf={({ itemName }) => itemName}
      isDisabled={isDisabled}
      renderOption={(item) => <ItemOption item={item} />}
      onPick={(item) => onPick(index, item)}
      onEnter={() => {
        // What was just picked is not in this render's line yet.
        if (isLast && state.form.getValues(`lines.${index}.item`) === null) onDone();
        else state.focusLater(`lines.${index}.figure`);
      }}
      error={reason(problem)}
    />
  );
}

function ItemOption({ item }: { item: HandledItem }) {
  const { t } = useTranslation('inventory');
  const format = useFormat();
  const stock = t('form.stock', {
    stock: format.quantity(item.stockQuantity),
    unit: item.unit?.name ?? '',
  });
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
        <span>{item.sku}</span>
        <span>{item.isActive ? stock : t('form.inactive')}</span>
      </Box>
    </Box>
  );
}

/** Quantity or counted quantity. */
export function FigureField({
  state,
  index,
  label,
  onEnter,
}: Pick<GoodsLineProps, 'state' | 'index'> & { label: string; onEnter(): void }) {
  const { t } = useTranslation('inventory');
  const reason = useGoodsReason();
  const { problem, ...field } = useFormField(state, `lines.${index}.figure`);
  return (
    <TextField
      {...field}
      fullWidth
      placeholder="0"
      error={problem !== undefined}
      helperText={reason(problem)}
      onChange={(event) => state.changeLine(index, { figure: event.target.value })}
      onKeyDown={onBareEnter(onEnter)}
      slotProps={{
        htmlInput: {
          inputMode: 'decimal',
          autoComplete: 'off',
          style: { textAlign: 'right' },
          'aria-label': t('form.line', { field: label, line: index + 1 }),
        },
      }}
    />
  );
}
