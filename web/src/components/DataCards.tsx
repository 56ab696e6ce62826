import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Skeleton from '@mui/material/Skeleton';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import type { Card, DataListProps } from './data_list.ts';

function CardBody({ title, figure, note, mark, below }: Card) {
  return (
    <>
      <Box sx={lineStyle}>
        <Box sx={{ fontWeight: 600, minWidth: 0 }}>{title}</Box>
        <Box sx={{ fontWeight: 600, whiteSpace: 'nowrap' }}>{figure}</Box>
      </Box>
      <Box sx={{ ...lineStyle, fontSize: 13, color: 'text.secondary' }}>
        <Box sx={{ minWidth: 0 }}>{note}</Box>
        <Box sx={{ whiteSpace: 'nowrap' }}>{mark}</Box>
      </Box>
      {below}
    </>
  );
}

/** Rows below 1000 px: the whole card is the link. */
export function DataCards<Row>({ label, rows, card, rowKey, rowPath }: DataListProps<Row>) {
  const { t } = useTranslation();
  if (!rows) {
    return (
      <Box role="status" aria-label={t('state.loading')}>
        {Array.from({ length: 6 }, (_, index) => (
          <Box key={index} sx={cardStyle}>
            <Skeleton width="70%" />
            <Skeleton width="40%" />
          </Box>
        ))}
      </Box>
    );
  }
  return (
    <Box component="ul" aria-label={label} sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {rows.map((row) => (
        <Box component="li" key={rowKey(row)}>
          {rowPath ? (
            <Link
              component={RouterLink}
              to={rowPath(row)}
              underline="none"
              color="inherit"
              sx={[cardStyle, { display: 'block', '&:active': { bgcolor: 'action.hover' } }]}
            >
              <CardBody {...card(row)} />
            </Link>
          ) : (
            <Box sx={cardStyle}>
              <CardBody {...card(row)} />
            </Box>
          )}
        </Box>
      ))}
    </Box>
  );
}

const lineStyle = {
  display: 'flex',
  justifyContent: 'space-between',
  alignItems: 'baseline',
  gap: 3,
};
const cardStyle = { px: 4, py: 2.5, borderTop: '1px solid', borderColor: 'divider' };
