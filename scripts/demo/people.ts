import type { Role } from '../../events/ids.ts';

/** Somebody of the demo. All of them are made up. */
export interface DemoPerson {
  /** The file of their token, and how the demo calls them. */
  readonly key: string;
  readonly name: string;
  /** What they are in it, for people who look round afterwards. */
  readonly is: string;
  readonly roles: readonly Role[];
  readonly team?: string;
}

export const demoPeople = [
  { key: 'noor', name: 'Noor Haddad', is: 'submits for the liaison office', roles: ['submitter'] },
  { key: 'sam', name: 'Sam Okafor', is: 'sponsors what Noor submits', roles: [] },
  { key: 'sela', name: 'Sela Lindqvist', is: 'secretary: runs the desk', roles: ['secretary'] },
  { key: 'cho', name: 'Cho Min-jun', is: 'chair: proposes and issues decisions', roles: ['chair'] },
  { key: 'ana', name: 'Ana Ribeiro', is: 'reviews for Product Policy', roles: [], team: 'product-policy' },
  { key: 'ben', name: 'Ben Carver', is: 'reviews for Product Policy', roles: [], team: 'product-policy' },
  { key: 'eva', name: 'Eva Novak', is: 'reviews for Product Policy', roles: [], team: 'product-policy' },
  {
    key: 'cem',
    name: 'Cem Aydin',
    is: 'reviews for National Security',
    roles: [],
    team: 'national-security',
  },
  {
    key: 'dua',
    name: 'Dua Rahman',
    is: 'reviews for National Security',
    roles: [],
    team: 'national-security',
  },
  { key: 'vic', name: 'Vic Moreau', is: 'verifies conditions', roles: ['verifier'] },
  { key: 'ada', name: 'Ada Schmid', is: 'audits', roles: ['auditor'] },
] as const satisfies readonly DemoPerson[];

export type DemoKey = (typeof demoPeople)[number]['key'];
