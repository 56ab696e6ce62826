/** What the database takes of a picture, in base64. */
const LONGEST = 60_000;
/** Wide enough for a printer at the size it is printed in. */
const WIDEST = 360;
const HIGHEST = 180;

export type LogoProblem = 'unreadable' | 'tooLarge';

/**
 * A picture as papers take it: a JPEG on white in base64, without the head of a data address. The
 * browser draws it anew, so that what is sent is a picture whatever the file was.
 */
export async function logoOf(file: Blob): Promise<string | LogoProblem> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture || picture.width === 0) return 'unreadable';
  const scale = Math.min(1, WIDEST / picture.width, HIGHEST / picture.height);
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext('2d');
  if (!pen) return 'unreadable';
  // a JPEG has no transparency: paper is white
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  for (const quality of [0.92, 0.8, 0.6]) {
    const [, base64 = ''] = canvas.toDataURL('image/jpeg', quality).split(',');
    if (base64.length <= LONGEST) return base64;
  }
  return 'tooLarge';
}
