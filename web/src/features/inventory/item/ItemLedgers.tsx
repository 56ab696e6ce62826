import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import kinds from '../../../../../db/words/kinds.json';
import { DataList } from '../../../components/DataList.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ExportButton } from '../../../components/ExportButton.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { useEntryKind } from '../../../components/use_entry_kind.ts';
import type { ShownItemFragment } from '../../../gql/graphql.ts';
import { nodesOf } from '../../../lib/nodes.ts';
import { issuePath, issueReturnPath, receiptPath, stockCountPath } from '../../../lib/paths.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { useWord } from '../../../lib/words.ts';

type Movement = NonNullable<NonNullable<ShownItemFragment['stockMovements']>['nodes'][number]>;
type Price = NonNullable<NonNullable<ShownItemFragment['itemPrices']>['nodes'][number]>;

/** The document behind a movement and its page. */
function documentOf({ issue, receipt, issueReturn, stockCount }: Movement) {
  if (issueReturn) return { code: issueReturn.code, to: issueReturnPath(issueReturn.id) };
  if (issue) return { code: issue.code, to: issuePath(issue.id) };
  if (receipt) return { code: receipt.code, to: receiptPath(receipt.id) };
  if (stockCount) return { code: stockCount.code, to: stockCountPath(stockCount.id) };
  return null;
}

const signed = (figure: string, text: string) => (figure.startsWith('-') ? text : `+${text}`);

/** The newest rows of the stock ledger of one item. */
export function StockCard({ item }: { item: ShownItemFragment }) {
  const { t } = useTranslation('goods');
  const format = useFormat();
  const kindOf = useEntryKind();
  const rows = nodesOf(item.stockMovements);
  const total = item.stockMovements?.totalCount ?? 0;
  const document = (row: Movement) => {
    const found = documentOf(row);
    return found ? (
      <Link component={RouterLink} to={found.to} sx={{ whiteSpace: 'nowrap' }}>
        {found.code ?? kindOf(row.kind)}
      </Link>
    ) : (
      kindOf(row.kind)
    );
  };
  return (
    <Panel
      title={t('item.card')}
      aside={
        <Box
          sx={{
            display: 'flex',
            gap: 3,
            alignItems: 'center',
            color: 'text.secondary',
            fontSize: 13,
          }}
        >
          {total > rows.length && t('item.cardNewest', { shown: rows.length, total })}
          <ExportButton what="stock_ledger" parameters={{ itemId: item.id }} />
        </Box>
      }
      isFlush
    >
      <Typography variant="body2" color="textSecondary" sx={{ px: 4, pb: 2 }}>
        {t('item.cardText')}
      </Typography>
      <DataList<Movement>
        label={t('item.card')}
        rows={rows}
        rowKey={({ id }) => id}
        onRetry={() => undefined}
        empty={<EmptyState text={t('item.cardEmpty')} />}
        columns={[
          {
            key: 'day',
            head: t('item.day'),
            width: 110,
            cell: ({ businessDate }) => format.date(businessDate),
          },
          {
            key: 'document',
            head: t('item.document'),
            cell: (row) => (
              <>
                {document(row)}{' '}
                {documentOf(row) && (
                  <Box component="span" sx={{ color: 'text.secondary' }}>
                    {kindOf(row.kind)}
                  </Box>
                )}
              </>
            ),
          },
          {
            key: 'change',
            head: t('item.change'),
            align: 'right',
            width: 120,
            cell: ({ quantity }) => signed(quantity, format.quantity(quantity)),
          },
          {
            key: 'after',
            head: t('item.after'),
            align: 'right',
            width: 120,
            cell: ({ balanceAfter }) => format.quantity(balanceAfter),
          },
        ]}
        card={(row) => ({
          title: document(row),
          figure: signed(row.quantity, format.quantity(row.quantity)),
          note: `${format.date(row.businessDate)} · ${kindOf(row.kind)}`,
          mark: `${t('item.after')} ${format.quantity(row.balanceAfter)}`,
        })}
      />
    </Panel>
  );
}

/** Import prices, newest first, and what set them. */
export function PriceHistory({ item }: { item: ShownItemFragment }) {
  const { t } = useTranslation('goods');
  const format = useFormat();
  const word = useWord(kinds.item_price_kind);
  const kindOf = ({ kind }: Price) => word(kind);
  const why = (row: Price) =>
    row.receipt ? (
      <>
        {kindOf(row)}{' '}
        <Link component={RouterLink} to={receiptPath(row.receipt.id)} sx={{ whiteSpace: 'nowrap' }}>
          {row.receipt.code}
        </Link>
      </>
    ) : (
      kindOf(row)
    );
  return (
    <Panel title={t('item.prices')} isFlush>
      <DataList<Price>
        label={t('item.prices')}
        rows={nodesOf(item.itemPrices)}
        rowKey={({ id }) => id}
        onRetry={() => undefined}
        empty={<EmptyState text={t('item.pricesEmpty')} />}
        columns={[
          {
            key: 'from',
            head: t('item.from'),
            width: 110,
            cell: ({ validFrom }) => format.date(validFrom),
          },
          { key: 'why', head: t('item.why'), cell: why },
          {
            key: 'price',
            head: `${t('item.importPrice')} (₫)`,
            align: 'right',
            width: 160,
            cell: ({ price }) => format.dong(price),
          },
        ]}
        card={(row) => ({
          title: why(row),
          figure: format.money(row.price),
          note: format.date(row.validFrom),
        })}
      />
    </Panel>
  );
}
