import WarnIcon from '@mui/icons-material/WarningAmberOutlined';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import TextField from '@mui/material/TextField';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { asTyped, lineTotal } from '../../../lib/dong.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { isCutWrong, outOf } from '../cut_lines.ts';
import { FreeMark } from '../FreeMark.tsx';
import { shortItems, takeWhatIsThere } from './request_checks.ts';
import type { QueuedLine, Typed } from './request_checks.ts';

interface Props {
  lines: readonly QueuedLine[];
  typed: Typed;
  /** Null where nothing can be confirmed, so nothing is cut. */
  onType: ((typed: Typed) => void) | null;
}

/** The goods of a request beside what is in stock; less may go out, line by line. */
export function RequestLines({ lines, typed, onType }: Props) {
  const { t } = useTranslation('requestQueue');
  const format = useFormat();
  const withMoney = lines.some(({ unitPrice }) => unitPrice !== undefined);
  const short = new Map(shortItems(lines, typed).map((item) => [item.itemId, item]));
  const there = takeWhatIsThere(lines);
  return (
    <Table
      aria-label={t('lines')}
      sx={{ '& td, & th': { px: 1, '&:first-of-type': { pl: 0 }, '&:last-of-type': { pr: 0 } } }}
    >
      <TableHead>
        <TableRow>
          <TableCell>{t('item')}</TableCell>
          <TableCell align="right">{t('wanted')}</TableCell>
          <TableCell align="right">{t('stock')}</TableCell>
          {withMoney && <TableCell align="right">{t('amount')}</TableCell>}
        </TableRow>
      </TableHead>
      <TableBody>
        {lines.map((line) => {
          const missing = short.get(line.item?.id ?? '');
          const out = outOf(line, typed);
          return (
            <Fragment key={line.id}>
              <TableRow sx={missing ? { bgcolor: 'tint.warning' } : {}}>
                <TableCell sx={{ py: 1 }}>
                  {line.item?.itemName}
                  {line.isFree && <FreeMark />}
                </TableCell>
                <TableCell align="right">
                  {onType ? (
                    <QuantityField
                      line={line}
                      text={typed[line.id]}
                      onChange={(text) => onType({ ...typed, [line.id]: text })}
                    />
                  ) : (
                    format.quantity(line.quantity)
                  )}
                </TableCell>
                <TableCell
                  align="right"
                  sx={{ color: missing ? 'warning.main' : 'text.secondary' }}
                >
                  {format.quantity(line.item?.stockQuantity)}
                </TableCell>
                {withMoney && (
                  <TableCell align="right">
                    {format.dong(lineTotal(out, line.unitPrice ?? '0') ?? line.lineTotal)}
                  </TableCell>
                )}
              </TableRow>
              {missing && (
                <TableRow sx={{ bgcolor: 'tint.warning' }}>
                  <TableCell colSpan={withMoney ? 4 : 3} sx={{ pb: 2, height: 'auto' }}>
                    <Box sx={shortStyle}>
                      <WarnIcon aria-hidden="true" sx={{ fontSize: 17 }} />
                      {t('shortLine', {
                        stock: format.quantity(missing.stock),
                        wanted: format.quantity(missing.wanted),
                      })}
                      {onType && there && there[line.id] !== undefined && (
                        <Button
                          size="small"
                          variant="outlined"
                          color="inherit"
                          onClick={() => onType({ ...typed, [line.id]: there[line.id] ?? '0' })}
                          sx={{ ml: 1, bgcolor: 'background.paper' }}
                        >
                          {t('take', { quantity: format.quantity(there[line.id]) })}
                        </Button>
                      )}
                    </Box>
                  </TableCell>
                </TableRow>
              )}
            </Fragment>
          );
        })}
      </TableBody>
    </Table>
  );
}

function QuantityField({
  line,
  text,
  onChange,
}: {
  line: QueuedLine;
  text: string | undefined;
  onChange(text: string): void;
}) {
  const { t } = useTranslation('inventory');
  return (
    <TextField
      value={text ?? asTyped(line.quantity)}
      error={isCutWrong(line, text)}
      onChange={(event) => onChange(event.target.value)}
      sx={{ width: 60, '& .MuiInputBase-input': { px: 2 } }}
      slotProps={{
        htmlInput: {
          inputMode: 'decimal',
          autoComplete: 'off',
          style: { textAlign: 'right' },
          'aria-label': t('cut.quantity', { item: line.item?.itemName }),
        },
      }}
    />
  );
}

const shortStyle = {
  display: 'flex',
  alignItems: 'center',
  gap: 1,
  fontSize: 13,
  fontWeight: 600,
  color: 'warning.main',
};
