import { useApolloClient } from '@apollo/client/react';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ActDialog } from '../../components/form/ActDialog.tsx';
import { useToast } from '../../components/toasts.ts';
import { useDebtInWords } from '../../components/use_debt_in_words.ts';
import type { ShownAgencyFragment } from '../../gql/graphql.ts';
import { creditOf } from '../../lib/dong.ts';
import { newPaymentPath, newRefundPath } from '../../lib/paths.ts';
import type { Problem } from '../../lib/problem.ts';
import { useSession } from '../../lib/session.ts';
import { useFormat } from '../../lib/use_format.ts';
import { agencyActs, sendAgencyAct } from './agency_acts.ts';
import type { AgencyAct } from './agency_acts.ts';

interface Props {
  agency: ShownAgencyFragment;
  onChanged(): void;
}

/** What this person may make of the agency in its present state. */
export function AgencyActs({ agency, onChanged }: Props) {
  const { t } = useTranslation('agency');
  const { can } = useSession();
  const [open, setOpen] = useState<AgencyAct | null>(null);
  if (!can('agency:approve')) return null;
  return (
    <>
      {agencyActs
        .filter(({ from }) => from.includes(agency.status))
        .map((act) => (
          <Button
            key={act.name}
            variant={act.isUsual ? 'contained' : 'outlined'}
            color={act.isUsual ? 'primary' : act.isGrave ? 'error' : 'inherit'}
            onClick={() => setOpen(act)}
          >
            {t(`acts.${act.name}.verb`)}
          </Button>
        ))}
      {open && (
        <AgencyActDialog
          agency={agency}
          act={open}
          onChanged={() => {
            setOpen(null);
            onChanged();
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}

/** One act with an agency: its consequences and its reason. */
export function AgencyActDialog({
  agency,
  act,
  onChanged,
  onClose,
}: Props & { act: AgencyAct; onClose(): void }) {
  const { t } = useTranslation('agency');
  const client = useApolloClient();
  const toast = useToast();
  const format = useFormat();
  const inWords = useDebtInWords();
  const { id, name } = agency;
  return (
    <ActDialog
      title={t(`acts.${act.name}.title`, { name })}
      verb={t(`acts.${act.name}.verb`)}
      hasReason={act.hasReason}
      isGrave={act.isGrave}
      onChanged={onChanged}
      onClose={onClose}
      moreOf={(problem) => <CollectFirst problem={problem} agencyId={id} />}
      act={async (clientKey, reason) => {
        await sendAgencyAct[act.name](client, clientKey, id, reason, agency.version);
        toast({ text: t(`acts.${act.name}.done`, { name }) });
      }}
    >
      <Typography>
        {t(`acts.${act.name}.text`, {
          debt:
            creditOf(agency.debtAmount ?? '') === undefined
              ? t('owes', { debt: format.money(agency.debtAmount) })
              : inWords(agency.debtAmount),
          debtLimit: format.money(agency.debtLimit),
          district: agency.district?.name,
        })}
      </Typography>
    </ActDialog>
  );
}

/** The way out for an agency that still owes, or has money with us. */
function CollectFirst({ problem: { code }, agencyId }: { problem: Problem; agencyId: string }) {
  const { t } = useTranslation('agency');
  const { can } = useSession();
  const isCredit = code === 'AGENCY_HAS_CREDIT';
  if (!(code === 'AGENCY_HAS_DEBT' || isCredit) || !can('finance:write')) return null;
  return (
    <Button
      component={Link}
      to={isCredit ? newRefundPath(agencyId) : newPaymentPath(agencyId)}
      variant="outlined"
      color="inherit"
      size="small"
      sx={{ mt: 2.5, bgcolor: 'background.paper' }}
    >
      {t(isCredit ? 'makeRefund' : 'makePayment')}
    </Button>
  );
}
