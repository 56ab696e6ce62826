import { fromBufferPromise, type Entry } from 'yauzl';
import { Unreadable } from './sheet.ts';

/**
 * What 100,000 rows of long text unpack to, several times over; a small file that unpacks to more
 * is a trick.
 */
const MOST_UNPACKED = 512 * 1024 * 1024;

/** A workbook has dozens. */
const MOST_PARTS = 1_000;

/** The parts of a spreadsheet by name, each unpacked only while it is read. */
export interface PackageParts {
  has(name: string): boolean;
  read(name: string): Promise<AsyncIterable<Buffer>>;
}

export async function openPackage(bytes: Buffer): Promise<PackageParts> {
  const entries = new Map<string, Entry>();
  const zip = await fromBufferPromise(bytes, { lazyEntries: true, autoClose: false }).catch(
    (error: unknown) => {
      throw new Unreadable('it is no package', { cause: error });
    },
  );
  try {
    for await (const entry of zip.eachEntry()) {
      entries.set(entry.fileName.toLowerCase(), entry);
      if (entries.size > MOST_PARTS) throw new Unreadable('it has too many parts');
    }
  } catch (error) {
    throw new Unreadable('its list of parts is broken', { cause: error });
  }
  const unpacked = [...entries.values()].reduce(
    (sum, { uncompressedSize }) => sum + uncompressedSize,
    0,
  );
  if (unpacked > MOST_UNPACKED) throw new Unreadable('it unpacks to too much');
  return {
    has: (name) => entries.has(name.toLowerCase()),
    async read(name) {
      const entry = entries.get(name.toLowerCase());
      if (!entry || entry.isEncrypted()) throw new Unreadable(`${name} is not there`);
      // yauzl breaks the stream off where it is longer than the package says
      return zip.openReadStreamPromise(entry) as Promise<AsyncIterable<Buffer>>;
    },
  };
}
