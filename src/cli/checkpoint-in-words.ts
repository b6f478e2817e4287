import type { BelievedCheckpoint } from '../checkpoint/believed-checkpoint.ts';
import type { ShowMoment } from './moments.ts';
import { wrapped } from './printable.ts';

const instantOf = (seconds: number): string => new Date(seconds * 1_000).toISOString();

/** A checkpoint and who vouches for it, for programs. */
export const checkpointShown = ({ root, cosignedBy, ...checkpoint }: BelievedCheckpoint) => ({
  ...checkpoint,
  root: Buffer.from(root).toString('base64'),
  cosignedBy: cosignedBy.map(({ witness, at }) => ({ witness, at: instantOf(at) })),
});

/** The same for people. */
export function checkpointInWords(
  { origin, size, root, signedBy, cosignedBy, unchecked }: BelievedCheckpoint,
  moment: ShowMoment,
): [string, string][] {
  const cosigned = cosignedBy.map(({ witness, at }) => `${witness}, ${moment(instantOf(at))}`);
  return [
    ['checkpoint', `${origin}, ${size} entries`],
    ['root', Buffer.from(root).toString('base64')],
    ['signed by', signedBy.join(', ') || 'nobody that you named'],
    ['cosigned by', cosigned.join('; ') || 'no witness that you named'],
    ...(unchecked.length === 0 ? [] : [['not checked', unchecked.join(', ')] as [string, string]]),
  ];
}

/** What whoever named no key is told. */
export const keyIsNeeded = ({ origin }: Pick<BelievedCheckpoint, 'origin'>): string =>
  `Give the verifier key of ${origin} by --vkey or --policy, from elsewhere than what you check: a key that came with it proves nothing.`;

/** Sentences under a heading, each wrapped. */
export const sentences = (heading: string, all: readonly string[], width: number): string =>
  `${heading}\n${all.map((each) => `- ${wrapped(each, width - 2).join('\n  ')}\n`).join('')}`;
