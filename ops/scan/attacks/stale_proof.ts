import { anyOf, fingerprint, keysOf, plausible } from '../commands.ts';
import type { Attack, Scan } from '../scan.ts';
import { filled, inputOf, mutations, wantsProof, type Field } from '../schema.ts';

const PATHS: [method: string, path: string][] = [
  ['DELETE', '/auth/second-factor'],
  ['POST', '/auth/second-factor/recovery-codes'],
  ['POST', '/auth/second-factor/enrol'],
];

/** A browser of the administrator that was left open: everything sensitive asks who is there. */
export const staleProofAttack: Attack = {
  name: 'Step-up: sensitive commands with an old proof',
  async run(scan) {
    const { target, people, report } = scan;
    await target.query(`update auth.session set proved_at = proved_at - interval '11 minutes'`);
    const sensitive = mutations.filter(({ name }) => wantsProof(name));
    report.expect(
      'there are sensitive commands',
      sensitive.length >= 9,
      `only ${sensitive.length}`,
    );
    for (const mutation of sensitive) await trySensitive(scan, mutation);
    for (const [method, path] of PATHS) {
      const answer = await people.admin.at.send(method, path);
      report.answer(
        `${method} ${path}`,
        answer,
        { status: [400, 403] },
        answer.status === 400 || answer.body.includes('STEP_UP_REQUIRED') ? [] : [answer.body],
      );
    }
    for (const body of [
      {},
      { password: '' },
      { code: '000000' },
      { password: 'mot-cau-khong-ai-doan-ra' },
      { code: null, password: null },
      { method: 'none' },
    ]) {
      report.answer(
        `a proof that is none: ${JSON.stringify(body)}`,
        await people.admin.at.post('/auth/step-up', body),
        { status: [400, 429] },
      );
    }
    await target.query('update auth.session set proved_at = now()');
  },
};

async function trySensitive(scan: Scan, mutation: Field): Promise<void> {
  const { target, people, report } = scan;
  const [row] = keysOf(mutation).map((key) => ({ id: anyOf(scan, key) }));
  const input = filled(inputOf(mutation), 'input', (name, type) =>
    type === 'ID' ? row?.id : plausible(name, type, undefined),
  );
  const type = `${mutation.name.charAt(0).toUpperCase()}${mutation.name.slice(1)}Input`;
  const before = await fingerprint(scan);
  const answer = await people.admin.at
    .at(target.freeUrl)
    .graphql(
      `mutation M($input: ${type}!) { done: ${mutation.name}(input: $input) { __typename } }`,
      { input },
    );
  report.answer(mutation.name, answer, { status: [200] }, [
    ...(answer.body.includes('"STEP_UP_REQUIRED"') ? [] : [answer.body.slice(0, 160)]),
    ...(before === (await fingerprint(scan)) ? [] : ['the books changed']),
  ]);
}
