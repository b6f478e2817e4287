import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { Json } from '../../events/canonical.ts';
import { isLedgerError } from '../../events/errors.ts';
import { Audience } from '../../events/fields.ts';
import { isJsonObject, toJson } from '../../events/json.ts';
import { Attachment } from '../../events/submission.ts';
import { policyOfKeys } from '../../src/checkpoint/believed-checkpoint.ts';
import { readSubmissionExport } from '../../src/exports/read-submission-export.ts';
import { Accounted } from '../../src/exports/submission-export.ts';
import type { ServedWorld } from '../http/served-world.ts';
import { approve, judge, servedReview } from '../http/under-review.ts';
import { testOrigin } from '../log/log-at-work.ts';
import { logKeyFor } from '../log-keys.ts';

const policy = policyOfKeys(logKeyFor(testOrigin).verifier);

/** What nobody signs and nothing else in the document says: a reader is told so. */
const notCovered = [
  'manifest.ledger',
  'manifest.audience',
  'manifest.madeAt',
  'manifest.reached',
  'manifest.shows.*',
  'manifest.doesNotShow.*',
];

type Path = readonly (string | number)[];

/** Every value of the document that has none inside it. */
function* leaves(value: Json, path: Path = []): Generator<Path> {
  if (Array.isArray(value)) for (const [at, each] of value.entries()) yield* leaves(each, [...path, at]);
  else if (isJsonObject(value))
    for (const [name, each] of Object.entries(value)) yield* leaves(each, [...path, name]);
  else yield path;
}

/** Every array and object. */
function* branches(value: Json, path: Path = []): Generator<Path> {
  if (typeof value !== 'object' || value === null) return;
  yield path;
  for (const [name, each] of Object.entries(value))
    yield* branches(each, [...path, Array.isArray(value) ? Number(name) : name]);
}

const classOf = (path: Path): string =>
  path.map((part) => (typeof part === 'number' ? '*' : part)).join('.') || 'document';

const valueAt = (document: Json, path: Path): Json =>
  path.reduce<Json>((value, part) => {
    if (Array.isArray(value)) return value[Number(part)] ?? null;
    return isJsonObject(value) ? (value[String(part)] ?? null) : null;
  }, document);

/** The document with what stands at a path made into something else; `undefined` takes it out. */
function withAt(value: Json, path: Path, change: (old: Json) => Json | undefined): Json {
  const [part, ...rest] = path;
  if (part === undefined) return change(value) ?? null;
  if (Array.isArray(value)) {
    return value.flatMap((each, at): Json[] => {
      if (at !== part) return [each];
      if (rest.length > 0) return [withAt(each, rest, change)];
      const made = change(each);
      return made === undefined ? [] : [made];
    });
  }
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]): [string, Json][] => {
      if (name !== part) return [[name, each]];
      if (rest.length > 0) return [[name, withAt(each, rest, change)]];
      const made = change(each);
      return made === undefined ? [] : [[name, made]];
    }),
  );
}

/** Ways to change a value so that it still looks like one. */
function* mutations(value: Json): Generator<Json | undefined> {
  yield undefined;
  yield null;
  if (typeof value === 'number')
    yield* [value + 1, Math.max(0, value - 1), 0, 2 ** 40].filter((each) => each !== value);
  if (typeof value !== 'string') return;
  for (const words of [Audience.options, Accounted.options] as const)
    if (words.some((word) => word === value)) yield* words.filter((word) => word !== value);
  yield* ['', `${value} `, `${value}\n`, value.slice(0, -1)];
  const middle = Math.floor(value.length / 2);
  for (const at of [0, middle, value.length - 1]) {
    const old = value.charAt(at);
    const other = /\d/.test(old) ? String((Number(old) + 1) % 10) : old === 'a' ? 'b' : 'a';
    yield value.slice(0, at) + other + value.slice(at + 1);
  }
}

