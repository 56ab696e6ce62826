// The order of a deploy: what fails has all that was begun taken back, newest first.
import { describe, expect, test } from 'vitest';
import { runStages } from '../deploy.ts';
import { trafficBetween } from '../metrics_text.ts';
import type { Stage } from '../stages.ts';

/** Stages that write down what they do; `broken` fails. */
function stagesThatTell(broken: string | undefined, cannotUndo?: string) {
  const told: string[] = [];
  const stages: Stage[] = ['start', 'switch', 'watch'].map((name) => ({
    name,
    run: async () => {
      told.push(name);
      if (name === broken) throw new Error(`${name} went wrong`);
      return 'done';
    },
    undo: async () => {
      told.push(`undo ${name}`);
      if (name === cannotUndo) throw new Error(`${name} stays`);
    },
  }));
  return { told, stages };
}

describe('a deploy', () => {
  test('in which nothing fails takes nothing back', async () => {
    const { told, stages } = stagesThatTell(undefined);

    expect(await runStages('0.3.0', stages)).toMatchObject({ isLive: true, left: [] });
    expect(told).toEqual(['start', 'switch', 'watch']);
  });

  test('takes back what failed and what came before it, and does nothing after it', async () => {
    const { told, stages } = stagesThatTell('switch');

    const outcome = await runStages('0.3.0', stages);
    expect(told).toEqual(['start', 'switch', 'undo switch', 'undo start']);
    expect(outcome).toMatchObject({ isLive: false, left: [] });
    expect(outcome.stages.at(-1)).toMatchObject({
      name: 'switch',
      isGood: false,
      said: 'switch went wrong',
    });
  });

  test('goes on taking back when one thing cannot be, and says which', async () => {
    const { told, stages } = stagesThatTell('watch', 'switch');

    const { left } = await runStages('0.3.0', stages);
    expect(told.slice(3)).toEqual(['undo watch', 'undo switch', 'undo start']);
    expect(left).toEqual(['switch: switch stays']);
  });
});

describe('what a release is judged by', () => {
  const metrics = (fast: number, slow: number, failed: number): string =>
    [
      ['graphql', '200', fast, slow],
      ['graphql', '500', failed, 0],
      // health is asked by machines
      ['health', '200', 1_000, 0],
    ]
      .flatMap(([route, status, quick, late]) => {
        const labels = `route="${route}",method="POST",status="${status}"`;
        const all = Number(quick) + Number(late);
        return [
          `http_request_duration_seconds_bucket{le="0.05",${labels}} ${quick}`,
          `http_request_duration_seconds_bucket{le="1",${labels}} ${all}`,
          `http_request_duration_seconds_bucket{le="+Inf",${labels}} ${all}`,
          `http_request_duration_seconds_count{${labels}} ${all}`,
        ];
      })
      .join('\n');

  test('are the requests since then: how many failed, and within which time 95 % were answered', () => {
    const traffic = trafficBetween(metrics(10, 0, 0), metrics(105, 4, 1));

    expect(traffic).toEqual({ requests: 100, errors: 1, p95Seconds: 0.05 });
  });

  test('is slow when more than 5 % take longer', () => {
    expect(trafficBetween(metrics(0, 0, 0), metrics(90, 10, 0)).p95Seconds).toBe(1);
  });

  test('is nothing when nobody asked', () => {
    expect(trafficBetween(metrics(5, 0, 0), metrics(5, 0, 0))).toEqual({
      requests: 0,
      errors: 0,
      p95Seconds: 0,
    });
  });
});
