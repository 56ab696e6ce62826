import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { Link as RouterLink } from 'react-router';
import { Facts } from '../../components/Facts.tsx';
import { Panel } from '../../components/Panel.tsx';
import type { ShownAgencyFragment } from '../../gql/graphql.ts';
import { editAgencyPath } from '../../lib/paths.ts';
import { useSession, useWithMoney } from '../../lib/session.ts';
import { useFormat } from '../../lib/use_format.ts';
import { AgencyDebtLimit } from './AgencyDebtLimit.tsx';
import { AgencyTerms } from './AgencyTerms.tsx';

export function AgencyFacts({ agency }: { agency: ShownAgencyFragment }) {
  const { t } = useTranslation('agency');
  const format = useFormat();
  const withMoney = useWithMoney();
  const { can } = useSession();
  const mayEdit = can('agency:write') && !['rejected', 'terminated'].includes(agency.status);
  const statusReason = agency.agencyStatusChanges.nodes[0]?.reason;
  return (
    <Panel
      title={t('contact')}
      aside={
        mayEdit && (
          <Link component={RouterLink} to={editAgencyPath(agency.id)} sx={{ fontSize: 13 }}>
            {t('edit.verb')}
          </Link>
        )
      }
    >
      <Facts
        facts={[
          [t('type'), agency.agencyType?.name],
          [t('district'), agency.district?.name],
          [t('address'), [agency.address, agency.ward].filter(Boolean).join(', ') || null],
          [t('representative'), agency.representative],
          [t('phone'), agency.phone && <Phone key="phone" phone={agency.phone} />],
          ...(withMoney
            ? [[t('email'), agency.email && <Mail key="email" email={agency.email} />] as const]
            : []),
          ...(agency.taxCode ? [[t('taxCode'), agency.taxCode] as const] : []),
          ...(agency.ownCode ? [[t('ownCode'), agency.ownCode] as const] : []),
          [t('reception'), format.date(agency.receptionDate)],
          ...(statusReason ? [[t('statusReason'), statusReason] as const] : []),
        ]}
      />
    </Panel>
  );
}

/** The first of the numbers is called. */
function Phone({ phone }: { phone: string }) {
  const number = (phone.split(/[/,;]/)[0] ?? '').replace(/[^\d+]/g, '');
  return <Link href={`tel:${number}`}>{phone}</Link>;
}

const Mail = ({ email }: { email: string }) => <Link href={`mailto:${email}`}>{email}</Link>;

/** What the agency may owe: its limit and terms, and whose they are. */
export function AgencyRoom({
  agency,
  onChanged,
}: {
  agency: ShownAgencyFragment;
  onChanged(): Promise<unknown>;
}) {
  const { t } = useTranslation('agency');
  const format = useFormat();
  const { overDebtLimitBy, ownDebtLimit, ownDebtLimitUntil, agencyDebtLimitChanges } = agency;
  const reason = agencyDebtLimitChanges?.nodes[0]?.reason;
  return (
    <Panel title={t('room.rules')}>
      <Typography variant="body2" color="textSecondary">
        {t('room.debtLimit')} {format.money(agency.debtLimit)}
      </Typography>
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
