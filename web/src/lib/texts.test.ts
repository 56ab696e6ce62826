import { describe, expect, it } from 'vitest';

/** A file of texts exports what its name ends with: vi.ts, goods_en.ts. */
type Language = 'vi' | 'en';
const files = import.meta.glob<Partial<Record<Language, object>>>(
  ['../**/{vi,*_vi,en,*_en}.ts', '!../gql/**'],
  { eager: true },
);
const vietnamese = Object.keys(files).filter((file) => file.endsWith('vi.ts'));

const textsOf = (file: string, language: Language): object => files[file]?.[language] ?? {};

function flat(texts: object, path = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string'
      ? [[path + key, value] as [string, string]]
      : flat(value as object, `${path}${key}.`),
  );
}

const holes = (text: string) =>
  [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).toSorted();

it('every file of texts has its other language beside it', () => {
  expect(vietnamese.length).toBeGreaterThan(15);
  expect(vietnamese.flatMap((file) => [file, file.replace(/vi\.ts$/, 'en.ts')]).toSorted()).toEqual(
    Object.keys(files).toSorted(),
  );
});

describe.each(vietnamese)('the texts of %s', (file) => {
  const texts = flat(textsOf(file, 'vi'));
  const translated = new Map(flat(textsOf(file.replace(/vi\.ts$/, 'en.ts'), 'en')));

  it('are all translated, and none is empty', () => {
    expect(texts.length).toBeGreaterThan(0);
    for (const [key, text] of texts) {
      expect(text, key).not.toBe('');
      expect(translated.get(key), key).toBeTruthy();
    }
  });

  it('have the same figures in both languages', () => {
    for (const [key, text] of texts)
      expect(holes(translated.get(key) ?? ''), key).toEqual(holes(text));
  });

  it('neither shout nor congratulate', () => {
    for (const [key, text] of texts) expect(text, key).not.toMatch(/!|vui lòng|thành công/i);
  });
});
