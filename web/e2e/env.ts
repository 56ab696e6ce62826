/** Where the browser is: Debian's Chromium unless said otherwise. */
export const chromiumPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
