import { z } from 'zod';
import { commandRules, rulesOf } from '../../permissions/commands.ts';
import { requestRules } from '../../permissions/requests.ts';
import type { RuleId } from '../../permissions/rule-ids.ts';
import { type ProblemCode, problemKind } from '../../problems/problems.ts';
import { isOpen } from '../who-may.ts';
import type { Described } from './described.ts';

/** Of every request, wherever it goes. */
const always: readonly ProblemCode[] = [
  'misdirected-host',
  'uri-too-long',
  'invalid-request',
  'unknown-parameter',
  'too-many-requests',
  'unexpected',
];
const ofBodies: readonly ProblemCode[] = ['too-large', 'unsupported-media-type'];
const ofMatching: readonly ProblemCode[] = ['precondition-required', 'stale', 'revision-conflict'];
const ofAttachments: readonly ProblemCode[] = ['blob-unknown', 'blob-taken'];
const ofTheStore: readonly ProblemCode[] = ['store-unavailable', 'ledger-newer-than-software'];
/** Of every command, whatever it is: its shape, its permission, what it refers to, and once only. */
const ofCommands: readonly ProblemCode[] = [
  'invalid-command',
  'too-large',
  'not-permitted',
  'not-found',
  'unknown-reference',
  'already-exists',
  'disclosure-missing',
  'idempotency-key-missing',
  'idempotency-mismatch',
  'outcome-unknown',
  'store-read-only',
  'store-full',
];

/** Every code that the operation can answer with, by status; each code once, in the order of its name. */
export function refusalsOf(route: Described): ReadonlyMap<number, readonly ProblemCode[]> {
  const { may, refuses = [] } = route;
  const codes = new Set<ProblemCode>([...always, ...ofTheStore, ...refuses]);
  const add = (more: readonly ProblemCode[]): void => {
    for (const code of more) codes.add(code);
  };
  if (!isOpen(route)) add(['not-signed-in', ...(route.method === 'GET' ? [] : (['cross-site'] as const))]);
  if (route.matched === true) add(ofMatching);
  if (route.body !== undefined) add(ofBodies);
  if (route.body instanceof z.ZodObject && 'attachments' in route.body.shape) add(ofAttachments);
  if (typeof may === 'string') add(ofRequest(requestRules[may]));
  else {
    add(ofCommands);
    add(rulesOf(may.command).map(codeOfRule));
    if (commandRules[may.command].narrowed !== undefined) add(['not-permitted']);
  }
  return byStatus([...codes].sort());
}

function ofRequest({ who, sight, notSelf }: (typeof requestRules)[keyof typeof requestRules]): ProblemCode[] {
  const open = who.includes('anyone') || who.includes('signed-in');
  return [
    ...(open && notSelf === undefined && sight === undefined ? [] : (['not-permitted'] as const)),
    ...(sight === undefined ? [] : (['not-found'] as const)),
    ...(notSelf === undefined ? [] : (['separation-of-duties'] as const)),
  ];
}

/** As it is answered: a separation of duties has one code, and its id among the facts. */
const codeOfRule = (rule: RuleId): ProblemCode =>
  rule.startsWith('SOD-') ? 'separation-of-duties' : (problemKind(rule)?.code ?? 'unexpected');

function byStatus(codes: readonly ProblemCode[]): ReadonlyMap<number, readonly ProblemCode[]> {
  const statuses = new Map<number, ProblemCode[]>();
  for (const code of codes) {
    const status = problemKind(code)?.status ?? 500;
    statuses.set(status, [...(statuses.get(status) ?? []), code]);
  }
  return new Map([...statuses].sort(([a], [b]) => a - b));
}
