/** Short words for a kind of place, and how it is written in full: Q.1, H. Củ Chi, TP.HCM. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^q(?:[.\s]+|(?=\d))/i, 'Quận'],
  [/^h[.\s]+/i, 'Huyện'],
  [/^tx[.\s]+/i, 'Thị xã'],
  [/^tp[.\s]*/i, 'TP.'],
];
const CITIES: Readonly<Record<string, string>> = { hcm: 'Hồ Chí Minh', hn: 'Hà Nội' };

/** A territory or city as it should stand in the catalogue, of what a list says: Q.1 is Quận 1. */
export function wholePlace(written: string): string {
  const cityOf = (name: string) => CITIES[name.toLowerCase()];
  const short = KINDS.find(([begin]) => begin.test(written));
  if (short) {
    const name = written.replace(short[0], '');
    return `${short[1]} ${cityOf(name) ?? name}`;
  }
  const city = cityOf(written);
  return city === undefined ? written : `TP. ${city}`;
}
