import type { Session } from '../../api/documents';
import type { Role } from '../../api/rows';

/** The page of each role. An admin looks at the supervisor's board. */
export const PAGE_OF: Record<Role, string> = {
  operator: '/operator',
  crew: '/crew',
  hospital: '/hospital',
  coordinator: '/coordinator',
  supervisor: '/supervisor',
  admin: '/supervisor',
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

/** Where a practice takes place: the operator's in the training stream, so that nothing reaches real figures. */
export function practiceUrl(role: Role, session: Session, guided: boolean): string {
  const query = new URLSearchParams();
  const training = session.psc.find((psc) => psc.training);
  if (guided && role === 'operator' && training) query.set('psc', training.key);
  if (guided) query.set('panduan', '1');
  const text = query.toString();
  return text ? `${PAGE_OF[role]}?${text}` : PAGE_OF[role];
}
