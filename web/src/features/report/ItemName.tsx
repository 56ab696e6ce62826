import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { Link as RouterLink } from 'react-router';
import { itemPath } from '../../lib/paths.ts';

/** An item in a report leads to its ledger. */
export function ItemName({
  item,
}: {
  item: { id: string; sku: string; itemName: string } | null | undefined;
}) {
  if (!item) return <>–</>;
  return (
    <>
      <Link component={RouterLink} to={itemPath(item.id)} sx={{ fontWeight: 600 }}>
        {item.itemName}
      </Link>{' '}
      <Box component="span" sx={{ color: 'text.secondary' }}>
        {item.sku}
      </Box>
    </>
  );
}
