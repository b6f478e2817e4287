import type { Json } from '../../../events/canonical.ts';
import { isJsonObject } from '../../../events/json.ts';
import { parseMoment } from '../../../events/time.ts';
import type { Given } from '../given.ts';
import { UsageError } from '../usage-error.ts';
import type { Take } from './act-verb.ts';

export type JsonObject = { readonly [name: string]: Json };

/** What the readings of options need of the world. */
export interface Circumstances {
  /** The directory id of whom somebody names. */
  readonly personNamed: (text: string, field: string) => Promise<string>;
  readonly attached: (files: readonly string[]) => Promise<JsonObject>;
  readonly concernNamed: (text: string) => string;
  /** What stands on standard input, once. */
  readonly input: () => Promise<string>;
}

/** An option's long name in camel case, as `Given` has it. */
const optionOf = ({ form }: Take): string =>
  (form.split(' ')[0] ?? '').slice(2).replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
const isFlag = ({ reading }: Take): boolean => reading === 'yes' || reading === 'constant';
export const flagOf = ({ form }: Take): string => form.split(' ')[0] ?? form;

/** A command's data from what is named behind the submission and from options, over what a file or `--with` gave. */
export async function taken(
  base: JsonObject,
  { names, takes }: { readonly names: readonly Take[]; readonly takes: readonly Take[] },
  given: Given,
  circumstances: Circumstances,
): Promise<JsonObject> {
  let data = base;
  for (const [i, take] of names.entries())
    data = withField(data, take, await read(take, [given.argument(i + 1)], circumstances));
  for (const take of takes) {
    const option = optionOf(take);
    const several = given.texts(option);
    const one = given.text(option);
    const said = one === undefined ? several : [one];
    if (isFlag(take) ? !given.flag(option) : said.length === 0) continue;
    data = withField(data, take, await read(take, said, circumstances));
  }
  return data;
}

async function read(take: Take, said: readonly string[], circumstances: Circumstances): Promise<Json> {
  const [text = ''] = said;
  const flag = flagOf(take);
  switch (take.reading) {
    case 'yes':
      return true;
    case 'prose':
      return text === '-' ? circumstances.input() : text;
    case 'word':
      return oneOf(take, text);
    case 'words':
      return [...said];
    case 'whole':
      if (!/^\d{1,9}$/.test(text)) throw new UsageError(flag, 'must be a whole number');
      return Number(text);
    case 'moment':
      return parseMoment(text, flag);
    case 'person':
      return circumstances.personNamed(text, flag);
    case 'files':
      return circumstances.attached(said);
    case 'concern':
      return circumstances.concernNamed(text);
    case 'texts':
      return Object.fromEntries(said.map((each) => pair(flag, each, 'name=text', '=')));
    case 'findings':
      return said.map((each) => {
        const [criterion, finding] = pair(flag, each, 'criterion=finding', '=');
        return { criterion, finding };
      });
    case 'constant':
      return take.value ?? true;
    case 'successor': {
      const [submission, decision] = pair(flag, text, 'submission:decision', ':');
      return { submission, decision };
    }
    case 'seats':
      return Promise.all(said.map((each) => seat(flag, each, circumstances)));
    default:
      return take.reading satisfies never;
  }
}

async function seat(flag: string, text: string, { personNamed }: Circumstances): Promise<JsonObject> {
  const [name, held] = pair(flag, text, 'seat=person:team', '=');
  const [who, team] = pair(flag, held, 'seat=person:team', ':');
  return { seat: name, holder: await personNamed(who, flag), team };
}

function oneOf(take: Take, text: string): string {
  if (take.choices === undefined || take.choices.includes(text)) return text;
  throw new UsageError(flagOf(take), `must be one of ${take.choices.join(', ')}`);
}

function pair(flag: string, text: string, form: string, mark: string): readonly [string, string] {
  const at = text.indexOf(mark);
  if (at < 1) throw new UsageError(flag, `must be ${form}`);
  return [text.slice(0, at), text.slice(at + 1)];
}

/** Told before anybody is asked whether they mean it, by the option's name. @throws UsageError */
export function requireNeeded(data: JsonObject, takes: readonly Take[]): void {
  for (const take of takes) {
    if (take.needed === true && valueAt(data, take.field) === undefined)
      throw new UsageError(flagOf(take), `is needed${acceptedOf(take)}`);
  }
}

function acceptedOf({ choices, reading, form }: Take): string {
  if (choices !== undefined) return `: ${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;
  if (reading === 'findings') return ': criterion=finding, one for each criterion; --template shows them';
  return reading === 'seats' ? `: ${form.split('<')[1]?.replace(/[.]*>$/, '') ?? ''}` : '';
}

function valueAt(data: JsonObject, field: string): Json | undefined {
  const [outer = '', inner] = field.split('.');
  const value = data[outer];
  return inner === undefined ? value : isJsonObject(value) ? value[inner] : undefined;
}

/** Inner fields stand behind a dot; named texts are added to those that are there. */
function withField(data: JsonObject, { field, reading }: Take, value: Json): JsonObject {
  const [outer = '', inner] = field.split('.');
  const before = data[outer];
  if (inner !== undefined)
    return { ...data, [outer]: { ...(isJsonObject(before) ? before : {}), [inner]: value } };
  const merged =
    reading === 'texts' && isJsonObject(before) && isJsonObject(value) ? { ...before, ...value } : value;
  return { ...data, [outer]: merged };
}

/** A deadline's later ends are its earlier ones where they are left out. */
export function wholeDeadline(data: JsonObject): JsonObject {
  const { deadline } = data;
  if (!isJsonObject(deadline)) return data;
  const { due = null, graceUntil = due, hardStop = graceUntil, zone = 'UTC' } = deadline;
  return { ...data, deadline: due === null ? deadline : { ...deadline, due, graceUntil, hardStop, zone } };
}
