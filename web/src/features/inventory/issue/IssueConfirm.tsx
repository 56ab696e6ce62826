import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import type { Fact } from '../../../components/Facts.tsx';
import { useDebtFacts } from '../../../components/use_debt_facts.tsx';
import { isZero } from '../../../lib/dong.ts';
import { useSession } from '../../../lib/session.ts';
import { useFormat } from '../../../lib/use_format.ts';
import { isLineEmpty, sentIndexes, totalOf } from './issue_values.ts';
import type { IssueValues } from './issue_values.ts';
import { overdueOf } from './overdue.ts';
import { OverdueSlips } from './OverdueSlips.tsx';
import type { Headroom } from './use_headroom.ts';

interface Props {
  isPosting: boolean;
  values: IssueValues;
  isRequest: boolean;
  /** Only when it answers exactly this slip. */
  headroom: Headroom | null;
  onConfirm(): void;
  onClose(): void;
}

/**
 * What the slip will do to stock and debt, or that a request does nothing yet. Mounted while it
 * asks.
 */
export function IssueConfirm({ isRequest, ...props }: Props) {
  return isRequest ? <RequestConfirm {...props} /> : <SlipConfirm {...props} />;
}

function RequestConfirm({ values, isPosting, onConfirm, onClose }: Omit<Props, 'isRequest'>) {
  const { t } = useTranslation('inventory');
  const format = useFormat();
  const lines = t('confirm.lines', { count: sentIndexes(values.lines).length });
  return (
    <ConfirmDialog
      title={t(values.revises ? 'request.confirmRevision' : 'request.confirm', {
        agency: values.agency?.name,
      })}
      verb={t('request.submit')}
      isBusy={isPosting}
      onConfirm={onConfirm}
      onClose={onClose}
    >
      <Box sx={{ fontSize: 22, fontWeight: 650, mb: 2 }}>{format.money(totalOf(values.lines))}</Box>
      <Typography>{t('request.text', { lines })}</Typography>
    </ConfirmDialog>
  );
}

function SlipConfirm({
  values,
  headroom,
  isPosting,
  onConfirm,
  onClose,
}: Omit<Props, 'isRequest'>) {
  const { t } = useTranslation('inventory');
  const format = useFormat();
  const { can } = useSession();
  const total = totalOf(values.lines);
  const lines = t('confirm.lines', { count: sentIndexes(values.lines).length });
  const debtFacts = useDebtFacts(headroom?.currentDebt, headroom?.wouldBe);
  const paid: readonly Fact[] =
    values.paidNow === '' || isZero(values.paidNow)
      ? []
      : [[t('issue.paidNow'), format.money(values.paidNow)]];
  const free = values.lines.filter((line) => line.isFree && !isLineEmpty(line));
  const gifts: readonly Fact[] =
    free.length === 0
      ? []
      : [
          [
            t('free.mark'),
            free
              .map(
                ({ item, quantity }) =>
                  `${quantity} ${item?.unit?.name ?? ''} ${item?.itemName ?? ''}`,
              )
              .join(', '),
          ],
        ];
  const overdue = overdueOf(headroom?.overdue);
  const isOver = headroom?.shortBy && !isZero(headroom.shortBy);
  return (
    <ConfirmDialog
      title={t('confirm.title', { total: format.money(total) })}
      verb={t('confirm.submit')}
      isBusy={isPosting}
      onConfirm={onConfirm}
      onClose={onClose}
      lead={[values.agency?.name, values.agency?.code, lines].join(' · ')}
      day={{ label: t('issue.date'), value: values.issueDate }}
      facts={[...gifts, ...paid, ...debtFacts]}
      note={t(can('slip:cancel') ? 'confirm.final' : 'confirm.finalForOthers')}
    >
      {!headroom && (
        <Typography>{t('confirm.debtUnknown', { amount: format.money(total) })}</Typography>
      )}
      {overdue && (
        <Box data-testid="overdue-in-question">
          <Typography color="error" sx={{ fontWeight: 600 }}>
            {t(`room.overdue.${overdue.reason}`, {
              count: overdue.count,
              allowed: overdue.allowed,
              toPay: format.money(overdue.to_pay),
            })}
          </Typography>
          <OverdueSlips overdue={overdue} isBrief />
        </Box>
      )}
      {isOver && (
        <Typography color="error" sx={{ fontWeight: 600 }}>
          {t('room.short', { short: format.money(headroom.shortBy) })}
        </Typography>
      )}
    </ConfirmDialog>
  );
}
