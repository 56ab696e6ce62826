import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableFooter from '@mui/material/TableFooter';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import TableSortLabel from '@mui/material/TableSortLabel';
import type { MouseEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { DataListProps } from './data_list.ts';

const SKELETON_ROWS = 8;

/** A click anywhere opens the row, unless it was meant for a link or marked some text. */
function isForTheRow(event: MouseEvent) {
  if (event.defaultPrevented || window.getSelection()?.toString()) return false;
  return !(event.target as Element).closest('a, button, input');
}

type HeadProps<Row> = Pick<DataListProps<Row>, 'columns' | 'sort' | 'onSort'>;

function Head<Row>({ columns, sort, onSort }: HeadProps<Row>) {
  return (
    <TableHead>
      <TableRow>
        {columns.map(({ key, head, align = 'inherit' as const, width, isSortable }) => (
          <TableCell
            key={key}
            align={align}
            {...(sort?.key === key
              ? { sortDirection: sort.isDown ? ('desc' as const) : ('asc' as const) }
              : {})}
            sx={{ width, position: 'sticky', top: 'var(--sticky-top, 0)', zIndex: 2 }}
          >
            {isSortable && onSort ? (
              <TableSortLabel
                active={sort?.key === key}
                direction={sort?.key === key && !sort.isDown ? 'asc' : 'desc'}
                onClick={() => onSort(key)}
              >
                {head}
              </TableSortLabel>
            ) : (
              head
            )}
          </TableCell>
        ))}
      </TableRow>
    </TableHead>
  );
}

function SkeletonRows({
  columns,
}: {
  columns: readonly { key: string; align?: 'right' }[];
}): ReactNode {
  return Array.from({ length: SKELETON_ROWS }, (_, row) => (
    <TableRow key={row}>
      {columns.map(({ key, align }) => (
        <TableCell key={key}>
          <Skeleton width="60%" sx={{ ml: align === 'right' ? 'auto' : 0 }} />
        </TableCell>
      ))}
    </TableRow>
  ));
}

const sumStyle = {
  fontWeight: 650,
  fontSize: 13.5,
  color: 'text.primary',
  position: 'sticky',
  bottom: 0,
  bgcolor: 'background.paper',
  // rows pass under it
  borderTop: '1px solid',
  borderColor: 'divider',
};

/** Rows as a semantic table. The first cell holds the real link. */
export function DataTable<Row>({
  label,
  rows,
  columns,
  rowKey,
  rowPath,
  sums,
  foot,
  sort,
  onSort,
  rowHeight,
}: DataListProps<Row>) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <Box sx={{ overflowX: 'clip' }}>
      <Table
        aria-label={label}
        sx={{
          ...(foot || sums ? {} : { '& tbody tr:last-of-type td': { borderBottom: 0 } }),
          ...(rowHeight ? { '& tbody td': { height: rowHeight } } : {}),
        }}
      >
        <Head
          columns={columns}
          {...(sort === undefined ? {} : { sort })}
          {...(onSort ? { onSort } : {})}
        />
        <TableBody>
          {!rows && <SkeletonRows columns={columns} />}
          {!rows && (
            <TableRow className="visually-hidden">
              <TableCell>{t('state.loading')}</TableCell>
            </TableRow>
          )}
          {rows?.map((row) => (
            <TableRow
              key={rowKey(row)}
              hover={rowPath !== undefined}
              sx={{ cursor: rowPath ? 'pointer' : 'default' }}
              onClick={(event) => {
                if (rowPath && isForTheRow(event)) void navigate(rowPath(row));
              }}
            >
              {columns.map(({ key, cell, align = 'inherit' as const }) => (
                <TableCell key={key} align={align}>
                  {cell(row)}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
        {sums && rows && (
          <TableFooter>
            <TableRow>
              {columns.map(({ key, align = 'inherit' as const }) => (
                <TableCell key={key} align={align} sx={sumStyle}>
                  {sums[key]}
                </TableCell>
              ))}
            </TableRow>
          </TableFooter>
        )}
      </Table>
    </Box>
  );
}
