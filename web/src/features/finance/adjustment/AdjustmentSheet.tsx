import { useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Facts } from '../../../components/Facts.tsx';
import { CommandRefusal } from '../../../components/form/CommandRefusal.tsx';
import { documentKeys } from '../../../components/form/form_keys.ts';
import { LeaveGuard } from '../../../components/form/LeaveGuard.tsx';
import { Kbd } from '../../../components/Kbd.tsx';
import { LoadFailed } from '../../../components/LoadFailed.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { Way } from '../../../components/Refusal.tsx';
import { useToast } from '../../../components/toasts.ts';
import { useDebtFacts } from '../../../components/use_debt_facts.tsx';
import { useDebtInWords } from '../../../components/use_debt_in_words.ts';
import { PayingAgencyDocument } from '../../../gql/graphql.ts';
import type { PayingAgencyFragment } from '../../../gql/graphql.ts';
import { sumDong } from '../../../lib/dong.ts';
import { adjustmentPath } from '../../../lib/paths.ts';
import { refusedFields } from '../../../lib/refused_fields.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { AdjustmentConfirm } from './AdjustmentConfirm.tsx';
import { AdjustmentFields } from './AdjustmentFields.tsx';
import { useAdjustmentForm } from './use_adjustment_form.ts';
import type { AdjustmentFormState } from './use_adjustment_form.ts';
import { useCorrectable } from './use_corrected.ts';

/** A preview; the database computes what counts. */
const debtAfter = (debt: string | undefined, direction: string, amount: string) =>
  debt === undefined || amount === ''
    ? undefined
    : sumDong([debt, direction === 'up' ? amount : `-${amount}`]);

/** What is put right; the debt beside it. */
export function AdjustmentSheet({
  agency,
  corrects,
}: {
  agency: PayingAgencyFragment | null;
  corrects: string;
}) {
  const state = useAdjustmentForm(agency, corrects, useAnnounce());
  const { form, submit } = state;
  const [picked, direction, amount] = form.watch(['agency', 'direction', 'amount']);
  const { data, refetch } = useQuery(PayingAgencyDocument, {
    skip: !picked,
    variables: { id: picked?.id ?? '' },
  });
  const debt =
    (data?.agency?.id === picked?.id ? data?.agency?.debtAmount : undefined) ?? picked?.debtAmount;
  const correctable = useCorrectable(picked?.id, picked?.id === agency?.id ? corrects : '');
  const after = debtAfter(debt, direction, amount);
  // What is asked with is the debt of this moment; a failure leaves the one that is known.
  useEffect(() => {
    if (state.isAsking) refetch().catch(() => undefined);
  }, [state.isAsking, refetch]);
  return (
    <Box onKeyDownCapture={documentKeys({ ask: submit, toDate: state.toDate })}>
      <AdjustmentRefusal state={state} />
      {correctable.error && !correctable.isLoaded && (
        <LoadFailed error={correctable.error} onRetry={correctable.retry} />
      )}
      <Box sx={columns}>
        <AdjustmentFields state={state} documents={correctable.documents} />
        <DebtNow debt={debt} after={after} onSubmit={submit} />
      </Box>
      {state.isAsking && (
        <AdjustmentConfirm
          state={state}
          debt={debt}
          after={after}
          documents={correctable.documents}
        />
      )}
      <LeaveGuard hasWork={state.hasWork} />
    </Box>
  );
}

const columns = {
  display: 'grid',
  gap: 4,
  alignItems: 'start',
  gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 1fr) 300px' },
};

function DebtNow({
  debt,
  after,
  onSubmit,
}: {
  debt: string | undefined;
  after: string | undefined;
  onSubmit(): void;
}) {
  const { t } = useTranslation('adjustment');
  const inWords = useDebtInWords();
  const facts = useDebtFacts(debt, after);
  return (
    <Panel title={t('form.debtNow')}>
      {debt === undefined ? (
        <Typography color="textSecondary">{t('form.choose')}</Typography>
      ) : (
        <Typography data-testid="debt" sx={{ fontSize: 22, fontWeight: 650, lineHeight: 1.3 }}>
          {inWords(debt)}
        </Typography>
      )}
      {facts.length > 0 && (
        <Box sx={{ mt: 3 }}>
          <Facts facts={facts.slice(1)} />
        </Box>
      )}
      <Typography variant="body2" color="textSecondary" sx={{ mt: 3 }}>
        {t('form.final')}
      </Typography>
      <Button
        variant="contained"
        fullWidth
        onClick={onSubmit}
        aria-keyshortcuts="Control+Enter"
        sx={{ mt: 4 }}
      >
        {t('make')}
        <Kbd>Ctrl Enter</Kbd>
      </Button>
    </Panel>
  );
}

function AdjustmentRefusal({ state }: { state: AdjustmentFormState }) {
  const { t } = useTranslation('adjustment');
  const format = useFormat();
  const fields = state.refusal ? refusedFields(state.refusal.problem) : [];
  const most = fields.find(({ reason }) => reason === 'exceeds_item')?.limit;
  return (
    <CommandRefusal
      of={state}
      pathOf={adjustmentPath}
      more={
        most !== undefined && (
          <Typography>{t('field.exceeds_item', { limit: format.money(most) })}</Typography>
        )
      }
    >
      {most !== undefined && most !== '0' && (
        <Way onClick={() => state.takeAmount(most)}>
          {t('form.takeMost', { limit: format.money(most) })}
        </Way>
      )}
    </CommandRefusal>
  );
}

/** Goes to the adjustment and says whether it is in the books or waits. */
function useAnnounce() {
  const { t } = useTranslation('adjustment');
  const toast = useToast();
  const navigate = useNavigate();
  return ({ id, code, status }: { id: string; code: string | null; status: string }) => {
    toast(
      status === 'requested'
        ? { text: t('done.requested'), detail: t('done.waits') }
        : { text: t('done.confirmed', { code }) },
    );
    void navigate(adjustmentPath(id));
  };
}
