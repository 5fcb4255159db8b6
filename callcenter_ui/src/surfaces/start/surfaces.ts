import type { DemoAccount, Session } from '../../api/documents';
import type { Role } from '../../api/rows';

/** The page of each role. An admin looks at the supervisor's board. */
export const PAGE_OF: Record<Role, string> = {
  operator: '/operator',
  crew: '/crew',
  hospital: '/hospital',
  coordinator: '/coordinator',
  supervisor: '/supervisor',
  admin: '/supervisor',
  medical_director: '/supervisor/protokol',
};

const ROLES = Object.keys(PAGE_OF) as Role[];

/** The roles of a session that have a page of their own, in the order of the work, each page once. */
export function listRoles(session: Session): Role[] {
  const held = new Set(session.account.roles.map(({ role }) => role));
  const pages = new Set<string>();
  return ROLES.filter((role) => {
    if (!held.has(role) || pages.has(PAGE_OF[role])) return false;
    pages.add(PAGE_OF[role]);
    return true;
  });
}

/** Who can be tried in the demo, by page, in the order of the work; the first of each is the one that is proposed. */
export function groupByRole(accounts: readonly DemoAccount[]): [Role, DemoAccount[]][] {
  return ROLES.filter((role) => role !== 'admin' && role !== 'medical_director')
    .map((role): [Role, DemoAccount[]] => [role, accounts.filter((account) => PAGE_OF[account.role] === PAGE_OF[role])])
    .filter(([, held]) => held.length > 0);
}

/** The screen of a demo account, with or without somebody who leads by the hand. */
export function practiceUrl(account: DemoAccount, guided: boolean): string {
  const query = new URLSearchParams({ psc: account.psc, ...(guided && { panduan: '1' }) });
  return `${PAGE_OF[account.role]}?${query}`;
}
