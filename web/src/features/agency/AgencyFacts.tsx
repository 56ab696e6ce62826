import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { DebtOfLimit } from '../../components/DebtOfLimit.tsx';
import { Facts } from '../../components/Facts.tsx';
import { Panel } from '../../components/Panel.tsx';
import { useDebtInWords } from '../../components/use_debt_in_words.ts';
import type { ShownAgencyFragment } from '../../gql/graphql.ts';
import { useWithMoney } from '../../lib/session.ts';
import { useFormat } from '../../lib/use_format.ts';
import { AgencyDebtLimit } from './AgencyDebtLimit.tsx';
import { AgencyTerms } from './AgencyTerms.tsx';

export function AgencyFacts({ agency }: { agency: ShownAgencyFragment }) {
  const { t } = useTranslation('agency');
  const format = useFormat();
  const withMoney = useWithMoney();
  const statusReason = agency.agencyStatusChanges.nodes[0]?.reason;
  return (
    <Panel title={t('facts')}>
      <Facts
        facts={[
          [t('type'), agency.agencyType?.name],
          [t('district'), agency.district?.name],
          [t('address'), [agency.address, agency.ward].filter(Boolean).join(', ') || null],
          [t('representative'), agency.representative],
          [t('phone'), agency.phone],
          ...(withMoney ? [[t('email'), agency.email] as const] : []),
          ...(agency.taxCode ? [[t('taxCode'), agency.taxCode] as const] : []),
          ...(agency.ownCode ? [[t('ownCode'), agency.ownCode] as const] : []),
          [t('reception'), format.date(agency.receptionDate)],
          ...(statusReason ? [[t('statusReason'), statusReason] as const] : []),
        ]}
      />
    </Panel>
  );
}

/** Debt against the debt limit in force. */
export function AgencyRoom({
  agency,
  onChanged,
}: {
  agency: ShownAgencyFragment;
  onChanged(): Promise<unknown>;
}) {
  const { t } = useTranslation('agency');
  const format = useFormat();
  const inWords = useDebtInWords();
  const {
    debtAmount = '0',
    debtLimit,
    overDebtLimitBy,
    ownDebtLimit,
    ownDebtLimitUntil,
    agencyDebtLimitChanges,
  } = agency;
  const reason = agencyDebtLimitChanges?.nodes[0]?.reason;
  return (
    <Panel title={t('room.title')}>
      <Typography data-testid="debt" sx={{ fontSize: 22, fontWeight: 650, lineHeight: 1.3 }}>
        {inWords(debtAmount)}
      </Typography>
      <Typography variant="body2" color="textSecondary">
        {t('room.debtLimit')} {format.money(debtLimit)}
      </Typography>
      <Box sx={{ mt: 2 }}>
        <DebtOfLimit debt={debtAmount} debtLimit={debtLimit ?? '0'} />
      </Box>
      {overDebtLimitBy && overDebtLimitBy !== '0' && (
        <Typography variant="body2" color="error" sx={{ mt: 2 }}>
          {t('limit.overBy', { over: format.money(overDebtLimitBy) })}
        </Typography>
      )}
      {ownDebtLimit && (
        <Typography variant="body2" color="textSecondary" sx={{ mt: 2 }}>
          {t(reason ? 'room.ownBecause' : 'room.own', {
            limit: format.money(ownDebtLimit),
            date: format.date(ownDebtLimitUntil),
            reason,
          })}
        </Typography>
      )}
      <AgencyDebtLimit agency={agency} onChanged={onChanged} />
      <AgencyTerms agency={agency} onChanged={onChanged} />
    </Panel>
  );
}
