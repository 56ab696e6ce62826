// The load: so many clients, each with one connection and one question after the other, for some
// seconds. Every answer is looked at.
import { Agent, request } from 'node:http';
import { saidBy } from './answers.ts';
import type { Asked, Peer } from './peers.ts';
import type { Question, Work } from './works.ts';

export interface Slice {
  peer: Peer;
  work: Work;
  url: string;
  /** A fresh one, for tokens end. */
  cookie: () => string;
  questions: readonly Question[];
  /** What a right answer says, by question; undefined where each answer is another. */
  expected: (question: Question) => string | undefined;
}
export interface Outcome {
  answers: number;
  wrong: number;
  /** The first answer that was wrong. */
  sample: string | undefined;
  /** Milliseconds, sorted. */
  times: number[];
  seconds: number;
  /** Of slips that were made, in đồng. */
  amount: number;
}

interface Answer {
  status: number;
  text: string;
}

function send(url: string, agent: Agent, cookie: string, asked: Asked): Promise<Answer> {
  const body = asked.body === undefined ? undefined : JSON.stringify(asked.body);
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const sent = request(
    url + asked.path,
    {
      agent,
      method: asked.method,
      headers: {
        Cookie: cookie,
        'X-Sodaily-CSRF': '1',
        ...(body === undefined
          ? {}
          : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }),
      },
    },
    (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }),
      );
    },
  );
  sent.on('error', reject);
  sent.end(body);
  return promise;
}

/** Texts that were found right before, by peer, work and question: those are not read again. */
const knownRight = new Map<string, string>();

function judge(slice: Slice, question: Question, { status, text }: Answer): number | undefined {
  const { peer, work, expected } = slice;
  const known = `${peer.name} ${work} ${question.q}`;
  const right = expected(question);
  if (right !== undefined && knownRight.get(known) === text) return 0;
  if (status !== 200 && status !== 201) return undefined;
  const document = peer.read(work, JSON.parse(text));
  if (work === 'make') {
    const amount = Number((document as { totalAmount?: unknown }).totalAmount);
    return amount > 0 ? amount : undefined;
  }
  if ((peer.isLess ? keysOf(document) : saidBy(document)) !== right) return undefined;
  knownRight.set(known, text);
  return 0;
}

/** Keys of the rows of an answer, or of the one that it is. */
export function keysOf(document: unknown): string {
  const { nodes, id } = document as { nodes?: { id: unknown }[]; id?: unknown };
  return nodes === undefined ? String(id) : nodes.map((node) => String(node.id)).join(' ');
}

export async function runSlice(slice: Slice, clients: number, seconds: number): Promise<Outcome> {
  const outcome: Outcome = {
    answers: 0,
    wrong: 0,
    sample: undefined,
    times: [],
    seconds: 0,
    amount: 0,
  };
  const cookie = slice.cookie();
  const began = performance.now();
  const end = began + seconds * 1000;
  await Promise.all(Array.from({ length: clients }, (_none, client) => work(client)));
  outcome.seconds = (performance.now() - began) / 1000;
  outcome.times.sort((one, other) => one - other);
  return outcome;

  async function work(client: number): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const { questions } = slice;
    for (let turn = client * 7; performance.now() < end; turn += 1) {
      const question = questions[turn % questions.length];
      const asked = question && slice.peer.ask(slice.work, question);
      if (question === undefined || asked === undefined) break;
      const sentAt = performance.now();
      const answer = await send(slice.url, agent, cookie, asked).catch(
        (error: unknown): Answer => ({ status: 0, text: String(error) }),
      );
      outcome.times.push(performance.now() - sentAt);
      const amount = judge(slice, question, answer);
      if (amount === undefined) {
        outcome.wrong += 1;
        outcome.sample ??= `${answer.status} ${answer.text.slice(0, 300)}`;
      } else {
        outcome.answers += 1;
        outcome.amount += amount;
      }
    }
    agent.destroy();
  }
}
