import { useApolloClient, useQuery } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ActDialog } from '../../components/ActDialog.tsx';
import type { ActQuestion } from '../../components/ActDialog.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { DateField } from '../../components/DateField.tsx';
import { Facts } from '../../components/Facts.tsx';
import { LoadFailed } from '../../components/LoadFailed.tsx';
import { useToast } from '../../components/toasts.ts';
import { useDebtFacts } from '../../components/use_debt_facts.tsx';
import { CreateIssueReturnDocument, ReturnableIssueDocument } from '../../gql/graphql.ts';
import { asTyped, isZero, lineTotal, quantityOf, sumDong } from '../../lib/dong.ts';
import { businessToday } from '../../lib/format.ts';
import { nodesOf } from '../../lib/nodes.ts';
import { issueReturnPath } from '../../lib/paths.ts';
import { problemOf } from '../../lib/problem.ts';
import type { Problem } from '../../lib/problem.ts';
import { forgetLists } from '../../lib/stale.ts';
import { useFormat } from '../../lib/use_format.ts';
import { quantityLess } from './goods_values.ts';
import type { ShownIssue } from './IssueShow.tsx';
import { useGoodsReason } from './use_goods_reason.ts';

interface Props {
  issue: ShownIssue;
  onChanged(): void;
  onClose(): void;
}

/** What the slip still lets come back, by the server's figures of this moment. */
function useReturnable(id: string) {
  const { data, error, refetch } = useQuery(ReturnableIssueDocument, { variables: { id }, fetchPolicy: 'network-only' });
  const undone = new Set(nodesOf(data?.issue?.issueReturns).filter(({ status }) => status === 'cancelled').map((made) => made.id));
  const lines = nodesOf(data?.issue?.issueDetails).toSorted((a, b) => a.lineNo - b.lineNo).map((line) => ({
    ...line,
    left: nodesOf(line.issueReturnDetailsByIssueIdAndItemId).filter(({ issueReturnId }) => !undone.has(issueReturnId))
      .reduce((left, { quantity }) => quantityLess(left, quantity), line.quantity),
  })).filter(({ left }) => !isZero(left));
  return { agency: data?.issue?.agency, lines, isLoaded: data !== undefined, error, retry: () => void refetch() };
}

/** Goods of a slip come back: quantities, what they are worth, what the debt becomes. */
export function ReturnDialog({ issue, onChanged, onClose }: Props) {
  const { t } = useTranslation('goods');
  const client = useApolloClient();
  const toast = useToast();
  const navigate = useNavigate();
  const { agency, lines, isLoaded, error, retry } = useReturnable(issue.id);
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [returnDate, setReturnDate] = useState(businessToday);
  const [dateReason, setDateReason] = useState<string>();
  const reason = useGoodsReason();
  const value = sumDong(lines.map(({ itemId, unitPrice }) => lineTotal(typed[itemId] ?? '', unitPrice)));

  /** Without a day the server would take today's. */
  function isRight() {
    if (returnDate === '') setDateReason('required');
    return returnDate !== '';
  }

  async function send(clientKey: string, why: string) {
    const items = lines.flatMap(({ itemId }) => {
      const text = (typed[itemId] ?? '').trim();
      return text === '' || text === '0' ? [] : [{ itemId, quantity: quantityOf(text) }];
    });
    try {
      const { data } = await client.mutate({
        mutation: CreateIssueReturnDocument, update: forgetLists,
        variables: { input: { clientKey, issueId: issue.id, returnDate, reason: why, items } },
      });
      const made = data?.createIssueReturn?.issueReturn;
      if (!made) return;
      toast({ text: t('back.done', { code: made.code }) });
      void navigate(issueReturnPath(made.id));
    } catch (refused) {
      const { fields } = problemOf(refused).details;
      const named = Array.isArray(fields) ? (fields as { path: string; reason: string }[]).find(({ path }) => path === 'return_date') : undefined;
      setDateReason(named?.reason);
      throw refused;
    }
  }

  return (
    <ActDialog title={t('back.title', { code: issue.code })} verb={t('back.verb')} hasReason isRight={isRight} act={send}
      asks={(question) => agency && <ReturnConfirm issue={issue} agency={agency} value={value} returnDate={returnDate} question={question} />}
      moreOf={(problem) => <Exceeding problem={problem} />} onChanged={onChanged} onClose={onClose}>
      {error && !isLoaded && <LoadFailed error={error} onRetry={retry} />}
      {isLoaded && lines.length === 0 && <Typography>{t('back.nothingLeft')}</Typography>}
      {lines.map(({ itemId, item, left }) => (
        <Box key={itemId} sx={{ display: 'flex', gap: 3, alignItems: 'center', mb: 3 }}>
          <Box sx={{ flex: 1, minWidth: 0 }}>
            {item?.itemName}
            <LeftToReturn left={left} unit={item?.unit?.name ?? ''} onAll={() => setTyped({ ...typed, [itemId]: asTyped(left) })} />
          </Box>
          <TextField value={typed[itemId] ?? ''} placeholder="0" sx={{ width: 96, flex: 'none' }} error={isTooMuch(typed[itemId], left)}
            onChange={(event) => setTyped({ ...typed, [itemId]: event.target.value })}
            slotProps={{ htmlInput: { inputMode: 'decimal', autoComplete: 'off', style: { textAlign: 'right' }, 'aria-label': t('back.quantity', { item: item?.itemName }) } }} />
        </Box>
      ))}
      {agency && <DebtFalls debt={agency.debtAmount} value={value} />}
      <DateField label={t('back.date')} fullWidth value={returnDate} max={businessToday()} isDocumentDate sx={{ mt: 4 }}
        onChange={(day) => { setReturnDate(day); setDateReason(undefined); }} error={reason(dateReason)} />
      <Typography variant="body2" color="textSecondary" sx={{ mt: 3 }}>{t('back.text')}</Typography>
    </ActDialog>
  );
}

