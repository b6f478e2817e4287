import { z } from 'zod';
import { id } from './fields.ts';

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
const pattern = new RegExp(
  `^(ledger|directory|framework-[a-z0-9][a-z0-9._-]{0,63}|(submission|report|erasure)-${uuid})$`,
);

/** The streams of DESIGN §6. `checkpoint` stands outside the tree and is no stream of events. */
export const StreamName = id(z.string().regex(pattern, 'a stream of the ledger'));
export type StreamName = z.infer<typeof StreamName>;

export const ledgerStream = 'ledger';
export const directoryStream = 'directory';
export const frameworkStream = (key: string): string => `framework-${key}`;
export const submissionStream = (id: string): string => `submission-${id}`;
export const reportStream = (id: string): string => `report-${id}`;
export const erasureStream = (id: string): string => `erasure-${id}`;

export const streamKinds = ['ledger', 'directory', 'framework', 'submission', 'report', 'erasure'] as const;
export type StreamKind = (typeof streamKinds)[number];

export interface StreamAddress {
  readonly kind: StreamKind;
  /** The part behind the first dash; empty for the two singletons. */
  readonly id: string;
}

/** True for the name of a stream of this kind; `name` is a stream name. */
export const isOfKind = (name: string, kind: StreamKind): boolean =>
  name === kind || (name.startsWith(kind) && name[kind.length] === '-');

/** The kind and id of a stream name, or null for a name that is none of ours. */
export function parseStream(name: string): StreamAddress | null {
  if (!pattern.test(name)) return null;
  const kind = streamKinds.find((candidate) => isOfKind(name, candidate));
  return kind === undefined ? null : { kind, id: name.slice(kind.length + 1) };
}
