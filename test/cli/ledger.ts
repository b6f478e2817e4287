import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { z } from 'zod';
import { parseSignerKey } from '../../src/checkpoint/note-key.ts';
import { call } from './calling.ts';

const Recorded = z.object({
  person: z.string().optional(),
  submission: z.string().optional(),
  events: z.array(z.object({ id: z.string() })),
});

/** Fields that the shipped framework asks for, each with a text that can be found again. */
export const fields: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'title',
    'summary',
    'purpose',
    'requesting-body',
    'system',
    'autonomy',
    'users',
    'people-affected',
    'data',
    'deployment',
    'safeguards',
    'testing',
    'oversight',
    'owner',
    'worst-case',
  ].map((field) => [field, `the ${field} of the convoys`]),
);

export const framework = 'sample-national-security';

export interface MadeLedger {
  readonly data: string;
  readonly submission: string;
  readonly people: Readonly<Record<'ana' | 'ben' | 'cem', string>>;
}

/** A founded ledger with three people in two teams and a submission whose panel is convened. */
export async function makeLedger(data: string): Promise<MadeLedger> {
  const done = async (...args: readonly string[]): Promise<z.infer<typeof Recorded>> => {
    const { code, out, err } = await call([...args, '--data', data, '--json']);
    expect(code, `${args.join(' ')}: ${err}`).to.equal(0);
    return Recorded.parse(JSON.parse(out));
  };
  const init = await call([
    'init',
    '--data',
    data,
    '--origin',
    'test.example/log',
    '--registrar',
    'Rhea Registrar',
  ]);
  expect(init.code, init.err).to.equal(0);
  const registered = async (name: string, team: string): Promise<string> => {
    const person = (await done('person', 'register', name)).person ?? '';
    await done('team', 'join', person, team);
    return person;
  };
  const people = {
    ana: await registered('Ana Example', 'product-policy'),
    ben: await registered('Ben Example', 'national-security'),
    cem: await registered('Cem Example', 'national-security'),
  };
  const given = JSON.stringify({ framework, useCategory: 'logistics', fields });
  const submission = (await done('do', 'receive-submission', '--with', given)).submission ?? '';
  await done(
    'do',
    'screen-submission',
    '--submission',
    submission,
    '--with',
    '{"scope":"in","riskTier":"low"}',
  );
  const seats = [
    { seat: 'pp', holder: people.ana, team: 'product-policy' },
    { seat: 'ns-1', holder: people.ben, team: 'national-security' },
    { seat: 'ns-2', holder: people.cem, team: 'national-security' },
  ];
  await done('do', 'convene-panel', '--submission', submission, '--with', JSON.stringify({ seats }));
  return { data, submission, people };
}

/** The verifier key of the one key that signs the log of a data folder. */
export const vkeyOf = (data: string): string =>
  parseSignerKey(readFileSync(join(data, 'keys', 'log.key'), 'utf8').trim()).vkey;

/** Gives a person a token, as they get one: a code from the machine, redeemed into a file of their own. */
export async function enrolled(data: string, person: string, file: string): Promise<string> {
  const { out: code, err } = await call(['token', 'enrol', person, '--data', data]);
  const redeemed = await call(['token', 'redeem', '--data', data, '--token-file', file], { input: code });
  expect(redeemed.code, err + redeemed.err).to.equal(0);
  return file;
}
