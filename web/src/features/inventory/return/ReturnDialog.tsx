import { useApolloClient } from '@apollo/client/react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { ActDialog } from '../../../components/form/ActDialog.tsx';
import type { ActQuestion } from '../../../components/form/ActDialog.tsx';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { DocumentDate } from '../../../components/DocumentDate.tsx';
import { Facts } from '../../../components/Facts.tsx';
import { LoadFailed } from '../../../components/LoadFailed.tsx';
import { useToast } from '../../../components/toasts.ts';
import { useDebtFacts } from '../../../components/use_debt_facts.tsx';
import { CreateIssueReturnDocument, RequestIssueReturnDocument } from '../../../gql/graphql.ts';
import type { CreateIssueReturnInput, ShownIssueFragment } from '../../../gql/graphql.ts';
import { asTyped, lineTotal, quantityOf, sumDong } from '../../../lib/dong.ts';
import { businessToday } from '../../../lib/format.ts';
import { issueReturnPath } from '../../../lib/paths.ts';
import { problemOf } from '../../../lib/problem.ts';
import { refusedFields } from '../../../lib/refused_fields.ts';
import type { FieldProblem } from '../../../lib/refused_fields.ts';
import { forgetLists } from '../../../lib/stale.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { FreeMark } from '../FreeMark.tsx';
import { quantityLess } from '../goods_values.ts';
import { ExceedingReturn } from './ReturnRefusal.tsx';
import { useGoodsReason } from '../use_goods_reason.ts';
import { useReturnable } from './use_returnable.ts';

interface Props {
  issue: ShownIssueFragment;
  onChanged(): void;
  onClose(): void;
}

/**
 * Goods of a slip come back, or are asked to: quantities, what they are worth, what the debt
 * becomes.
 */
export function ReturnDialog({ issue, onChanged, onClose }: Props) {
  const { t } = useTranslation(['goods', 'inventory']);
  const client = useApolloClient();
  const toast = useToast();
  const navigate = useNavigate();
  const { agency, lines, isLoaded, error, retry, ...may } = useReturnable(issue.id);
  const [isRefusedAlone, setRefusedAlone] = useState(false);
  const onlyAsks = may.onlyAsks || isRefusedAlone;
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [givenDate, setGivenDate] = useState<string>();
  // who only asks leaves the day to who confirms, unless it is told
  const returnDate = givenDate ?? (onlyAsks ? '' : businessToday());
  const [isDateReadable, setDateReadable] = useState(true);
  const [dateProblem, setDateProblem] = useState<FieldProblem>();
  const reason = useGoodsReason();
  const value = sumDong(lines.map(({ id, unitPrice }) => lineTotal(typed[id] ?? '', unitPrice)));

  /** Without a day the server would take today's. */
  function isRight() {
    if (onlyAsks) return isDateReadable;
    if (returnDate === '') setDateProblem({ reason: 'required' });
    return returnDate !== '';
  }

  async function ask(input: CreateIssueReturnInput) {
    const { data } = await client.mutate({
      mutation: RequestIssueReturnDocument,
      update: forgetLists,
      variables: { input },
    });
    return { made: data?.requestIssueReturn?.issueReturn, text: t('back.asked') };
  }

  async function create(input: CreateIssueReturnInput) {
    const { data } = await client.mutate({
      mutation: CreateIssueReturnDocument,
      update: forgetLists,
      variables: { input },
    });
    const made = data?.createIssueReturn?.issueReturn;
    return { made, text: t('back.done', { code: made?.code }) };
  }

  async function send(clientKey: string, why: string) {
    const items = lines.flatMap(({ id, itemId, isFree }) => {
      const text = (typed[id] ?? '').trim();
      return text === '' || text === '0'
        ? []
        : [{ itemId, quantity: quantityOf(text), ...(isFree ? { isFree } : {}) }];
    });
    const input = {
      clientKey,
      issueId: issue.id,
      returnDate: returnDate || null,
      reason: why,
      items,
    };
    try {
      const { made, text } = await (onlyAsks ? ask(input) : create(input));
      if (!made) return;
      toast({ text });
      void navigate(issueReturnPath(made.id));
    } catch (refused) {
      const problem = problemOf(refused);
      // the way out of FOUR_EYES: what is typed is asked for
      if (problem.code === 'FOUR_EYES') setRefusedAlone(true);
      setDateProblem(refusedFields(problem).find(({ path }) => path === 'returnDate'));
      throw refused;
    }
  }

  return (
    <ActDialog
      title={t(onlyAsks ? 'back.askTitle' : 'back.title', { code: issue.code })}
      verb={t(onlyAsks ? 'back.ask' : 'back.verb')}
      hasReason
      isRight={isRight}
      hasWork={() => Object.values(typed).some((text) => text !== '')}
      act={send}
      {...(onlyAsks
        ? {}
        : {
            asks: (question: ActQuestion) =>
              agency && (
                <ReturnConfirm
                  issue={issue}
                  agency={agency}
                  value={value}
                  returnDate={returnDate}
                  question={question}
                />
              ),
          })}
      moreOf={(problem) => <ExceedingReturn problem={problem} />}
      onChanged={onChanged}
      onClose={onClose}
    >
      {error && !isLoaded && <LoadFailed error={error} onRetry={retry} />}
      {isLoaded && lines.length === 0 && <Typography>{t('back.nothingLeft')}</Typography>}
      {lines.map(({ id, item, isFree, left }) => (
        <Box key={id} sx={{ display: 'flex', gap: 3, alignItems: 'center', mb: 3 }}>
          <Box sx={{ flex: 1, minWidth: 0 }}>
            {item?.itemName}
            {isFree && <FreeMark />}
            <LeftToReturn
              left={left}
              unit={item?.unit?.name ?? ''}
              onAll={() => setTyped({ ...typed, [id]: asTyped(left) })}
            />
          </Box>
          <TextField
            value={typed[id] ?? ''}
            placeholder="0"
            sx={{ width: 96, flex: 'none' }}
            error={isTooMuch(typed[id], left)}
            onChange={(event) => setTyped({ ...typed, [id]: event.target.value })}
            slotProps={{
              htmlInput: {
                inputMode: 'decimal',
                autoComplete: 'off',
                style: { textAlign: 'right' },
                'aria-label': t('back.quantity', {
                  item: isFree
                    ? `${item?.itemName ?? ''} (${t('inventory:free.mark')})`
                    : item?.itemName,
                }),
              },
            }}
          />
        </Box>
      ))}
      {agency && <DebtFalls debt={agency.debtAmount} value={value} />}
      <DocumentDate
        label={t('back.date')}
        fullWidth
        value={returnDate}
        sx={{ mt: 4 }}
        onChange={(day, isReadable) => {
          setGivenDate(day);
          setDateReadable(isReadable);
          setDateProblem(undefined);
        }}
        error={reason(dateProblem)}
        hint={onlyAsks && t('back.dateOnConfirm')}
      />
      <Typography variant="body2" color="textSecondary" sx={{ mt: 3 }}>
        {t(onlyAsks ? 'back.askText' : 'back.text')}
      </Typography>
    </ActDialog>
  );
}

