import type { PersonRecord } from './person-record.ts';
import { correctedText, type Opener, openedTexts } from './sealed.ts';
import type { SubmissionRecord } from './submission-record.ts';

/** A person as a row shows them; null for what is erased, withheld or was never said. */
export interface Named {
  readonly person: string | null;
  readonly name: string | null;
  readonly personKey: string | null;
}

export const nobody: Named = { person: null, name: null, personKey: null };

/** Somebody's name now: as its newest correction has it, where there is one. What that one lost, no earlier one replaces. */
export function namedBy(person: string, record: PersonRecord | undefined, open: Opener): Named {
  const texts = openedTexts(record?.sealed ?? [], open);
  const renamed = record?.renamed ?? null;
  const name = renamed === null ? (texts.get('name') ?? null) : correctedText(renamed, open);
  return { person, name, personKey: texts.get('sourceKey') ?? null };
}

/** What was opened for one submission's rows: who is behind its pseudonyms, and what its source printed. */
export interface Openings {
  readonly sourceKey: string | null;
  readonly label: (seat: string) => string | null;
  readonly who: (pseudonym: string | null) => Named;
}

export function openingsOf(
  record: SubmissionRecord,
  open: Opener,
  named: (person: string) => Named,
): Openings {
  const links = openedTexts(record.links, open);
  const labels = openedTexts(record.labels, open);
  return {
    sourceKey: links.get('sourceKey') ?? null,
    label: (seat) => labels.get(`labels.${seat}`) ?? null,
    who: (pseudonym) => {
      const person = pseudonym === null ? undefined : links.get(`links.${pseudonym}`);
      return person === undefined ? nobody : named(person);
    },
  };
}

/** The people behind a submission's pseudonyms, by directory id. */
export const peopleOf = (record: SubmissionRecord, open: Opener): readonly string[] =>
  [...openedTexts(record.links, open)].flatMap(([name, person]) =>
    name.startsWith('links.') ? [person] : [],
  );
