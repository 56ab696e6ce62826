import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Kbd } from '../Kbd.tsx';
import { QueueBoard } from './QueueBoard.tsx';
import type { QueueLine, RowAct } from './queue_line.ts';
import { QueuePanel } from './QueuePanel.tsx';
import { useQueue } from './use_queue.ts';
import { usePageKeys } from '../use_page_keys.ts';

/** An act whose dialog asks for what it needs. */
export interface DialogAct {
  name: string;
  verb: string;
  /** The key that opens it: C for the likely one, T for the one that turns down. */
  letter: 'C' | 'T';
  isLikely?: boolean;
  isGrave?: boolean;
}

interface Props<Row extends { id: string }> {
  label: string;
  /** The same rows must come as the same array. */
  rows: readonly Row[] | undefined;
  describe(row: Row): QueueLine;
  pathOf(row: Row): string;
  codeOf(row: Row): string;
  actsOf(row: Row): readonly DialogAct[];
  body(row: Row): ReactNode;
  /** The dialog of an act. */
  dialog(row: Row, act: string, closing: { onChanged(): void; onClose(): void }): ReactNode;
  empty: string;
  total: number;
  error?: unknown;
  onRetry(): void;
}

/** A queue whose acts ask in a dialog: registrations, returns, adjustments. */
export function DialogQueue<Row extends { id: string }>(props: Props<Row>) {
  const { rows, describe, pathOf, actsOf, dialog, total, ...board } = props;
  const { t } = useTranslation('queue');
  const queue = useQueue(rows);
  const [open, setOpen] = useState<{ row: Row; act: string } | null>(null);
  const { current } = queue;
  const ofCurrent = current && queue.isWaiting(current.id) ? current : undefined;
  const acts = ofCurrent ? actsOf(ofCurrent) : [];
  const press = (letter: 'C' | 'T') => {
    const act = acts.find((one) => one.letter === letter);
    if (act && ofCurrent) setOpen({ row: ofCurrent, act: act.name });
  };
  usePageKeys({ c: () => press('C'), t: () => press('T') });

  function rowActs(row: Row) {
    const all = actsOf(row).map(({ name, verb, isLikely = false, isGrave = false }): RowAct => ({
      key: name,
      verb,
      isLikely,
      isGrave,
      run: () => setOpen({ row, act: name }),
    }));
    return {
      likely: all.find((act) => act.isLikely),
      others: all.filter((act) => !act.isLikely),
    };
  }

  const more = total - (rows?.length ?? 0);
  return (
    <>
      <QueueBoard<Row>
        label={board.label}
        queue={queue}
        describe={describe}
        pathOf={pathOf}
        actsOf={rowActs}
        canChoose={false}
        empty={board.empty}
        error={board.error}
        onRetry={board.onRetry}
        panel={(row) => (
          <QueuePanel
            key={row.id}
            code={board.codeOf(row)}
            to={pathOf(row)}
            name={describe(row).name}
            note={describe(row).note}
            foot={
              <PanelActs
                acts={queue.isWaiting(row.id) ? actsOf(row) : []}
                onPress={(act) => setOpen({ row, act })}
              />
            }
          >
            {board.body(row)}
          </QueuePanel>
        )}
        foot={more > 0 && t('moreRows', { count: more })}
        hints={[
          ['J K', t('keys.move')],
          ['Enter', t('keys.open')],
          ...acts.map(({ letter, verb }) => [letter, verb.toLowerCase()] as const),
        ]}
        isSheetOpen={false}
        onSheetClose={() => undefined}
      />
      {open
        && dialog(open.row, open.act, {
          onChanged: () => {
            setOpen(null);
            // done here, or by somebody who was faster: the dialog has said which
            queue.decisions.settle(open.row.id, {
              text: t('settled', { name: describe(open.row).name }),
            });
          },
          onClose: () => setOpen(null),
        })}
    </>
  );
}

function PanelActs({ acts, onPress }: { acts: readonly DialogAct[]; onPress(act: string): void }) {
  const { t } = useTranslation('queue');
  if (acts.length === 0) return <Box sx={{ color: 'text.secondary' }}>{t('nothingToDo')}</Box>;
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2 }}>
      {acts.map(({ name, verb, letter, isLikely, isGrave }) => (
        <Button
          key={name}
          variant={isLikely ? 'contained' : 'outlined'}
          color={isGrave ? 'error' : isLikely ? 'primary' : 'inherit'}
          onClick={() => onPress(name)}
          sx={isLikely ? { flex: '1 1 auto' } : {}}
        >
          {verb}
          <Kbd>{letter}</Kbd>
        </Button>
      ))}
    </Box>
  );
}
