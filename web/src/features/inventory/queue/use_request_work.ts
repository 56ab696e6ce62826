import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQueue } from '../../../components/queue/use_queue.ts';
import { isCutWrong } from '../cut_lines.ts';
import { barOf, linesOf, shortItems, takeWhatIsThere } from './request_checks.ts';
import type { QueuedRequest, Typed } from './request_checks.ts';
import { useRequestDecisions } from './use_request_decisions.ts';

const none: Typed = {};

/** The queue of requests with what is typed into them, and what can be done with each. */
export function useRequestWork(rows: readonly QueuedRequest[] | undefined) {
  const { t } = useTranslation(['requestQueue', 'inventory']);
  const queue = useQueue(rows);
  const decisions = useRequestDecisions();
  const [typed, setTyped] = useState<Readonly<Record<string, Typed>>>({});
  const { decide } = queue.decisions;
  const typedOf = ({ id }: QueuedRequest) => typed[id] ?? none;

  function confirm(request: QueuedRequest, given = typedOf(request)) {
    if (linesOf(request).some((line) => isCutWrong(line, given[line.id]))) return;
    void decide(decisions.confirm(request, given));
  }

  /** The usual next step, or undefined where confirming would be refused. */
  function usualOf(request: QueuedRequest) {
    if (request.status === 'postponed')
      return {
        verb: t('inventory:acts.resume.verb'),
        run: () => void decide(decisions.resume(request)),
      };
    const lines = linesOf(request);
    const wanted = typedOf(request);
    const isWhole = shortItems(lines, wanted).length === 0;
    const out = isWhole ? wanted : takeWhatIsThere(lines);
    if (!out) return undefined;
    const { overdue, shortBy, isInactive } = barOf(request, out);
    if (overdue || shortBy || isInactive) return undefined;
    return {
      verb: t(isWhole ? 'inventory:acts.confirm.verb' : 'takeAndConfirm'),
      run: () => confirm(request, out),
    };
  }

  return {
    queue,
    typedOf,
    type: ({ id }: QueuedRequest, next: Typed) => setTyped({ ...typed, [id]: next }),
    usualOf,
    confirm,
    decide(request: QueuedRequest, act: 'postpone' | 'reject', reason: string) {
      void decide(decisions[act](request, reason));
    },
    /** One after the other: each takes its locks, and each may be refused by itself. */
    async decideAll(requests: readonly QueuedRequest[], postponedFor?: string) {
      for (const request of requests)
        await decide(
          postponedFor === undefined
            ? decisions.confirm(request, typedOf(request))
            : decisions.postpone(request, postponedFor),
        );
    },
    /** The newest thing that was postponed and can be taken back. */
    undoLast() {
      const last = queue.standing?.findLast(({ row }) => queue.decisions.outcomeOf(row.id)?.undo);
      if (last) void queue.decisions.takeBack(last.row.id);
    },
  };
}

export type RequestWork = ReturnType<typeof useRequestWork>;