/** The goods typed above, as what they do to the debt. */
function ReturnConfirm({ issue, agency, value, returnDate, question }: {
  issue: ShownIssue; agency: { name: string; debtAmount: string }; value: string; returnDate: string; question: ActQuestion;
}) {
  const { t } = useTranslation('goods');
  const format = useFormat();
  const facts = useDebtFacts(agency.debtAmount, sumDong([agency.debtAmount, `-${value}`]));
  return (
    <ConfirmDialog {...question} title={t('back.confirm', { amount: format.money(value) })} verb={t('back.verb')} note={t('back.text')}
      lead={`${agency.name} · ${t('back.ofSlip', { code: issue.code })}`} day={{ label: t('back.date'), value: returnDate }} facts={facts} />
  );
}

/** A hint only; what is allowed, the server decides. */
function isTooMuch(text: string | undefined, left: string) {
  const quantity = quantityOf(text ?? '');
  return (text ?? '').trim() !== '' && (quantity === null || quantityLess(left, quantity).startsWith('-'));
}

function LeftToReturn({ left, unit, onAll }: { left: string; unit: string; onAll(): void }) {
  const { t } = useTranslation('goods');
  const format = useFormat();
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 2, color: 'text.secondary', fontSize: 13 }}>
      {t('back.left', { left: format.quantity(left), unit })}
      <Button size="small" onClick={onAll} sx={{ minWidth: 0, minHeight: { xs: 32, md: 24 }, p: 0 }}>{t('back.all')}</Button>
    </Box>
  );
}

function DebtFalls({ debt, value }: { debt: string; value: string }) {
  const { t } = useTranslation('goods');
  const format = useFormat();
  return (
    <Box sx={{ mt: 1, pt: 3, borderTop: '1px solid', borderColor: 'divider' }}>
      <Facts facts={[
        [t('back.value'), <strong key="value" data-testid="return-value">{format.money(value)}</strong>],
        [t('back.debtNow'), format.money(debt)],
        [t('back.debtThen'), <strong key="then" data-testid="debt-then">{format.money(sumDong([debt, `-${value}`]))}</strong>],
      ]} />
    </Box>
  );
}

interface ExceedingItem { item_id: string; item_name: string; available: string }

/** Of RETURN_EXCEEDS_ISSUE: how much of each item may still come back. */
function Exceeding({ problem }: { problem: Problem }) {
  const { t } = useTranslation('goods');
  const format = useFormat();
  const { items } = problem.details;
  if (!Array.isArray(items)) return null;
  return (
    <Box component="ul" sx={{ m: 0, mt: 1, pl: 5 }}>
      {(items as ExceedingItem[]).map(({ item_id, item_name, available }) => <li key={item_id}>{t('back.exceeds', { item: item_name, available: format.quantity(available) })}</li>)}
    </Box>
  );
}