/** The goods typed above, as what they do to the debt. */
function ReturnConfirm({
  issue,
  agency,
  value,
  returnDate,
  question,
}: {
  issue: ShownIssueFragment;
  agency: { name: string; debtAmount: string };
  value: string;
  returnDate: string;
  question: ActQuestion;
}) {
  const { t } = useTranslation('goods');
  const format = useFormat();
  const facts = useDebtFacts(agency.debtAmount, sumDong([agency.debtAmount, `-${value}`]));
  return (
    <ConfirmDialog
      {...question}
      title={t('back.confirm', { amount: format.money(value) })}
      verb={t('back.verb')}
      note={t('back.text')}
      lead={`${agency.name} · ${t('back.ofSlip', { code: issue.code })}`}
      day={{ label: t('back.date'), value: returnDate }}
      facts={facts}
    />
  );
}

/** A hint only; what is allowed, the server decides. */
function isTooMuch(text: string | undefined, left: string) {
  const quantity = quantityOf(text ?? '');
  return (
    (text ?? '').trim() !== ''
    && (quantity === null || quantityLess(left, quantity).startsWith('-'))
  );
}

function LeftToReturn({ left, unit, onAll }: { left: string; unit: string; onAll(): void }) {
  const { t } = useTranslation('goods');
  const format = useFormat();
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        columnGap: 2,
        color: 'text.secondary',
        fontSize: 13,
      }}
    >
      {t('back.left', { left: format.quantity(left), unit })}
      <Button
        size="small"
        onClick={onAll}
        sx={{ minWidth: 0, minHeight: { xs: 32, md: 24 }, p: 0 }}
      >
        {t('back.all')}
      </Button>
    </Box>
  );
}

function DebtFalls({ debt, value }: { debt: string; value: string }) {
  const { t } = useTranslation('goods');
  const format = useFormat();
  return (
    <Box sx={{ mt: 1, pt: 3, borderTop: '1px solid', borderColor: 'divider' }}>
      <Facts
        facts={[
          [
            t('back.value'),
            <strong key="value" data-testid="return-value">
              {format.money(value)}
            </strong>,
          ],
          [t('back.debtNow'), format.money(debt)],
          [
            t('back.debtThen'),
            <strong key="then" data-testid="debt-then">
              {format.money(sumDong([debt, `-${value}`]))}
            </strong>,
          ],
        ]}
      />
    </Box>
  );
}
