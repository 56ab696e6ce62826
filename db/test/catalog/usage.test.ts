// Who uses what, as db:watch and docs/db read it from the files.
import { describe, expect, test } from 'vitest';
import { ownTests, reachingTests } from '../../tools/rule_tests.ts';
import { readUsage } from '../../tools/usage.ts';

const usage = readUsage();

describe('who uses a function', () => {
  test('is every function whose SQL names it', () => {
    expect(usage.directUsers('inventory.refuse_over_limit')).toEqual(['inventory.debt_limit']);
  });

  test('is nobody where nobody names it', () => {
    expect(usage.directUsers('inventory.no_such_function')).toEqual([]);
  });
});

describe('what reaches a rule', () => {
  test('is whoever writes the table that it watches, and whoever calls those', () => {
    const reached = usage.reach('inventory/rules/debt_limit.sql');

    expect(reached).toContain('inventory.debt_limit');
    expect(reached).toContain('inventory.create_issue');
    expect(reached).not.toContain('auth.create_user');
  });

  test('are the tests of those, though they call them by way of the support', () => {
    const tests = reachingTests(['fixtures/inventory/rules/debt_limit.sql']);

    expect(tests).toContain('race/debt_limits.test.ts');
    expect(tests).toContain('rule/inventory/f_reduce_stock_on_issue.test.ts');
    expect(tests).not.toContain('rule/auth/last_admin_stays.test.ts');
  });
});

test('the tests of what is saved are those of its name, else those that call it', () => {
  expect(ownTests('fixtures/inventory/rules/debt_limit.sql')).toEqual([
    'rule/inventory/debt_limit.test.ts',
  ]);
  expect(ownTests('test/rule/inventory/debt_limit.test.ts')).toEqual([
    'rule/inventory/debt_limit.test.ts',
  ]);
  expect(ownTests('errors.json')).toEqual(['catalog/errors.test.ts']);
});
