import Box from '@mui/material/Box';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { QueueCard } from './QueueCard.tsx';
import { QueueDone } from './QueueDone.tsx';
import type { QueueLine, RowAct } from './queue_line.ts';
import { QueueRow } from './QueueRow.tsx';
import type { Queue } from './use_queue.ts';

export interface QueueRowsProps<Row extends { id: string }> {
  label: string;
  queue: Queue<Row>;
  describe(row: Row): QueueLine;
  /** The page of a row, which Enter opens. */
  pathOf?(row: Row): string;
  /** What a row's button does, and what else can be done; the likely one comes first. */
  actsOf(row: Row): { likely: RowAct | undefined; others: readonly RowAct[] };
  /** Whether several can be decided on at once. */
  canChoose: boolean;
  isDesktop: boolean;
  /** Whether rows have boxes: always on a desk, on a phone when asked for. */
  isChoosing: boolean;
}

/** The rows of a queue, each in its place, the one under the cursor marked and focused. */
export function QueueRows<Row extends { id: string }>(props: QueueRowsProps<Row>) {
  const { label, queue, describe, pathOf, actsOf, canChoose, isDesktop, isChoosing } = props;
  const { standing, current, moves, decisions, selection } = queue;
  const { t } = useTranslation('queue');
  const navigate = useNavigate();
  const list = useRef<HTMLUListElement>(null);
  const currentId = current?.id;
  // the ring is on the thing keys act on, also after an act
  useEffect(() => {
    if (moves > 0) list.current?.querySelector<HTMLElement>('[aria-current="true"]')?.focus();
  }, [moves]);
  return (
    <Box
      component="ul"
      ref={list}
      aria-label={label}
      // in the list alone: elsewhere arrows scroll
      onKeyDown={(event) => {
        const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
        // a menu of a row moves within itself
        if (by === 0 || event.defaultPrevented) return;
        event.preventDefault();
        queue.step(by);
      }}
      sx={{ listStyle: 'none', m: 0, p: 0 }}
    >
      {standing?.map(({ row, isWaiting }, place) => {
        const line = describe(row);
        const outcome = decisions.outcomeOf(row.id);
        const { isBusy, refusal } = decisions.of(row.id);
        const isDone = !isWaiting || outcome !== undefined;
        const acts = isDone ? undefined : actsOf(row);
        const isChosen = canChoose && isChoosing ? selection.keys.has(row.id) : null;
        const common = {
          line: refusal
            ? { ...line, checks: [...line.checks, { tone: 'bad' as const, text: t('refused') }] }
            : line,
          isBusy,
          isChosen,
          likely: acts?.likely,
          others: acts?.others ?? [],
          to: pathOf?.(row),
          onChoose: (isOn: boolean) => selection.set([row.id], isOn),
        };
        return (
          <Box
            component="li"
            key={row.id}
            tabIndex={row.id === currentId ? 0 : -1}
            {...(row.id === currentId ? { 'aria-current': 'true' as const } : {})}
            onClick={() => queue.goTo(place)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.target !== event.currentTarget || !pathOf) return;
              event.preventDefault();
              void navigate(pathOf(row));
            }}
            sx={[
              rowStyle,
              isChosen === true && chosenStyle,
              row.id === currentId && isDesktop && currentStyle,
            ]}
          >
            {isDone && (
              <QueueDone
                name={line.name}
                text={outcome?.text}
                isBusy={isBusy}
                onUndo={outcome?.undo && (() => void decisions.takeBack(row.id))}
              />
            )}
            {!isDone && isDesktop && <QueueRow {...common} />}
            {!isDone && !isDesktop && <QueueCard {...common} />}
          </Box>
        );
      })}
    </Box>
  );
}

const rowStyle = {
  position: 'relative',
  borderTop: '1px solid',
  borderColor: 'divider',
  '&:first-of-type': { borderTop: 0 },
  '&:focus-visible': { outlineOffset: '-2px' },
};
const currentStyle = {
  bgcolor: 'tint.primary',
  '&::before': {
    content: '""',
    position: 'absolute',
    insetBlock: 0,
    left: 0,
    width: 3,
    bgcolor: 'primary.main',
  },
};
const chosenStyle = { bgcolor: 'action.hover' };
