import sax from 'sax';
import { Unreadable } from './sheet.ts';

export interface XmlListener {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/**
 * Tells a listener what stands in a part, piece by piece; after each piece its reader may take what
 * was found.
 */
export async function* parseXml(
  bytes: AsyncIterable<Buffer>,
  listener: XmlListener,
): AsyncGenerator<void> {
  const decoder = new TextDecoder();
  const parser = sax.parser(true, { position: false });
  let broken: Error | undefined;
  let attributes = 0;
  let depth = 0;
  Object.assign(parser, {
    onerror(error: Error) {
      broken = error;
    },
    onattribute({ value }: { value: string }) {
      attributes += 1;
      if (attributes > MOST_ATTRIBUTES || value.length > LONGEST_ATTRIBUTE)
        throw new Unreadable('a tag of it has no end');
    },
    onopentagstart() {
      attributes = 0;
      depth += 1;
      if (depth > DEEPEST) throw new Unreadable('it is nested without end');
    },
    onopentag: (tag: { name: string; attributes: Record<string, string> }) =>
      listener.open?.(localName(tag.name), tag.attributes),
    ontext: (text: string) => listener.text?.(text),
    oncdata: (text: string) => listener.text?.(text),
    onclosetag(name: string) {
      depth -= 1;
      listener.close?.(localName(name));
    },
  });
  try {
    for await (const piece of bytes) {
      parser.write(decoder.decode(piece, { stream: true }));
      // hands on the text so far: it would be kept until its end, however far that is
      parser.flush();
      if (broken) throw broken;
      if (isHoarding(parser)) throw new Unreadable('a word of it has no end');
      yield;
    }
    parser.write(decoder.decode()).close();
    if (broken) throw broken;
    yield;
  } catch (error) {
    throw new Unreadable('a part of it is broken', { cause: error });
  }
}

/** A spreadsheet's tags are ten deep, with a dozen attributes; the longest name many cells. */
const DEEPEST = 100;
const MOST_ATTRIBUTES = 100;
const LONGEST_ATTRIBUTE = 10_000;

/** What the parser keeps until it is over; nothing of a spreadsheet is that long. */
const KEPT = [
  'attribName',
  'attribValue',
  'comment',
  'doctype',
  'procInstBody',
  'sgmlDecl',
  'tagName',
];
const LONGEST_KEPT = 100_000;
const isHoarding = (parser: object): boolean =>
  KEPT.some(
    (name) => ((parser as Record<string, string | undefined>)[name]?.length ?? 0) > LONGEST_KEPT,
  );

/** Reads a whole part that is known to be small, or whose listener keeps what it needs. */
export async function readXml(bytes: AsyncIterable<Buffer>, listener: XmlListener): Promise<void> {
  const pieces = parseXml(bytes, listener);
  while (!(await pieces.next()).done);
}

/** Some programs write a prefix before every name. */
const localName = (name: string): string => name.slice(name.indexOf(':') + 1);
