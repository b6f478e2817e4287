import { v5 } from 'uuid';
import type { Role } from '../../events/ids.ts';
import type { DirectoryState, PersonState } from '../../projections/directory.ts';
import type { PersonFacts } from '../../src/decider/facts.ts';

const namespace = '2c1b6f0e-6f52-4d7e-9f0a-3d1f0c7f5a10';

/** The people of the tests: reviewers of two teams, one of neither, and everyone with an office. */
export const cast = {
  ana: { roles: ['reviewer'], teams: ['product-policy'] },
  ben: { roles: ['reviewer'], teams: ['product-policy'] },
  cem: { roles: ['reviewer'], teams: ['national-security'] },
  dua: { roles: ['reviewer'], teams: ['national-security'] },
  fay: { roles: ['reviewer'], teams: ['product-policy'] },
  eli: { roles: ['reviewer'], teams: ['national-security', 'product-policy'] },
  sub: { roles: ['submitter'], teams: [] },
  spo: { roles: ['submitter'], teams: [] },
  sec: { roles: ['secretary'], teams: [] },
  cha: { roles: ['chair'], teams: [] },
  ver: { roles: ['verifier'], teams: [] },
  own: { roles: ['submitter'], teams: [] },
  ste: { roles: ['steward'], teams: [] },
  tom: { roles: ['steward'], teams: [] },
  aud: { roles: ['auditor'], teams: [] },
  reg: { roles: ['registrar'], teams: [] },
  adm: { roles: ['administrator'], teams: [] },
  bot: { roles: ['service'], teams: ['product-policy'] },
} as const satisfies Record<string, { roles: readonly Role[]; teams: readonly string[] }>;
export type Name = keyof typeof cast;
const names = Object.keys(cast).filter((name): name is Name => name in cast);

/** Directory id of a person. */
export const idOf = (name: string): string => v5(`person ${name}`, namespace);
/** Their pseudonym in the tests' one submission. */
export const aliasOf = (name: string): string => v5(`pseudonym ${name}`, namespace);
export const submissionId = v5('submission', namespace);
/** The actor of the system's own acts. */
export const ledgerId = v5('ledger', namespace);
export const commandId = (n: number): string => v5(`command ${n}`, namespace);

export const factsOf = (name: Name, inSubmission = true): PersonFacts => ({
  person: idOf(name),
  pseudonym: inSubmission ? aliasOf(name) : idOf(name),
  kind: name === 'bot' ? 'service' : 'human',
  roles: cast[name].roles,
  teams: cast[name].teams,
});

const stateOf = (name: Name): PersonState => ({
  person: idOf(name),
  kind: name === 'bot' ? 'service' : 'human',
  event: v5(`registered ${name}`, namespace),
  registeredAt: '2026-01-01T00:00:00.000Z',
  nameIn: v5(`registered ${name}`, namespace),
  addressIn: v5(`registered ${name}`, namespace),
  source: null,
  roles: cast[name].roles,
  teams: cast[name].teams,
});

export const directory: DirectoryState = {
  revision: 40,
  recordedAt: '2026-01-01T00:00:00.000Z',
  people: new Map(names.map((name) => [idOf(name), stateOf(name)])),
  proposals: [],
};
