import type { RecordedEvent } from '../../events/decode.ts';
import { decodeDisclosure } from '../../events/disclosure.ts';
import type { Audience } from '../../events/fields.ts';
import { CorrectedText } from '../../events/record.ts';

/** The digests of an entry's own sealed fields; those of submission fields are not among them. */
export const digestsByAudience = ({
  sealed,
}: Pick<RecordedEvent, 'sealed'>): Record<Audience, readonly string[]> => ({
  public: sealed.public ?? [],
  participants: sealed.participants ?? [],
  panel: sealed.panel ?? [],
  auditors: sealed.auditors ?? [],
  custodian: sealed.custodian ?? [],
});

/** What opens a digest; undefined where it is withheld or erased. */
export type Opener = (digest: string) => string | undefined;

/** The opened values among these digests, by the name of their field (`links.<pseudonym>`, `sourceKey`). */
export function openedTexts(digests: readonly string[], open: Opener): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const digest of digests) {
    const disclosure = open(digest);
    if (disclosure === undefined) continue;
    const { name, value } = decodeDisclosure(disclosure);
    if (typeof value === 'string') texts.set(name, value);
  }
  return texts;
}

/** How a text should read by a correction among these digests; null where that is not opened. */
export function correctedText(digests: readonly string[], open: Opener): string | null {
  for (const digest of digests) {
    const disclosure = open(digest);
    if (disclosure === undefined) continue;
    const { name, value } = decodeDisclosure(disclosure);
    const reading = name === 'reading' ? CorrectedText.safeParse(value) : null;
    if (reading?.success === true) return reading.data.text;
  }
  return null;
}
