import { inWords, type Shown } from '../members/names.ts';
import { isUuid } from './given.ts';

/** Digests and long evaluations say nothing to a reader of lines. */
const left: readonly string[] = ['fields', 'links', 'evaluation'];

/** A framework's hash pins its text; of a line's reader it takes too much room. */
const pinnedHash = /(#[0-9a-f]{12})[0-9a-f]{52}$/;

/** What an event says in the open, as lines; a pseudonym that is known is shown by its name. */
export function saidInWords(
  says: object,
  nameOf: (pseudonym: string) => Shown | undefined,
): readonly [string, string][] {
  return Object.entries(says).flatMap(([name, value]): [string, string][] => {
    if (left.includes(name) || value === undefined) return [];
    const text = valueInWords(value, nameOf);
    return text === '' ? [] : [[name, text]];
  });
}

function valueInWords(value: unknown, nameOf: (pseudonym: string) => Shown | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') {
    const name = isUuid(value) ? nameOf(value) : undefined;
    return name === undefined ? value.replace(pinnedHash, '$1…') : inWords(name);
  }
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) {
    const parts = value.map((each) => valueInWords(each, nameOf)).filter((each) => each !== '');
    return parts.join(parts.some((each) => each.includes(', ')) ? '\n' : ', ');
  }
  return Object.entries(value)
    .map(([name, member]) => [name, valueInWords(member, nameOf)] as const)
    .filter(([, text]) => text !== '')
    .map(([name, text]) => `${name} ${text}`)
    .join(', ');
}
