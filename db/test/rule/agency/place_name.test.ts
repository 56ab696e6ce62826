import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const named = async (written: string): Promise<string[]> =>
  (
    await db.asOwner((owner) =>
      owner.one<{ name: string[] }>('select agency.place_name($1) as name', [written]),
    )
  ).name;

describe('a territory', () => {
  test.each([
    ['Quận 1', ['quận', '1']],
    ['Q.1', ['quận', '1']],
    ['Q1', ['quận', '1']],
    ['q 01', ['quận', '1']],
    ['1', ['quận', '1']],
    ['Quận Bình Tân', ['quận', 'bình tân']],
    ['Q. Bình Tân', ['quận', 'bình tân']],
    ['Bình Tân', ['', 'bình tân']],
    ['H. Cao Lãnh', ['huyện', 'cao lãnh']],
    ['TP. Cao Lãnh', ['thành phố', 'cao lãnh']],
    ['TX Long Mỹ', ['thị xã', 'long mỹ']],
    // a name that begins like a kind is none
    ['Quảng Trị', ['', 'quảng trị']],
    ['Hòa Vang', ['', 'hòa vang']],
  ])('%s is %j', async (written, name) => {
    expect(await named(written)).toEqual(name);
  });
});

describe('a city', () => {
  test.each([
    'TP. Hồ Chí Minh',
    'TP.HCM',
    'tphcm',
    'TP HCM',
    'Thành phố Hồ Chí Minh',
    'TP.Sài Gòn',
  ])('%s is one and the same', async (written) => {
    expect(await named(written)).toEqual(['thành phố', 'hồ chí minh']);
  });

  test.each([
    ['HCM', ['', 'hồ chí minh']],
    ['Tỉnh Đồng Tháp', ['tỉnh', 'đồng tháp']],
    ['HN', ['', 'hà nội']],
  ])('%s is %j', async (written, name) => {
    expect(await named(written)).toEqual(name);
  });
});
