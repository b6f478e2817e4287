import { canonical } from '../../events/canonical.ts';
import { isLedgerError } from '../../events/errors.ts';
import { toJson } from '../../events/json.ts';
import { type Act, actOf, actSpecOf, actSpecs } from './history.ts';
import { LINE_LIMIT, type Line } from './lines.ts';

/** What is wrong with a line: the rule that it breaks, in which field, and what would be accepted. */
export interface Fault {
  readonly field: string;
  readonly rule: string;
  readonly message: string;
}

export type ParsedLine = { readonly act: Act } | { readonly faults: readonly Fault[] };

const fault = (rule: string, message: string, field = ''): ParsedLine => ({
  faults: [{ field, rule, message }],
});

/** One line as an act, checked by itself: bytes, JSON, and the schema of the act that it names. */
export function parseAct({ text, problem }: Line): ParsedLine {
  if (problem === 'line-length') return fault(problem, `a line may have ${LINE_LIMIT} bytes`);
  if (text === null) return fault('utf-8', 'the line is no UTF-8');
  const json = parseJson(text);
  if (json === undefined) return fault('json', 'the line is no JSON');
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return fault('json', 'a line holds one JSON object');
  }
  if (membersOf(json) !== colonsOf(text))
    return fault('duplicate-name', 'an object has two members of one name');
  if (/\\u[dD]/.test(text)) {
    const wrong = surrogates(json);
    if (wrong !== null) return wrong;
  }
  return parseObject(json);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parseObject(json: object): ParsedLine {
  const name: unknown = 'act' in json ? json.act : undefined;
  const spec = typeof name === 'string' ? actSpecOf(name) : undefined;
  if (spec === undefined) {
    const known = actSpecs.map((each) => each.name).join(', ');
    return fault('act', `no act has that name; there are ${known}`, 'act');
  }
  const parsed = spec.schema.safeParse(json);
  if (parsed.success) return { act: actOf(spec, parsed.data) };
  const faults = parsed.error.issues.map((issue) => ({
    field: [...issue.path, ...(issue.code === 'unrecognized_keys' ? issue.keys : [])].map(String).join('.'),
    rule: issue.code === 'unrecognized_keys' ? 'unknown-field' : 'schema',
    message: issue.message,
  }));
  const fields = faults.map(({ field }) => field);
  return { faults: faults.filter(({ field }, index) => fields.indexOf(field) === index) };
}

/** Half of a surrogate pair has no bytes that could be hashed. */
function surrogates(json: object): ParsedLine | null {
  try {
    canonical(toJson(json));
    return null;
  } catch (error) {
    if (!isLedgerError(error) || error.code !== 'not-canonical') throw error;
    return 'rule' in error.facts && error.facts.rule === 'surrogate'
      ? fault('surrogate', error.message)
      : null;
  }
}

/** How many members all objects of a parsed value have. */
function membersOf(value: unknown): number {
  let members = 0;
  if (Array.isArray(value)) for (const item of value) members += membersOf(item);
  else if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) members += 1 + membersOf(member);
  }
  return members;
}

/** How many members a JSON text spells: its colons outside strings. More than the value has means a name stands twice. */
function colonsOf(text: string): number {
  let colons = 0;
  for (let i = 0, inString = false; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (inString) {
      if (code === 0x5c) i += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x3a) colons += 1;
  }
  return colons;
}