describe('an export of a submission that was changed', () => {
  let up: ServedWorld;
  let document: Json = null;
  /** A case that a file came with. */
  let withFile: Json = null;
  /** The first one as it is made for whoever put it up, from whom much of it is withheld. */
  let asSubmitter: Json = null;
  before(async function () {
    this.timeout(20_000);
    up = await servedReview('ana', 'ben');
    await judge(up.world, 'cem');
    await judge(up.world, 'dua');
    await approve(up.world);
    document = await exported(up.world.submission);
    withFile = await exported(await received());
    asSubmitter = await exported(up.world.submission, 'sub');
  });
  after(() => up.close());

  async function received(): Promise<string> {
    const headers = { 'content-type': 'text/plain' };
    const file = (await up.as('sub').ask('POST', '/api/attachments', { body: 'A plan', headers })).json();
    const { submission = '' } = await up.as('sub').act('', 'receive-submission', {
      framework: 'tests',
      fields: { title: 'With a file', purpose: 'Plan supply routes' },
      attachments: { plan: Attachment.parse({ ...Object(file), name: 'plan.txt' }) },
    });
    return submission;
  }

  async function exported(submission: string, name: 'aud' | 'sub' = 'aud'): Promise<Json> {
    const made = await up.as(name).get(`/api/submissions/${submission}/export`);
    readSubmissionExport(made.body, policy);
    return toJson(made.json());
  }

  function isNoticed(changed: Json): boolean {
    try {
      readSubmissionExport(JSON.stringify(changed), policy);
    } catch (error) {
      if (isLedgerError(error)) return true;
      throw error;
    }
    return false;
  }

  const everyBranch = (): readonly (readonly [Json, Path])[] =>
    [document, withFile, asSubmitter].flatMap((whole) =>
      [...branches(whole)].map((path) => [whole, path] as const),
    );

  it('is noticed in every member, whatever is put in its place', function () {
    this.timeout(60_000);
    const classes = new Map<string, { tried: number; passed: number }>();
    for (const whole of [document, withFile]) {
      const seen = new Map<string, number>();
      for (const path of leaves(whole)) {
        const name = classOf(path);
        const counted = classes.get(name) ?? { tried: 0, passed: 0 };
        classes.set(name, counted);
        // Each costs a reading of the whole: the first of a kind stand for the rest.
        seen.set(name, (seen.get(name) ?? 0) + 1);
        if ((seen.get(name) ?? 0) > 8) continue;
        for (const mutation of mutations(valueAt(whole, path))) {
          counted.tried += 1;
          if (!isNoticed(withAt(whole, path, () => mutation))) counted.passed += 1;
        }
      }
    }
    const passed = [...classes].filter(([, counted]) => counted.passed > 0).map(([name]) => name);
    expect(passed).to.have.members(notCovered);
    for (const covered of [
      'checkpoint',
      'proofs.*.*',
      'events.*.body',
      'events.*.index',
      'accounting.*.state',
    ])
      expect([...classes.keys()]).to.include(covered);
  });

  it('is noticed in every list, whether something is left out, doubled, moved or put in', () => {
    const passed = new Set<string>();
    for (const [whole, path] of everyBranch()) {
      const value = valueAt(whole, path);
      if (!Array.isArray(value) || value.length === 0 || /^manifest/.test(classOf(path))) continue;
      const [first = null] = value;
      const last = value.at(-1) ?? null;
      const tries: Json[] = [value.slice(1), value.slice(0, -1), [...value, last], [first, ...value], []];
      if (value.length > 1) tries.push([...value].reverse(), [last, ...value.slice(1, -1), first]);
      for (const [at, next] of value.slice(1).entries())
        tries.push([...value.slice(0, at), next, value[at] ?? null, ...value.slice(at + 2)]);
      for (const tried of tries) if (!isNoticed(withAt(whole, path, () => tried))) passed.add(classOf(path));
    }
    expect([...passed]).to.deep.equal([]);
  });

  it('is noticed where a member is put in that does not belong there', () => {
    for (const [whole, path] of everyBranch()) {
      const value = valueAt(whole, path);
      if (Array.isArray(value) || path.length > 3) continue;
      const changed = withAt(whole, path, (old) => (isJsonObject(old) ? { ...old, more: 1 } : old));
      expect(isNoticed(changed), classOf(path)).to.equal(true);
    }
  });

  it('is noticed line by line in its checkpoint', () => {
    const note = valueAt(document, ['checkpoint']);
    const lines = typeof note === 'string' ? note.split('\n') : [];
    expect(lines.length).to.be.greaterThan(4);
    const foreign = '— tests.example/witness AAAAAAAA';
    for (const [at, line] of lines.entries()) {
      for (const changed of [`${line}x`, line.slice(1), `${line}\n${line}`]) {
        if (changed === line || (line === '' && changed === '\n')) continue;
        const whole = lines.with(at, changed).join('\n');
        // The same signature twice is one signature.
        if (line.startsWith('—') && changed.includes('\n')) continue;
        expect(isNoticed(withAt(document, ['checkpoint'], () => whole)), `${at}: ${changed}`).to.equal(true);
      }
    }
    // A line of a key that nobody was asked to believe is told of, and proves nothing.
    const more = withAt(document, ['checkpoint'], () => `${note}${foreign}\n`);
    const { checkpoint } = readSubmissionExport(JSON.stringify(more), policy);
    expect(checkpoint?.unchecked).to.deep.equal(['tests.example/witness+00000000']);
  });
});
