// VietQR: a transfer as a text that every banking app in Vietnam reads from a QR code.
// Source: EMVCo, QR Code Specification for Payment Systems, Merchant-Presented Mode 1.1, and NAPAS,
// format of VietQR codes for transfers to an account (QRIBFTTA).

export interface Transfer {
  /** Number of the bank in the transfer network: 6 digits. */
  bin: string;
  account: string;
  /** Whole đồng; null leaves it to whoever pays. */
  amount: string | null;
  /** What the transfer is for, in plain letters and digits. */
  purpose: string;
}

const NAPAS = 'A000000727';
const TO_AN_ACCOUNT = 'QRIBFTTA';
/** Apps show so much of a purpose. */
const LONGEST_PURPOSE = 25;
const LONGEST_AMOUNT = 13;

/** One field: its number, its length in two digits, its value. */
const field = (id: string, value: string): string =>
  `${id}${String(value.length).padStart(2, '0')}${value}`;

/** CRC-16/CCITT-FALSE: polynomial 1021, begun with FFFF; four capital hexadecimal digits. */
export function crcOf(text: string): string {
  let crc = 0xff_ff;
  for (const byte of Buffer.from(text, 'utf8')) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1)
      crc = (crc & 0x80_00) === 0 ? crc << 1 : (crc << 1) ^ 0x10_21;
    crc &= 0xff_ff;
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}

/** A number such as PX-2026-000591 as a purpose: some banks take letters and digits only. */
export const purposeOf = (code: string): string =>
  code
    .replaceAll(/[^0-9A-Za-z ]/g, '')
    .replaceAll(/ +/g, ' ')
    .trim()
    .slice(0, LONGEST_PURPOSE);

/** The text of the QR code; null when the amount is none that a transfer can have. */
export function vietQr({ bin, account, amount, purpose }: Transfer): string | null {
  if (amount !== null && !/^[1-9]\d*$/.test(amount)) return null;
  if (amount !== null && amount.length > LONGEST_AMOUNT) return null;
  const beneficiary = field('00', bin) + field('01', account);
  const fields = [
    field('00', '01'),
    // 12: for this one payment; 11: for any
    field('01', amount === null ? '11' : '12'),
    field('38', field('00', NAPAS) + field('01', beneficiary) + field('02', TO_AN_ACCOUNT)),
    field('53', '704'),
    ...(amount === null ? [] : [field('54', amount)]),
    field('58', 'VN'),
    ...(purpose === '' ? [] : [field('62', field('08', purpose))]),
    '6304',
  ].join('');
  return fields + crcOf(fields);
}
