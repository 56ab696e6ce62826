import Box from '@mui/material/Box';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../components/Panel.tsx';
import { useDebtInWords } from '../../components/use_debt_in_words.ts';
import type { ShownAgencyFragment } from '../../gql/graphql.ts';
import { creditOf, isZero, largerOf, percentOf, wholePercent } from '../../lib/dong.ts';
import { useFormat } from '../../lib/use_format.ts';
import type { Standing } from './use_standing.ts';

interface Props {
  agency: ShownAgencyFragment;
  standing: Standing;
}

/** What is owed, what is late and what may still be taken: three figures over one bar. */
export function AgencyCredit({ agency, standing }: Props) {
  const { t } = useTranslation('agency');
  const format = useFormat();
  const inWords = useDebtInWords();
  const { debtAmount = '0', debtLimit } = agency;
  const limit = debtLimit ?? '0';
  const room = BigInt(limit) - BigInt(debtAmount);
  const overdue = standing.isWhole ? standing.overdue : undefined;
  const isLate = overdue !== undefined && !isZero(overdue);
  return (
    <Panel title={t('room.title')}>
      <Box component="dl" sx={figuresStyle}>
        <Figure
          name={creditOf(debtAmount) === undefined ? t('room.debt') : t('room.balance')}
          testId="debt"
        >
          {inWords(debtAmount)}
        </Figure>
        <Figure name={t('room.left')} testId="room">
          {format.money((room > 0n ? room : 0n).toString())}
        </Figure>
        <Figure name={t('room.overdue')} testId="overdue" isLate={isLate}>
          {overdue === undefined ? '–' : format.money(overdue)}
        </Figure>
      </Box>
      <StandingBar debt={debtAmount} overdue={overdue ?? '0'} limit={limit} />
      <Box sx={legendStyle}>
        <Legend color="error.main">{t('room.overdue')}</Legend>
        <Legend color="line.field">{t('room.notDue')}</Legend>
        <Legend color="tint.neutral">{t('room.left')}</Legend>
        <Box component="span" sx={{ ml: { md: 'auto' } }}>
          {t('room.ofLimit', {
            type: agency.agencyType?.name ?? '',
            limit: format.money(limit),
            used: `${wholePercent(largerOf(debtAmount, '0'), limit)} %`,
          })}
        </Box>
      </Box>
    </Panel>
  );
}

function Figure({
  name,
  testId,
  isLate = false,
  children,
}: {
  name: string;
  testId: string;
  isLate?: boolean;
  children: string;
}) {
  return (
    <Box>
      <Box component="dt" sx={{ fontSize: 12, fontWeight: 600, color: 'text.secondary' }}>
        {name}
      </Box>
      <Box
        component="dd"
        data-testid={testId}
        sx={{
          m: 0,
          fontSize: { xs: 18, sm: 22 },
          fontWeight: 650,
          lineHeight: 1.3,
          color: isLate ? 'error.main' : 'text.primary',
        }}
      >
        {children}
      </Box>
    </Box>
  );
}

/** Late and not yet due on the scale of the limit; words stand beside. */
function StandingBar({ debt, overdue, limit }: { debt: string; overdue: string; limit: string }) {
  const whole = largerOf(largerOf(limit, debt), '1');
  return (
    <Box aria-hidden="true" sx={barStyle}>
      <Box sx={{ width: percentOf(debt, whole), bgcolor: 'line.field' }} />
      <Box sx={{ width: percentOf(overdue, whole), bgcolor: 'error.main' }} />
    </Box>
  );
}

function Legend({ color, children }: { color: string; children: string }) {
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 1 }}>
      <Box
        component="span"
        aria-hidden="true"
        sx={{ width: 9, height: 9, borderRadius: '2px', bgcolor: color }}
      />
      {children}
    </Box>
  );
}

const figuresStyle = {
  m: 0,
  display: 'grid',
  gap: 3,
  gridTemplateColumns: { xs: 'repeat(2, minmax(0, 1fr))', sm: 'repeat(3, minmax(0, 1fr))' },
  // on a phone the debt has a line of its own
  '& > :first-of-type': { gridColumn: { xs: '1 / -1', sm: 'auto' } },
};
const barStyle = {
  position: 'relative',
  height: 10,
  mt: 3,
  borderRadius: 1,
  overflow: 'hidden',
  bgcolor: 'tint.neutral',
  '& > *': { position: 'absolute', insetBlock: 0, left: 0 },
};
const legendStyle = {
  display: 'flex',
  flexWrap: 'wrap',
  columnGap: 4,
  rowGap: 1,
  mt: 2,
  fontSize: 13,
  color: 'text.secondary',
};
