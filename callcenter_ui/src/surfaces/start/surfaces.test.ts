import { describe, expect, it } from 'vitest';
import type { DemoAccount, Session } from '../../api/documents';
import type { Role } from '../../api/rows';
import { groupByRole, listRoles, practiceUrl } from './surfaces';

function session(...roles: Role[]): Session {
  return {
    account: { id: 'a', name: 'A', grade: null, language: 'id', roles: roles.map((role) => ({ psc: 'kota', role, scope: 'kota' })) },
    csrf: '',
    psc: [{ key: 'kota', name: 'Kota', training: false }],
    streams: ['psc:kota'],
    device: null,
  };
}

function account(username: string, role: Role): DemoAccount {
  return { username, role, password: 'x', name: username, guide: '', psc: 'kota', unit_id: null };
}

describe('listRoles', () => {
  it('offers each page once, however many roles lead there', () => {
    expect(listRoles(session('admin', 'supervisor', 'operator'))).toEqual(['operator', 'supervisor']);
    expect(listRoles(session('admin'))).toEqual(['admin']);
    expect(listRoles(session())).toEqual([]);
  });
});

describe('groupByRole', () => {
  it('makes one card a page, in the order of the work, and keeps the order of the accounts', () => {
    const groups = groupByRole([
      account('admin', 'admin'), account('pengawas', 'supervisor'), account('kru-1', 'crew'), account('kru-2', 'crew'),
      account('operator1', 'operator'),
    ]);
    expect(groups.map(([role, held]) => [role, held.map(({ username }) => username)])).toEqual([
      ['operator', ['operator1']],
      ['crew', ['kru-1', 'kru-2']],
      ['supervisor', ['admin', 'pengawas']],
    ]);
  });
});

it('opens the screen of the account in its own PSC', () => {
  expect(practiceUrl(account('kru-1', 'crew'), true)).toBe('/crew?psc=kota&panduan=1');
  expect(practiceUrl(account('admin', 'admin'), false)).toBe('/supervisor?psc=kota');
});
