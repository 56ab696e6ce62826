import { expect, it } from 'vitest';
import { wholePlace } from './place_name.ts';

it.each([
  ['Q.1', 'Quận 1'],
  ['Q3', 'Quận 3'],
  ['Q. Bình Thạnh', 'Quận Bình Thạnh'],
  ['H. Củ Chi', 'Huyện Củ Chi'],
  ['TX Tân Uyên', 'Thị xã Tân Uyên'],
  ['TP Thủ Đức', 'TP. Thủ Đức'],
  ['Tp. Hồ Chí Minh', 'TP. Hồ Chí Minh'],
  ['TP.HCM', 'TP. Hồ Chí Minh'],
  ['HCM', 'TP. Hồ Chí Minh'],
  ['Quận 3', 'Quận 3'],
  ['Huế', 'Huế'],
  ['Quảng Nam', 'Quảng Nam'],
  ['', ''],
])('%s is %s in the catalogue', (written, whole) => {
  expect(wholePlace(written)).toBe(whole);
});
