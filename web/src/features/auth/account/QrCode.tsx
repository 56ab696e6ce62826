import { QRCodeSVG } from 'qrcode.react';

/** A text for a camera. */
export function QrCode({ text, label }: { text: string; label: string }) {
  return (
    <QRCodeSVG value={text} size={160} level="M" title={label} role="img" aria-label={label} />
  );
}
