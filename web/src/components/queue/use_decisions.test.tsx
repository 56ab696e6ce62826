import { act, renderHook } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { RefusalError } from '../../lib/http.ts';
import { useDecisions } from './use_decisions.ts';
import type { Decision } from './use_decisions.ts';

const refusal = (code: string, details: Record<string, unknown> = {}) =>
  new RefusalError({ code, details, traceId: null, status: 409 });

/** A decision that is answered by each of these in turn: null, or what it throws. */
function decision(id: string, ...answers: (Error | null)[]) {
  const sent: { clientKey: string; answers: object }[] = [];
  const made: Decision = {
    id,
    act: 'confirm',
    send(clientKey, given) {
      sent.push({ clientKey, answers: given });
      const answer = answers[sent.length - 1];
      return answer ? Promise.reject(answer) : Promise.resolve({ text: `${id} xong` });
    },
  };
  return { made, sent };
}

function open() {
  const decided: string[] = [];
  const hook = renderHook(() => useDecisions((id) => decided.push(id)));
  return { decided, now: () => hook.result.current };
}

describe('decisions on the rows of a queue', () => {
  it('stand apart: one is refused, the other is done', async () => {
    const { decided, now } = open();
    const [first, second] = [decision('1', refusal('DEBT_LIMIT')), decision('2')];
    await act(async () => {
      await now().decide(first.made);
      await now().decide(second.made);
    });
    expect(now().of('1').refusal?.problem.code).toBe('DEBT_LIMIT');
    expect(now().outcomeOf('1')).toBeUndefined();
    expect(now().outcomeOf('2')?.text).toBe('2 xong');
    expect(decided).toEqual(['2']);
  });

  it('are the same command when the answer was lost', async () => {
    const { now } = open();
    const { made, sent } = decision('1', new TypeError('Failed to fetch'), null);
    await act(() => now().decide(made));
    await act(async () => {
      now().of('1').submit();
      await Promise.resolve();
    });
    expect(sent.map(({ clientKey }) => clientKey)).toEqual([
      sent[0]?.clientKey,
      sent[0]?.clientKey,
    ]);
    expect(now().outcomeOf('1')?.text).toBe('1 xong');
  });

  it('are sent again with what was answered to their questions', async () => {
    const { now } = open();
    const { made, sent } = decision('1', refusal('CONFIRMATION_NEEDED'), null);
    await act(() => now().decide(made));
    await act(async () => {
      now().of('1').answer({ keepPrices: true });
      await Promise.resolve();
    });
    expect(sent.at(-1)?.answers).toEqual({ keepPrices: true });
  });

  it('are not sent twice while they are on their way', async () => {
    const { now } = open();
    const { made, sent } = decision('1');
    await act(async () => {
      await Promise.all([now().decide(made), now().decide(made)]);
    });
    expect(sent).toHaveLength(1);
  });

  it('that can be taken back leave the row waiting again', async () => {
    const { now } = open();
    const undo = decision('1');
    await act(() =>
      now().decide({
        id: '1',
        act: 'postpone',
        send: () => Promise.resolve({ text: 'Đã hoãn', undo: undo.made }),
      }),
    );
    expect(now().outcomeOf('1')?.text).toBe('Đã hoãn');
    await act(() => now().takeBack('1'));
    expect(undo.sent).toHaveLength(1);
    expect(now().outcomeOf('1')).toBeUndefined();
  });
});
